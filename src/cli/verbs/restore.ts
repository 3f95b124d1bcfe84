import { LifeboatError } from '../../core/errors.ts'
import type { RestorePlan } from '../../restore/plan.ts'
import { exitCodeOf } from '../each-target.ts'
import { restoreDestination } from '../restore-destination.ts'
import { viaOption } from '../via-option.ts'
import { loneTarget, type InsteadOfGroup } from '../lone-target.ts'
import { openAnchoredJob } from '../open-job.ts'
import { describePlan, describeRestore } from '../output/describe-restore.ts'
import { keptOrNot } from '../kept-or-not.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb } from '../verb.ts'

export const restoreVerb: Verb = {
  name: 'restore',
  summary: 'put a backup into an empty database, after showing the plan',
  arguments: [{ notation: '<target>', description: 'name in lifeboat.yaml' }],
  options: [
    {
      flags: '-b, --backup <which>',
      description: 'latest, an id, a manifest key, or a time',
      default: 'latest',
    },
    {
      flags: '--into <destination>',
      description: "a name on the target's own server, or { env: NAME } of an address: env:NAME",
    },
    {
      flags: '--via <transport>',
      description:
        'what the server of --into env:NAME runs in: docker:NAME, kubectl:NAMESPACE/pod/NAME, or that with @CONTEXT',
    },
    {
      flags: '--confirm <name>',
      description:
        "what would have to be typed: the name of the destination's database, or its address for a whole server (neo4j, redis, qdrant); for scripts",
    },
    { flags: '--plan', description: 'show the plan and stop' },
    {
      flags: '--expect-destination <digest>',
      description: 'refuse any other than the destination of a plan; --plan --json gives its digest',
    },
    { flags: '--accept-unanchored', description: 'restore a backup that no record vouches for' },
  ],
  examples: [
    [
      'lifeboat restore orders --into orders_restored',
      'the newest backup into a new database beside the old one',
    ],
    [
      'lifeboat restore orders --backup 2024-01-15-14-30-00 --into env:OTHER_URL',
      'another time, another server',
    ],
    ['lifeboat restore orders --into orders_restored --plan', 'only what would be done'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const { into, backup, confirm, plan: planOnly, acceptUnanchored, expectDestination } = input.options
    const via = viaOption(input.options['via'])
    if (typeof into !== 'string') throw missingDestination()
    const configuration = await shell.configuration()
    const destination = restoreDestination(into, shell.environment, configuration)
    const target = loneTarget(configuration, input.arguments[0] ?? '', EACH_MEMBER)
    const { runRestore } = await import('../../restore/restore.ts')
    await using job = await openAnchoredJob(target, shell)
    const approval = await shell.approval()
    let planned: RestorePlan | undefined
    const record = await keptOrNot(
      runRestore({
        ...job,
        ...(approval === undefined ? {} : { approval }),
        selector: String(backup),
        into: destination,
        ...(via === undefined ? {} : { reach: (to: unknown) => job.through(to, via) }),
        acceptUnanchored: acceptUnanchored === true,
        ...(typeof expectDestination === 'string' ? { expectedDestination: expectDestination } : {}),
        planOnly: planOnly === true,
        show: (plan) => {
          planned = plan
          shell.say(describePlan(plan, job.engine.capabilities))
        },
        confirm: (plan) => confirmation(plan, confirm, shell),
      }),
      shell,
    )
    // What is approved later is what is restored: that backup, whatever was taken meanwhile, into that destination.
    if (record === undefined) return { exitCode: 0, result: approvable(planned), text: '' }
    return { exitCode: exitCodeOf(record), result: { record }, text: describeRestore(record) }
  },
}

function approvable(plan: RestorePlan | undefined): Outcome['result'] {
  return { planned: true, backup: plan?.backup.id, destination: plan?.destinationDigest }
}

/** The destination's name must be typed, or given by --confirm. */
async function confirmation(
  plan: RestorePlan,
  given: unknown,
  shell: Shell,
): Promise<'typed' | 'flag' | 'refused'> {
  if (given !== undefined) return given === plan.confirmation ? 'flag' : 'refused'
  const typed = await shell.ask(`Type ${plan.confirmation} to go on: `)
  return typed?.trim() === plan.confirmation ? 'typed' : 'refused'
}

const EACH_MEMBER: InsteadOfGroup = {
  why: 'and restore takes one target',
  fix: (members) => {
    const commands = members.map((member) => `lifeboat restore ${member} --into DESTINATION`)
    return `restore its members one by one: ${commands.join(', ')}`
  },
}

function missingDestination(): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: 'restore needs to know where to: --into is missing',
    fix: 'name a new database (--into orders_restored) or a variable with an address (--into env:OTHER_URL)',
  })
}
