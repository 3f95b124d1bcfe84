import { expect, test, vi } from 'vitest'
import { CouldNotRun } from '../../../scripts/lib/could-not-run.ts'
import { installLinter } from '../../../scripts/lib/linters.ts'

const install = (): Promise<never> => Promise.reject(new CouldNotRun('no module proxy answers'))

test('a linter that cannot be installed is told, and stops nobody', async () => {
  const told = vi.spyOn(console, 'log').mockImplementation(() => {})
  await installLinter({ name: 'actionlint', program: '/none', isThere: () => false, install })
  expect(told.mock.calls.flat()).toEqual([
    'set-up: actionlint cannot be installed here:',
    'no module proxy answers',
  ])
  told.mockRestore()
})
