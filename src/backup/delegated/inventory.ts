import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { TreeObject } from '../../core/delegation.ts'
import { LifeboatError } from '../../core/errors.ts'
import { natural, sha256 } from '../../evidence/schema/base-schema.ts'
import { linesOf } from '../../runtime/lines.ts'

const lineSchema = z.strictObject({
  name: z.string().min(1),
  bytes: natural,
  sha256: z.exactOptional(sha256),
  tag: z.exactOptional(z.string().min(1)),
})

/** One line of an inventory. */
export function encodeObject({ name, bytes, sha256: digest, tag }: TreeObject): string {
  return `${JSON.stringify({ name, bytes, sha256: digest, tag })}\n`
}

/** Reads an inventory line by line, so that a tree of a million objects needs no more memory than one of ten. */
export async function* readInventory(content: Readable): AsyncGenerator<TreeObject> {
  try {
    for await (const line of linesOf(content)) yield parseLine(line)
  } finally {
    content.destroy()
  }
}

function parseLine(line: string): TreeObject {
  try {
    return lineSchema.parse(JSON.parse(line))
  } catch (cause) {
    throw new LifeboatError({
      code: 'part-malformed',
      what: 'the inventory of a delegated part cannot be read',
      fix: 'use the version of Lifeboat that wrote it, or another backup',
      cause,
    })
  }
}
