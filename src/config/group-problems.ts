import { pathText, type ConfigProblem, type KeyPath } from './problem.ts'
import { property } from './schema-nodes.ts'
import { didYouMean } from './suggest.ts'
import type { Locate } from './yaml-document.ts'

interface Fault {
  readonly message: string
  readonly fix: string
}

interface GroupSituation {
  readonly targets: readonly string[]
  readonly locate: Locate
}

/** Members that are no targets or come twice, rules about others than members or that can never fail, and a name that a target has already. */
export function groupProblems(
  written: unknown,
  group: string,
  { targets, locate }: GroupSituation,
): ConfigProblem[] {
  const definition = property(property(written, 'groups'), group)
  const path = ['groups', group]
  const place = (at: KeyPath, fault: Fault | undefined, where?: 'key'): ConfigProblem[] =>
    fault === undefined
      ? []
      : [{ code: 'config-invalid', location: locate(at, where), path: pathText(at), ...fault }]
  const members = property(definition, 'targets')
  if (!Array.isArray(members)) return place(path, sharedName(group, targets), 'key')
  return [
    ...place(path, sharedName(group, targets), 'key'),
    ...members.flatMap((member: unknown, index) =>
      place([...path, 'targets', index], memberFault(member, { targets, earlier: members.slice(0, index) })),
    ),
    ...rulesOf(definition).flatMap((rule, index) => place([...path, 'reconcile', index], ruleFault(rule))),
    ...sides(rulesOf(definition)).flatMap(({ at, target }) =>
      place([...path, 'reconcile', ...at], sideFault(target, members, targets)),
    ),
  ]
}

function rulesOf(definition: unknown): readonly unknown[] {
  const rules = property(definition, 'reconcile')
  return Array.isArray(rules) ? rules : []
}

/** A rule that holds whatever the stores hold would prove a group with nothing. */
function ruleFault(rule: unknown): Fault | undefined {
  const tolerance = property(rule, 'tolerance')
  if (property(tolerance, 'missing') === 'any' && property(tolerance, 'orphaned') === 'any') {
    return {
      message: 'this rule can never fail: any key may be missing and any may be orphaned',
      fix: 'leave one of the two out, or write how many are tolerated',
    }
  }
  const [truth, derived] = [property(rule, 'truth'), property(rule, 'derived')]
  if (truth === undefined || JSON.stringify(truth) !== JSON.stringify(derived)) return undefined
  return {
    message: 'this rule can never fail: both sides ask the same',
    fix: 'name the store that was made of the truth under derived:',
  }
}

/** The places where rules name targets. */
function sides(rules: readonly unknown[]): readonly { readonly at: KeyPath; readonly target: unknown }[] {
  return rules.flatMap((rule, index) =>
    ['truth', 'derived'].map((side) => ({
      at: [index, side, 'target'],
      target: property(property(rule, side), 'target'),
    })),
  )
}

/** Commands take either, so that one name must not mean both. */
function sharedName(group: string, targets: readonly string[]): Fault | undefined {
  if (!targets.includes(group)) return undefined
  return { message: `${group} is a target too`, fix: 'give the group another name' }
}

function memberFault(
  member: unknown,
  { targets, earlier }: { readonly targets: readonly string[]; readonly earlier: readonly unknown[] },
): Fault | undefined {
  if (typeof member !== 'string') return undefined
  if (!targets.includes(member)) {
    return {
      message: `there is no target ${JSON.stringify(member)}${didYouMean(member, targets)}`,
      fix: `use one of ${targets.join(', ')}`,
    }
  }
  if (!earlier.includes(member)) return undefined
  return { message: `${member} is in this group twice`, fix: 'keep the place where it is restored' }
}

function sideFault(
  target: unknown,
  members: readonly unknown[],
  targets: readonly string[],
): Fault | undefined {
  if (typeof target !== 'string' || members.includes(target)) return undefined
  // A member that is misspelt may be this one, and is told where it stands.
  const misspelt = members.some((member) => typeof member === 'string' && !targets.includes(member))
  if (misspelt && targets.includes(target)) return undefined
  const names = members.filter((member) => typeof member === 'string')
  return {
    message: `${JSON.stringify(target)} is no member of this group${didYouMean(target, names)}`,
    fix: `use one of ${names.join(', ')}`,
  }
}
