import { expect, it } from 'vitest'
import { openClient } from '../../../src/engines/qdrant/client.ts'
import { BUCKETS, Buckets } from '../../../src/engines/qdrant/points/buckets.ts'
import { PageDigester } from '../../../src/engines/qdrant/points/digest-page.ts'
import { scrollPages } from '../../../src/engines/qdrant/points/scroll.ts'
import { openScene } from '../../support/engines/qdrant/scene.ts'
import { fillZoo, ZOO } from '../../support/engines/qdrant/zoo.ts'
import { NumberText, parseJson, printJson } from '../../support/servers/qdrant-stand-in/numbers.ts'

const ALL = Array.from({ length: BUCKETS }, (_, bucket) => bucket)

interface Page {
  readonly result: {
    readonly points: readonly Readonly<Record<string, unknown>>[]
    readonly next_page_offset: null
  }
}

it('notices every single value of the zoo that changes, goes or comes', async () => {
  await using scene = await openScene()
  await fillZoo(scene.connection)
  await using client = await openClient(scene.connection, scene.context)
  const unnoticed: string[] = []
  let tried = 0
  for (const collection of ZOO) {
    for await (const bytes of scrollPages(client, { collection })) {
      const page = parseJson(bytes.toString('utf8')) as Page
      const digests = new Set([digest(page)])
      for (const { path, changed } of mutations(page.result.points)) {
        tried += 1
        const found = digest({
          result: { points: changed as Page['result']['points'], next_page_offset: null },
        })
        if (digests.has(found)) unnoticed.push(`${collection}${path}`)
      }
    }
  }
  expect(unnoticed).toEqual([])
  expect(tried).toBeGreaterThan(500)
})

function digest(page: unknown): string {
  const buckets = new Buckets()
  new PageDigester('seed', buckets).add(Buffer.from(printJson(page)))
  const { count, digest: sum } = buckets.total(ALL)
  return `${count} ${sum}`
}

interface Mutation {
  readonly path: string
  readonly changed: unknown
}

/** Every way to change one leaf, and to take away one member, of everything below. */
function* mutations(value: unknown, path = ''): Generator<Mutation> {
  if (Array.isArray(value)) {
    for (const [at, member] of value.entries()) {
      for (const one of mutations(member, `${path}[${at}]`))
        yield { ...one, changed: value.with(at, one.changed) }
      // A vector has as many numbers as its collection says.
      if (!path.includes('vector')) yield { path: `${path}[-${at}]`, changed: value.toSpliced(at, 1) }
    }
    return
  }
  if (typeof value !== 'object' || value === null || value instanceof NumberText) {
    yield* leaves(value, path)
    return
  }
  for (const [key, member] of Object.entries(value)) {
    for (const one of mutations(member, `${path}.${key}`))
      yield { ...one, changed: replaced(value, key, one.changed) }
    const isField = /^\[\d+\]$/.test(path) || /indices|values/.test(key)
    if (!isField) yield { path: `${path}.-${key}`, changed: replaced(value, key, undefined) }
  }
}

function* leaves(value: unknown, path: string): Generator<Mutation> {
  if (value instanceof NumberText) {
    yield { path, changed: path.includes('.vector') ? nextFloat32(value, path) : nextNumber(value) }
    return
  }
  if (path.endsWith('.id')) {
    const text = String(value)
    yield { path, changed: `${text.slice(0, -1)}${text.endsWith('1') ? '2' : '1'}` }
    return
  }
  const others: readonly unknown[] = [null, true, false, '', `${String(value)}x`]
  for (const changed of others) if (changed !== value) yield { path, changed }
}

function nextNumber({ source }: NumberText): NumberText {
  if (!/[.eE]/.test(source)) return new NumberText(source === '0' ? '1' : String(BigInt(source) - 1n))
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, Number(source))
  bits.setBigUint64(0, bits.getBigUint64(0) - 1n)
  const next = bits.getFloat64(0)
  // One before nothing is not a number; the other zero is the smallest change there is.
  return new NumberText(
    Number.isNaN(next) || Number(source) === 0 ? (source === '-0.0' ? '0.0' : '-0.0') : withPoint(next),
  )
}

function nextFloat32({ source }: NumberText, path: string): NumberText {
  if (path.includes('indices')) return new NumberText(String(Number(source) === 0 ? 1 : Number(source) - 1))
  const bits = new DataView(new ArrayBuffer(4))
  bits.setFloat32(0, Number(source))
  bits.setUint32(0, Number(source) === 0 ? bits.getUint32(0) ^ 0x8000_0000 : bits.getUint32(0) - 1)
  const next = bits.getFloat32(0)
  return new NumberText(Object.is(next, -0) ? '-0.0' : withPoint(next))
}

function withPoint(value: number): string {
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** Also of members that have the names of object properties. */
function replaced(value: object, key: string, member: unknown): object {
  const entries = Object.entries(value).map(([name, one]) => [name, name === key ? member : one] as const)
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined))
}
