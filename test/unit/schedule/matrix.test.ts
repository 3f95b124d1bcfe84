import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matrixOf } from '../../../src/schedule/matrix.ts'

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${index}`)

test('each target has a job of its own as long as GitHub allows', () => {
  expect(matrixOf([])).toEqual({ include: [] })
  expect(matrixOf(['orders', 'users'])).toEqual({ include: [{ target: 'orders' }, { target: 'users' }] })
  expect(matrixOf(names(256)).include).toHaveLength(256)
  expect(matrixOf(names(257)).include[0]).toEqual({ target: 't0 t1' })
})

test('no matrix has more than 256 jobs, an empty one, or a target twice or not at all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), (count) => {
      const jobs = matrixOf(names(count)).include
      expect(jobs.length).toBeLessThanOrEqual(256)
      expect(jobs.filter(({ target }) => target === '')).toEqual([])
      expect(jobs.flatMap(({ target }) => target.split(' '))).toEqual(count === 0 ? [] : names(count))
    }),
    { numRuns: 50 },
  )
})
