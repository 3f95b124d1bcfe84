import { defineConfig } from 'vitest/config'

interface Suite {
  readonly name: string
  readonly timeout: number
  readonly globalSetup?: string[]
}

/** Suites by folder; those that meet real servers get longer limits. */
export const suites: readonly Suite[] = [
  { name: 'unit', timeout: 60_000 },
  { name: 'golden', timeout: 30_000 },
  { name: 'contract', timeout: 120_000 },
  { name: 'integration', timeout: 180_000 },
  { name: 'faults', timeout: 180_000 },
  // What is tested is built once, before the first file.
  { name: 'action', timeout: 120_000, globalSetup: ['test/support/github/actions/bundle-once.ts'] },
]

export default defineConfig({
  test: {
    // Two cores: a third worker makes every timing worse and nothing faster.
    maxWorkers: 2,
    passWithNoTests: true,
    projects: suites.map(({ name, timeout, globalSetup }) => ({
      extends: true as const,
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        env: { LIFEBOAT_TEST_SUITE: name },
        testTimeout: timeout,
        ...(globalSetup === undefined ? {} : { globalSetup }),
        hookTimeout: timeout,
      },
    })),
  },
})
