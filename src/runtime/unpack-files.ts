import type { Tools } from '../core/machine.ts'
import { tarStream, type TarFile } from './tar-stream.ts'

/** Writes many files below a folder of the place where these programs run, which they must own; the folder is made. */
export async function unpackFiles(
  files: AsyncIterable<TarFile>,
  directory: string,
  tools: Pick<Tools, 'run'>,
): Promise<void> {
  await tools.run({ program: 'mkdir', args: ['-p', directory] })
  let failure: { readonly error: unknown } | undefined
  const archive = tarStream(files).once('error', (error) => {
    failure = { error }
  })
  try {
    await tools.run({ program: 'tar', args: ['-x', '-C', directory, '-f', '-'], stdin: archive })
  } catch (error) {
    // What the source says comes before what tar makes of an archive that was cut.
    throw failure === undefined ? error : failure.error
  } finally {
    archive.destroy()
  }
  if (failure !== undefined) throw failure.error
}
