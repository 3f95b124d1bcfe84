import process from 'node:process'

/** Something the machine lacks: the message says what to do, and the exit code is 7. */
export class CouldNotRun extends Error {
  override readonly name = 'CouldNotRun'
}

/** Runs a script's main function and turns what it throws into a message and an exit code. */
export async function runScript(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof CouldNotRun)) throw error
    console.error(error.message)
    process.exitCode = 7
  }
}
