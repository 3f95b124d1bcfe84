import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Container } from '../containers.ts'

type ContainerInfo = Awaited<ReturnType<Container['inspect']>>

const CONNECT_MS = 1000

/**
 * The address at which this computer reaches a port of the container without a relay; undefined where it does not: another
 * computer's container, one in a virtual machine, or a server that listens on its loopback only.
 */
export async function containerAddress(info: ContainerInfo, port: number): Promise<string | undefined> {
  // Another container may have the same address here, so the process must be this computer's.
  if (!(await isOfThisComputer(info))) return undefined
  const addresses =
    info.HostConfig.NetworkMode === 'host'
      ? ['127.0.0.1']
      : Object.values(info.NetworkSettings.Networks).flatMap(({ IPAddress: address }) =>
          address === '' ? [] : [address],
        )
  for (const address of addresses) if (await answers(address, port)) return address
  return undefined
}

async function isOfThisComputer({ Id, State }: ContainerInfo): Promise<boolean> {
  const groups = await readFile(`/proc/${State.Pid}/cgroup`, 'utf8').catch(() => '')
  return groups.includes(Id)
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MS })
    const end = (answered: boolean) => (): void => {
      socket.destroy()
      resolve(answered)
    }
    socket.once('connect', end(true)).once('timeout', end(false)).once('error', end(false))
  })
}
