import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { blocksOf } from '../../support/docs/blocks.ts'
import { workflows, type Workflow } from '../../support/workflows/workflows.ts'

interface Called {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>
  readonly secrets: Readonly<Record<string, unknown>>
}

const KIND = 'yaml .github/workflows/lifeboat.yml'
const documented = (await Promise.all(['README.md', 'docs/github.md'].map(blocksOf)))
  .flat()
  .filter(({ kind }) => kind === KIND)
const texts = [
  ...workflows.filter(({ file }) => file.includes('templates')),
  ...documented.map(({ text }) => ({ file: 'a document', ...(parse(text) as Omit<Workflow, 'file'>) })),
]
const callers = texts.flatMap(({ file, jobs }) =>
  Object.values(jobs).flatMap((job) => {
    const called = workflows.find((one) => job.uses?.includes(`lifeboat/${one.file}@`))
    return called === undefined ? [] : [{ name: `${file} calls ${called.file}`, job, called }]
  }),
)

test('the README shows a complete workflow of at most 15 lines', async () => {
  const [shown] = (await blocksOf('README.md')).filter(({ kind }) => kind === KIND)
  expect(shown?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(15)
  expect(callers.map(({ name }) => name)).toContain('a document calls .github/workflows/run.yml')
})

test.each(callers)('$name with inputs and secrets that it takes', ({ job, called }) => {
  const { inputs, secrets } = called.on['workflow_call'] as Called
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true)
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(job.with ?? {})))
  expect(Object.keys(job.with ?? {})).toEqual(expect.arrayContaining(required))
  expect(Object.keys(job.secrets ?? {}).toSorted()).toEqual(Object.keys(secrets).toSorted())
})

test.each(callers)('$name and grants what its jobs need, and no more', ({ job, called }) => {
  const needed = Object.values(called.jobs).flatMap(({ permissions = {} }) => Object.entries(permissions))
  // `write` comes after `read` in the alphabet, and includes it.
  const sum = needed.toSorted(([, one], [, other]) => one.localeCompare(other, 'en'))
  expect(job.permissions).toEqual(Object.fromEntries(sum))
})
