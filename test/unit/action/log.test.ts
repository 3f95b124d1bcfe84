import type * as Core from '@actions/core'
import { expect, test } from 'vitest'
import { createLog } from '../../../src/action/log.ts'

function logged(isPublic: boolean): { readonly log: ReturnType<typeof createLog>; readonly lines: string[] } {
  const lines: string[] = []
  const core = {
    info: (text: string) => lines.push(text),
    startGroup: (name: string) => lines.push(`[${name}`),
    endGroup: () => lines.push(']'),
  }
  return { log: createLog(core as unknown as typeof Core, isPublic), lines }
}

const failure = {
  event: 'failure',
  target: 'shop',
  what: 'the load failed',
  why: 'COPY people: "Ada"',
  fix: 'f',
} as const

test('a reason that may quote a row is told where the repository is private, and nowhere else', () => {
  for (const code of ['load-failed', 'content-different', 'program-failed', 'unexpected']) {
    const open = logged(true)
    open.log.reporter.report({ ...failure, code })
    expect([...open.lines, JSON.stringify(open.log.heard)].join()).not.toContain('Ada')
    expect(open.log.heard.problems[0]).toMatchObject({ code, what: 'the load failed', fix: 'f' })
    const closed = logged(false)
    closed.log.reporter.report({ ...failure, code })
    expect(closed.lines.join()).toContain('Ada')
  }
})

test('other reasons are told everywhere', () => {
  const { log, lines } = logged(true)
  log.reporter.report({ ...failure, code: 'server-unreachable', why: 'ECONNREFUSED' })
  expect(lines.join()).toContain('ECONNREFUSED')
})

test('what the policy keeps out of what is published is in no log of a workflow', () => {
  for (const isPublic of [true, false]) {
    const { log, lines } = logged(isPublic)
    log.reporter.report({ event: 'notice', message: 'not published: table people', confidential: true })
    log.reporter.report({ event: 'notice', message: 'plain' })
    expect(lines).toEqual(['plain'])
  }
})

test('phases are folded into one group, which ends before anything else is said', () => {
  const { log, lines } = logged(true)
  log.reporter.report({ event: 'phase', name: 'probe', target: 'shop' })
  log.reporter.report({ event: 'progress', name: 'data', bytes: 7 })
  log.reporter.report({ event: 'phase', name: 'capture', target: 'shop' })
  log.say('::error::plan')
  log.result({}, 'done')
  expect(lines).toEqual(['[Progress', 'shop: probe', 'shop: capture', ']', '| ::error::plan', 'done'])
})
