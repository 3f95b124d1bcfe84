import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fenced, fitting, plainText } from '../../../src/action/markdown.ts'
import { LARGEST_SUMMARY, summarise } from '../../../src/action/summary.ts'
import { annotate } from '../../../src/action/annotate.ts'
import { readResult } from '../../../src/action/read-result.ts'
import type { Problem } from '../../../src/action/problem.ts'
import { EXIT } from '../../../src/core/errors.ts'

function problem(number: number): Problem {
  return {
    level: 'error',
    target: `t${number}`,
    code: 'server-unreachable',
    what: `w${number} ${'ü'.repeat(300)}`,
  }
}

test('a summary of more than fits is cut below the limit, and says so in each part', () => {
  const text = 'a line that repeats\n'.repeat(200_000)
  const problems = Array.from({ length: 20_000 }, (_, number) => problem(number))
  const heard = { problems: [], said: [text], result: {}, text }
  const reading = readResult({}, EXIT.partial)
  const summary = summarise({ command: 'backup', exitCode: EXIT.partial, heard, reading, problems })
  expect(Buffer.byteLength(summary)).toBeLessThan(LARGEST_SUMMARY)
  expect(summary.match(/\d+ more lines did not fit here/g)).toHaveLength(3)
  expect(summary.match(/^```/gm)).toHaveLength(4)
})

test('ten annotations of a kind at most, the last of them counting the rest', () => {
  const issued: string[] = []
  const core = { error: (text: string | Error) => issued.push(String(text)), warning: () => undefined }
  annotate(
    Array.from({ length: 25 }, (_, number) => problem(number)),
    core,
  )
  expect(issued).toHaveLength(10)
  expect(issued.at(-1)).toBe('and 16 more, in the summary of this run')
})

test('text of others is text in Markdown: no cell, link, tag, mention or code begins in it', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('|', '`', '<', '[', ']', '*', '_', '~', '\\', '@', '#', '&', '\n', ' ', 'x'),
      }),
      (text) => {
        const plain = plainText(text).replaceAll(/\\[\\`*_~|[\]#]/g, '')
        expect(plain).not.toMatch(/[|`<[\]*_~@\n]/)
      },
    ),
  )
})

test('a fence is longer than any in it', () => {
  const [fence] = fenced(['```', '  `````x', 'plain'])
  expect(fence).toBe('``````text')
})

test('what fits are whole lines, and the rest is counted', () => {
  expect(fitting(['ab', 'cd', 'ef'], 6)).toEqual({ lines: ['ab', 'cd'], left: 1 })
  expect(fitting(['ab'], 3)).toEqual({ lines: ['ab'], left: 0 })
})
