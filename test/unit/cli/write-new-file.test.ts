import { expect, test } from 'vitest'
import { fileFailure } from '../../../src/cli/write-new-file.ts'

test.each(['ENOSPC', 'EDQUOT'])('%s: the place that was named is full', (code) => {
  const error = Object.assign(new Error('no room'), { code })
  expect(fileFailure('report.md', error)).toMatchObject({
    code: 'disk-full',
    what: 'report.md cannot be written',
  })
})
