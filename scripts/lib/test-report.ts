import { relative } from 'node:path'
import { repositoryRoot } from './root.ts'

/** The parts of vitest's JSON report that are read here. */
export interface VitestReport {
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** A skip that is allowed to be, and why. */
export interface AllowedSkip {
  /** `test/<file> > <full name>`, or just the file for all of its tests. */
  readonly test: string
  readonly reason: string
}

/** What became of the tests. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Names of skipped tests that nobody allowed; they fail the run. */
  readonly forbiddenSkips: readonly string[]
  readonly allowedSkips: readonly AllowedSkip[]
}

/** The suites of which the report holds no test file: a renamed folder must not pass by holding nothing. */
export function emptySuites(report: VitestReport, suites: readonly string[]): readonly string[] {
  const files = report.testResults.map(({ name }) => relative(repositoryRoot, name))
  return suites.filter((suite) => !files.some((file) => file.startsWith(`test/${suite}/`)))
}

/** Counts a report's tests; a file that fails outside its tests counts as one failure. */
export function tally(report: VitestReport, allowed: readonly AllowedSkip[]): Tally {
  const tests = report.testResults.flatMap((file) => {
    const path = relative(repositoryRoot, file.name)
    return file.assertionResults.map(({ fullName, status }) => ({
      path,
      name: `${path} > ${fullName}`,
      status,
    }))
  })
  const passed = tests.filter(({ status }) => status === 'passed').length
  const skips = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  const allow = (skip: { path: string; name: string }) =>
    allowed.find(({ test, reason }) => reason.trim() !== '' && (test === skip.name || test === skip.path))
  const forbiddenSkips = skips.filter((skip) => !allow(skip)).map(({ name }) => name)
  const allowedSkips = skips.flatMap((skip) => allow(skip) ?? [])
  const failed = tests.length - passed - skips.length + countBrokenFiles(report)
  return { passed, failed, skipped: skips.length, forbiddenSkips, allowedSkips }
}

function countBrokenFiles(report: VitestReport): number {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return broken.length
}
