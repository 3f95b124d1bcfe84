import process from 'node:process'
import { ProcessOutput } from 'zx'

/** Something the machine lacks: the message says what to do, and the exit code is 7. */
export class CouldNotRun extends Error {
  override readonly name = 'CouldNotRun'
}

const linesOfOutput = 30

/** The message of what stopped a script: of a failed command the end of its output, of a bug the whole error. */
export function explainFailure(error: unknown): unknown {
  if (error instanceof CouldNotRun) return error.message
  if (!(error instanceof ProcessOutput)) return error
  const output = [error.stdout, error.stderr].join('\n').trim().split('\n').slice(-linesOfOutput)
  return [...output, `a command failed with exit code ${error.exitCode}: its output ends above`].join('\n')
}

/** Runs a script's main function and turns what it throws into a message and exit code 7. */
export async function runScript(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(explainFailure(error))
    process.exitCode = 7
  }
}
