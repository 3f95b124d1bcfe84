import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import process from 'node:process'
import { digestOf, type Neo4jMajor } from './maven-neo4j.ts'
import { imageWheels, minio } from './pins.ts'
import { repositoryRoot } from './root.ts'

/** What stands in `test/images/<server>/image.json`. */
export interface ImageRecipe {
  /** The official image, used where it can be pulled. */
  readonly official: string
  /** The wheel that brings the programs, and which of its folders are copied. */
  readonly wheel?: string
  readonly programs?: readonly string[]
  /** The Go module that brings the program. */
  readonly go?: string
  /** The folder of this repository that holds the program, for Node.js, which is copied along. */
  readonly node?: string
  /** The release of Neo4j whose folder is copied. */
  readonly neo4j?: Neo4jMajor
}

/** What the base image of all built images consists of. */
export interface BaseRecipe {
  readonly suite: string
  readonly include: readonly string[]
}

const folder = join(repositoryRoot, 'test', 'images')

/** The folder of one image. */
export function imageFolder(name: string): string {
  return join(folder, name)
}

/** The servers there are images for. */
export function imageNames(): string[] {
  return readdirSync(folder).filter((name) => name !== 'base')
}

/** Reads how an image is made. */
export function readRecipe(server: string): ImageRecipe {
  return JSON.parse(readFileSync(join(imageFolder(server), 'image.json'), 'utf8')) as ImageRecipe
}

/** Reads how the base image is made. */
export function readBaseRecipe(): BaseRecipe {
  return JSON.parse(readFileSync(join(imageFolder('base'), 'image.json'), 'utf8')) as BaseRecipe
}

/** The tag of a test image, made from everything that goes into it, so that a change makes a new image. */
export function imageReference(name: string): string {
  const hash = createHash('sha256')
  addFolder(hash, 'base')
  if (name !== 'base') {
    addFolder(hash, name)
    const { wheel, go, node, neo4j } = readRecipe(name)
    const pins = imageWheels.filter((pin) => pin.name === wheel)
    hash.update(JSON.stringify([pins, go && minio.version]))
    if (neo4j) hash.update(digestOf(neo4j))
    if (node) addFiles(hash.update(process.version), node, join(repositoryRoot, node))
  }
  return `lifeboat-test/${name}:${hash.digest('hex').slice(0, 12)}`
}

function addFolder(hash: Hash, name: string): void {
  addFiles(hash, name, imageFolder(name))
}

function addFiles(hash: Hash, name: string, path: string): void {
  for (const file of filesOf(path)) {
    hash.update(`${name}/${file}\0`)
    hash.update(readFileSync(join(path, file)))
  }
}

function filesOf(path: string): readonly string[] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .sort()
}
