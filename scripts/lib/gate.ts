import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import { repositoryRoot } from './root.ts'

/** The npm scripts that every run must pass before its tests count. */
const gates = ['format:check', 'lint', 'types', 'knip'] as const

/** Runs every gate, also after one failed, and resolves to the names of those that failed. */
export async function runGates(): Promise<string[]> {
  const present = readScripts()
  const failed: string[] = []
  for (const gate of gates) {
    const passed = gate in present ? await runGate(gate) : reportMissing(gate)
    if (!passed) failed.push(gate)
  }
  return failed
}

function readScripts(): Record<string, string> {
  const file = readFileSync(join(repositoryRoot, 'package.json'), 'utf8')
  return (JSON.parse(file) as { scripts?: Record<string, string> }).scripts ?? {}
}

function reportMissing(gate: string): boolean {
  console.log(`✗ ${gate}: package.json has no such script`)
  return false
}

async function runGate(gate: string): Promise<boolean> {
  const start = performance.now()
  const { exitCode, stdout, stderr } = await $({
    nothrow: true,
    quiet: true,
    cwd: repositoryRoot,
  })`npm run --silent ${gate}`
  const passed = exitCode === 0
  console.log(`${passed ? '✓' : '✗'} ${gate} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  if (!passed) console.log(stdout + stderr)
  return passed
}
