import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml'
import type { ScheduleKind, Target } from '../core/target.ts'
import type { ActionReference } from './action-reference.ts'
import { CATCH_UP, ticksOf, type Tick } from './tick.ts'

/** The texts of templates and reusable workflows, by name without extension. */
export interface Sources {
  readonly templates: Readonly<Record<'tick' | 'restore' | 'report', string>>
  readonly reusable: Readonly<Record<'run' | 'restore' | 'report', string>>
}

export interface Wishes {
  readonly targets: readonly Pick<Target, 'name' | 'schedule' | 'timeZone'>[]
  readonly action: ActionReference
  /** Copies the reusable workflows too: only those of one's own repository see the secrets of environments. */
  readonly local: boolean
  /** Absent for the usual file. */
  readonly config?: string
}

export interface WorkflowFile {
  /** In `.github/workflows`. */
  readonly name: string
  readonly content: string
}

const KINDS: readonly ScheduleKind[] = ['backup', 'verify', 'drill', 'prune', 'check']
/** Only prune deletes, so it has credentials of its own, which reach no database. */
const PRUNE = { args: '--apply', environment: 'lifeboat-prune', secret: '${{ secrets.LIFEBOAT_PRUNE_ENV }}' }

/** The workflows of a repository: one for each kind of run that any target has a schedule for, restore, and report. */
export function renderWorkflows(wishes: Wishes, { templates, reusable }: Sources): WorkflowFile[] {
  const kinds = KINDS.filter((kind) => wishes.targets.some(({ schedule }) => schedule[kind] !== undefined))
  const files = [
    ...kinds.map((kind) => ({ name: kind, content: renderTick(templates.tick, kind, wishes) })),
    { name: 'restore', content: renderRestore(templates.restore, wishes) },
    { name: 'report', content: renderReport(templates.report, wishes) },
    ...(wishes.local ? Object.entries(reusable) : []).map(([name, text]) => ({
      name: `called-${name}`,
      content: renderCopy(text, wishes.action),
    })),
  ]
  return files.map(({ name, content }) => ({ name: `lifeboat-${name}.yml`, content }))
}

function renderTick(template: string, kind: ScheduleKind, wishes: Wishes): string {
  const document = parseDocument(template)
  const schedules = wishes.targets.flatMap(({ schedule: { [kind]: expression }, timeZone }) =>
    expression === undefined ? [] : [{ expression, timeZone }],
  )
  document.set('name', `Lifeboat ${kind}`)
  document.setIn(
    ['on', 'schedule'],
    document.createNode([...ticksOf(schedules), CATCH_UP].map(scheduleEntry)),
  )
  document.setIn(['jobs', 'run', 'with', 'command'], kind)
  if (kind === 'prune') {
    document.setIn(['jobs', 'run', 'with', 'args'], PRUNE.args)
    document.setIn(['jobs', 'run', 'with', 'environment'], PRUNE.environment)
    document.setIn(['jobs', 'run', 'secrets', 'LIFEBOAT_ENV'], PRUNE.secret)
  }
  return finish(document, { job: 'run', calls: 'run' }, wishes)
}

function renderRestore(template: string, wishes: Wishes): string {
  const document = parseDocument(template)
  const names = document.createNode(wishes.targets.map(({ name }) => name))
  document.setIn(['on', 'workflow_dispatch', 'inputs', 'target', 'options'], names)
  return finish(document, { job: 'restore', calls: 'restore' }, wishes)
}

function renderReport(template: string, wishes: Wishes): string {
  return finish(parseDocument(template), { job: 'report', calls: 'report' }, wishes)
}

function scheduleEntry({ cron, timeZone }: Tick): Readonly<Record<string, string>> {
  return timeZone === 'UTC' ? { cron } : { cron, timezone: timeZone }
}

interface Call {
  readonly job: string
  readonly calls: string
}

/** Only the path of a call differs between a copy and the published workflow. */
function finish(document: Document, { job, calls }: Call, { action, local, config }: Wishes): string {
  const path = ['jobs', job, 'uses']
  const published = `${action.repository}/.github/workflows/${calls}.yml@${action.commit}`
  document.setIn(path, local ? `./.github/workflows/lifeboat-called-${calls}.yml` : published)
  const uses = document.getIn(path, true)
  if (local && isScalar(uses))
    uses.comment = ' zizmor: ignore[self-repository] the newer form needs a newer runner'
  if (config !== undefined) document.setIn(['jobs', job, 'with', 'config'], config)
  return document.toString({ lineWidth: 0 })
}

const CHECKED_OUT = '.lifeboat-action'

/** A copy no longer lies beside the action, so it names it; that also works where the action's repository is private. */
function renderCopy(text: string, { repository, commit }: ActionReference): string {
  const document = parseDocument(text.replace(/^# The caller pins.*\n/m, ''))
  const jobs = document.get('jobs')
  for (const { value: job } of isMap(jobs) ? jobs.items : []) {
    const steps = isMap(job) ? job.get('steps') : undefined
    if (!isSeq<YAMLMap>(steps)) continue
    steps.items = steps.items.filter((step) => step.getIn(['with', 'path']) !== CHECKED_OUT)
    const own = steps.items.filter((step) => step.get('uses') === `./${CHECKED_OUT}`)
    for (const step of own) step.set('uses', document.createNode(`${repository}@${commit}`))
  }
  return document.toString({ lineWidth: 0 })
}
