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

/** Members that are no targets or come twice, rules about others than members, and a name that a target has already. */
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
    ...sides(property(definition, 'reconcile')).flatMap(({ at, target }) =>
      place([...path, 'reconcile', ...at], sideFault(target, members)),
    ),
  ]
}

/** The places where rules name targets. */
function sides(rules: unknown): readonly { readonly at: KeyPath; readonly target: unknown }[] {
  if (!Array.isArray(rules)) return []
  return rules.flatMap((rule: unknown, index) =>
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

function sideFault(target: unknown, members: readonly unknown[]): Fault | undefined {
  if (typeof target !== 'string' || members.includes(target)) return undefined
  const names = members.filter((member) => typeof member === 'string')
  return {
    message: `${JSON.stringify(target)} is no member of this group${didYouMean(target, names)}`,
    fix: `use one of ${names.join(', ')}`,
  }
}
