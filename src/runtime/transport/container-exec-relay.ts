import { Readable } from 'node:stream'
import type { Endpoint } from '../../core/endpoint.ts'
import type { Container } from '../containers.ts'
import { splitDockerFrames } from '../docker-frames.ts'
import type { FarConnection } from './far-connection.ts'
import { relayCommand } from './relay-script.ts'

const STDERR_CHARACTERS = 1000
const BUFFER_BYTES = 64 * 1024
const EXIT_POLLS = 50
const EXIT_POLL_MS = 20

/** Starts a relay in a running container; when this process dies its input ends, and with it the relay. */
export async function dialInContainer(container: Container, far: Endpoint): Promise<FarConnection> {
  const exec = await container.exec({
    Cmd: [...relayCommand(far)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  })
  const socket = await exec.start({ hijack: true, stdin: true })
  socket.on('error', () => undefined)
  let stderr = ''
  const keep = (chunk: Uint8Array): void => {
    stderr = (stderr + Buffer.from(chunk).toString('utf8')).slice(-STDERR_CHARACTERS)
  }
  const frames = splitDockerFrames(socket as AsyncIterable<Uint8Array>, keep)
  const output = Readable.from(frames, { objectMode: false, highWaterMark: BUFFER_BYTES })
  output.on('error', () => undefined)
  return {
    input: socket,
    output,
    exitCode: () => exitCodeOf(exec),
    stderr: () => stderr.trim(),
    close: () => {
      socket.destroy()
      output.destroy()
    },
  }
}

type Exec = Awaited<ReturnType<Container['exec']>>

/** The engine notes the code a moment after the output's end; a container that is gone has none. */
async function exitCodeOf(exec: Exec): Promise<number | undefined> {
  for (let poll = 0; poll < EXIT_POLLS; poll += 1) {
    const found = await exec.inspect().catch(() => undefined)
    if (found === undefined) return undefined
    if (!found.Running && found.ExitCode !== null) return found.ExitCode
    await new Promise((resolve) => setTimeout(resolve, EXIT_POLL_MS))
  }
  return undefined
}
