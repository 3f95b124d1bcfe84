import process from 'node:process'
import { findQdrant } from '../../servers/qdrant/program.ts'

/** Puts the program where sandboxes find every other: on the PATH of this process. */
export async function putQdrantOnPath(): Promise<void> {
  process.env['PATH'] = `${(await findQdrant()).folder}:${process.env['PATH']}`
}
