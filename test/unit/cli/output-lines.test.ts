import { expect, test } from 'vitest'
import { columns, line } from '../../../src/cli/output/lines.ts'
import { warningsOnly } from '../../../src/cli/output/warnings-only.ts'

/** As a database may call a table, to make a line of its own, or to colour the terminal. */
const NAME = 'shop\n  check        all passed\u001B[2K\u202E'
const SHOWN = String.raw`shop\n  check        all passed\u001b[2K\u202e`

test('a name with control characters shows what it is, in a line, in a table and in a warning', () => {
  expect(line('difference', `${NAME} differs`)).toBe(`  difference   ${SHOWN} differs`)
  expect(columns(['name', 'size'], [[NAME, '1\n2']]).split('\n')).toEqual([
    'NAME                                      SIZE',
    'shop                                      1',
    String.raw`  check        all passed\u001b[2K\u202e  2`,
  ])
  const written: string[] = []
  const stream = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
  warningsOnly(stream).report({ event: 'warning', message: `${NAME} has no keys` })
  expect(written).toEqual([`warning: ${SHOWN} has no keys\n`])
})
