import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parsePeriod } from '../../../src/compliance/period.ts'
import { reportFleet, type FleetReport } from '../../../src/report/report-fleet.ts'
import { describeCompliance } from '../../../src/cli/output/describe-compliance.ts'
import { blocksOf } from '../../support/docs/blocks.ts'
import { november } from '../../support/compliance/november.ts'

const folder = join(import.meta.dirname, 'november')
const now = Date.UTC(2026, 11, 3)

function report(fleet = november()): FleetReport {
  return reportFleet(fleet, { period: parsePeriod('2026-11')!, now, periods: ['2026-10'] })
}

test('a month of backups and drills gives these files', () => {
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name).slice(folder.length + 1))
  const { files } = report()
  expect([...files.keys()].toSorted()).toEqual(written.toSorted())
  for (const [path, bytes] of files) {
    expect({ path, text: new TextDecoder().decode(bytes) }).toEqual({
      path,
      text: readFileSync(join(folder, path), 'utf8'),
    })
  }
})

test('the documents show what this month gives', async () => {
  const { compliance, files } = report()
  const page = new TextDecoder().decode(files.get('compliance/2026-11.md')).split('\n')
  const blocks = await blocksOf('docs/reports.md')
  const [text, tables] = ['text', 'markdown'].map((kind) => blocks.find((block) => block.kind === kind)?.text)
  expect(text).toBe(`${describeCompliance(compliance)}\n`)
  expect(tables?.split('\n').filter((line) => !page.includes(line))).toEqual([])
})

test('the order in which records are read changes nothing', () => {
  const fleet = november()
  const { files } = report()
  for (const records of [fleet.records.toReversed(), fleet.records.toSorted(byDigest)]) {
    expect(report({ ...fleet, records, targets: fleet.targets.toReversed() }).files).toEqual(files)
  }
})

function byDigest(a: { readonly sha256: string }, b: { readonly sha256: string }): number {
  return a.sha256 < b.sha256 ? -1 : 1
}
