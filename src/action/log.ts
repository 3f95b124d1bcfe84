import type * as Core from '@actions/core'
import type { Output } from '../cli/output/output.ts'
import { describeFailure } from '../cli/output/describe-error.ts'
import type { RunEvent } from '../core/context.ts'
import { harmless } from './harmless.ts'
import type { Problem } from './problem.ts'
import { withoutContent } from './without-content.ts'

/** What a run said and came to. */
export interface Heard {
  readonly problems: Problem[]
  /** Plans and the like, shown before the result. */
  readonly said: string[]
  result: Readonly<Record<string, unknown>>
  /** The result for people. */
  text: string
}

export interface Log extends Output {
  readonly heard: Heard
  /** Prints lines outside of any group. */
  plain(text: string): void
}

/** The log of a step, read by everybody when `isPublic`: phases in groups that are folded away, no moving lines, and nothing that the runner could take for a command. */
export function createLog(core: typeof Core, isPublic: boolean): Log {
  const heard: Heard = { problems: [], said: [], result: {}, text: '' }
  let open = false
  const close = (): void => {
    if (open) core.endGroup()
    open = false
  }
  const print = (text: string): void => {
    if (text !== '') core.info(harmless(text))
  }
  const step = (name: string): void => {
    if (!open) core.startGroup('Progress')
    open = true
    print(name)
  }
  const plain = (text: string): void => {
    close()
    print(text)
  }
  const end = (result: Heard['result'], text: string): void => {
    Object.assign(heard, { result, text })
    plain(text)
  }
  const report = (event: RunEvent): void => {
    if (event.event === 'phase') step(phaseName(event))
    else if (event.event === 'notice') {
      if (event.confidential !== true) print(event.message)
    } else if (event.event === 'warning') {
      heard.problems.push({ level: 'warning', what: event.message })
      print(`warning: ${event.message}`)
    } else if (event.event === 'failure') {
      const told = isPublic ? withoutContent(event) : event
      const { target, code, what, why, fix } = told
      heard.problems.push({ level: 'error', target, code, what, why, fix })
      plain(`${target}: ${describeFailure(told)}`)
    }
  }
  return {
    heard,
    plain,
    reporter: { report },
    say: (text) => {
      heard.said.push(text)
      plain(text)
    },
    result: end,
    failure: end,
  }
}

function phaseName({ name, target }: { readonly name: string; readonly target?: string }): string {
  return target === undefined ? name : `${target}: ${name}`
}
