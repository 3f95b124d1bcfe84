import { expect, test } from 'vitest'
import type * as Core from '@actions/core'
import { createLog } from '../../../src/action/log.ts'
import { errorWithoutContent } from '../../../src/action/without-content.ts'
import { eachTarget } from '../../../src/cli/each-target.ts'
import { callVerb } from '../../../src/cli/run-verb.ts'
import type { Verb } from '../../../src/cli/verb.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { Target } from '../../../src/core/target.ts'

const thrown = [
  new LifeboatError({ code: 'manifest-malformed', what: 'w', why: 'near "Ada"', fix: 'f' }),
  new LifeboatError({ code: 'program-failed', what: 'w', why: 'COPY people: "Ada"' }),
  new Error('duplicate key (name)=("Ada")'),
]

async function failing(error: Error): Promise<never> {
  throw error
}

const verbs: Readonly<Record<string, (error: Error) => Verb['run']>> = {
  'a verb': (error) => () => failing(error),
  'one of its targets': (error) => (_input, shell) =>
    eachTarget([{ name: 'shop' } as Target], shell, () => failing(error)),
}

async function told(run: Verb['run'], isPublic: boolean): Promise<string> {
  const lines: string[] = []
  const core = { info: (text: string) => lines.push(text) } as unknown as typeof Core
  const output = createLog(core, isPublic)
  const verb: Verb = { name: 'restore', summary: '', arguments: [], options: [], examples: [], run }
  await callVerb(
    verb,
    { arguments: [], options: {} },
    {
      output,
      signal: new AbortController().signal,
      host: process,
      ...(isPublic ? { tellable: errorWithoutContent } : {}),
    },
  )
  return [...lines, JSON.stringify(output.heard)].join('\n')
}

const cases = Object.entries(verbs).flatMap(([who, run]) =>
  thrown.map((error) => ({ who, run: run(error), message: error.message })),
)

test.each(cases)('what $who throws is told without rows where everybody reads: $message', async ({ run }) => {
  expect(await told(run, false)).toContain('Ada')
  const open = await told(run, true)
  expect(open).not.toContain('Ada')
  expect(open).toContain('not told here')
})

test('other errors are told as they are', () => {
  const error = new LifeboatError({ code: 'server-unreachable', what: 'w', why: 'ECONNREFUSED' })
  expect(errorWithoutContent(error)).toBe(error)
})
