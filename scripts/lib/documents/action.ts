import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { repositoryRoot } from '../root.ts'

interface Described {
  readonly description: string
  readonly required?: boolean
  readonly default?: string
}

interface Metadata {
  readonly inputs: Readonly<Record<string, Described>>
  readonly outputs: Readonly<Record<string, Described>>
}

const RULES = `A verdict is never \`met\` when a target failed. Later steps see outputs only when they run at all: use \`if: \${{ !cancelled() }}\`.

## When the step fails

The step ends with the command's [exit code](exit-codes.md), so it fails at every code but 0. Code 5 says that the copy is good but
late, slow or at risk: whoever must not miss that leaves \`fail-on\` empty. With \`fail-on: failed\` code 5 passes, with a warning in
place of an error, and \`exit-code\` still tells it. \`backup\` looks at lateness only with \`fail-on: breached\`.

Every failure and finding is one annotation with its code, what happened, why, and the fix. The platform shows ten errors and ten
warnings of a step: the tenth counts the rest, and the summary has all of them.

## Permissions

| permission | for |
|---|---|
| \`contents: read\` | checking out the configuration and the published ledger |
| \`contents: write\` | \`collect\`, which commits the evidence; not in the job that has the database's secrets |
| \`pull-requests: write\` | \`collect\` with \`--publish=pull-request\` |
| \`actions: read\` | \`restore\`, which records who approved it; without it the record does not tell |
| \`id-token: write\` | short-lived credentials of a cloud; attestations |
| \`attestations: write\` | attestations of the evidence |

## Secrets

Whatever the configuration uses as a secret is masked before it is used: as it is, encoded for URLs, in Base64 and hexadecimal, line by
line, and the password inside a URL by itself. What is shorter than four characters is not masked, because that would hide every third
word. Of \`env\`, every value of 16 characters and more is masked too, also when only a cloud's library reads it. A job's output that
holds a masked value is dropped by the platform: do not make secrets of names.

What \`evidence.disclosure\` keeps out of what is published is not in the log either. Where everybody may read the log, because the
repository is public, reasons that a database gives for a failed capture, load or comparison are left out, since they can quote a row:
code and fix are told, and the same command on a computer of your own tells the rest.

Lines that databases and their programs print cannot command the runner: a line with \`::\` begins with \`|\`, and \`##[\` is broken up.

## Pull requests

A run that a fork's pull request started gets nothing done but \`validate\` with \`args: --offline\`, whatever secrets it has: whoever
opens it chooses the configuration. It ends with exit code 6 and \`untrusted-event\`. The same holds for \`pull_request_target\` and for
\`workflow_run\` behind such a run. For pull requests of the repository itself, in the queue
before their merge, for a comment on one, and after another workflow, commands as sources of secrets are never run.

## Restore

\`into\` names a new database, or a variable with an address; \`confirm\` must be what the plan asks for, typed by whoever starts the
workflow. The plan is printed first and stands in the summary, also when the restore is refused. Reviewers of an environment are the
second control: the restore's record names who asked, who started this attempt and, with \`actions: read\`, who approved. Where an
account's plan has no reviewers, the record says that nobody was asked, and the typed confirmation is the only control.

## What a run leaves

- A summary: a table, what is wrong, the plan, the output; cut below GitHub's limit, with a note of how much is missing.
- An artifact \`lifeboat-COMMAND-RUN-ATTEMPT\` with the records, the result, the summary and the files that \`report\` wrote, never backup
  data. When another job of the run has taken the name, a few letters are added. Whoever may read the repository may read it, and it
  expires: the published ledger is what stays. That it cannot be attached is a warning; GitHub Enterprise Server takes none.
- Records in the store, also of a run that failed or was cancelled. After a cancellation there is no time for an artifact.
- In each record, which workflow run it comes from: repository, workflow, event, run, attempt, actor.
`

/** `docs/action.md`: what a step can be given and gives, from `action.yml`, and what a job needs for it. */
export function actionDocument(): string {
  const { inputs, outputs } = parse(readFileSync(join(repositoryRoot, 'action.yml'), 'utf8')) as Metadata
  return `# The action

Generated from \`action.yml\` by \`npm run generate\`: do not edit; the words around the tables are in \`scripts/lib/documents/action.ts\`.

\`\`\`yaml
- uses: OWNER/lifeboat@COMMIT # in full, not a tag: tags can be moved
  with:
    command: backup
    targets: orders
  env:
    ORDERS_DATABASE_URL: \${{ secrets.ORDERS_DATABASE_URL }}
\`\`\`

A step runs one command of the [command line](command-line.md), with the same code. \`lifeboat init --github\` writes whole workflows.

## Inputs

| input | meaning |
|---|---|
${Object.entries(inputs).map(inputRow).join('\n')}

No shell sees any of them, and none is expanded: a value of \`backup\`, \`into\`, \`confirm\` or \`targets\` is never taken for an option.
The token is for the command alone; programs that it starts do not get it.

## Outputs

| output | meaning |
|---|---|
${Object.entries(outputs)
  .map(([name, { description }]) => `| \`${name}\` | ${description} |`)
  .join('\n')}

${RULES}`
}

function inputRow([name, { description, required, default: standard }]: [string, Described]): string {
  const given = standard === undefined || standard === '' ? '' : ` (default: \`${standard}\`)`
  return `| \`${name}\` | ${required === true ? 'Required. ' : ''}${description}${given} |`
}
