import { describe, expect, test } from 'vitest'
import { encodeManifest, parseManifest } from '../../../src/backup/manifest.ts'
import type { Manifest } from '../../../src/core/manifest.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'

const ID = '20261121T021700Z-3fk9'

function manifest(changes: object = {}): Manifest {
  return {
    format: 'lifeboat-manifest/1',
    id: ID,
    project: 'shop',
    target: 'orders',
    engine: 'postgres',
    toolVersion: '0.1.0',
    startedAt: '2026-11-21T02:17:00.000Z',
    server: { version: '16.14', id: '7', address: 'db:5432/orders' },
    consistency: { kind: 'transactional', fromAt: '2026-11-21T02:17:01Z', toAt: '2026-11-21T02:17:01Z' },
    requirements: { encoding: 'UTF8' },
    recipients: [],
    parts: [part('data.dump', '0000.0000'), part('fingerprint.json', '0001.0000')],
    fingerprint: { part: 'fingerprint.json', origin: 'source', coverage: 'exact' },
    limitations: [],
    ...changes,
  }
}

function part(name: string, volume: string): Manifest['parts'][number] {
  const key = volume.includes('/') ? volume : `data/orders/${ID}/${volume}`
  const volumes = [{ key, bytes: 7, sha256: 'a'.repeat(64), verifiedBy: 'read-back' as const }]
  return { name, compression: 'zstd', seal: 'none', volumes }
}

function delegated(changes: object = {}): object {
  const parts = [part('native.inventory.jsonl', '0000.0000'), part('fingerprint.json', '0001.0000')]
  const tree = {
    name: 'native',
    sealed: false,
    prefix: `data/orders/${ID}/0000.tree/`,
    objects: 2,
    bytes: 9,
    inventory: 'native.inventory.jsonl',
    tags: 'md5',
    bases: ['20261120T021700Z-3fk9'],
  }
  return { parts, delegated: [{ ...tree, ...changes }] }
}

test('what is encoded is read back the same', () => {
  for (const given of [manifest(), manifest(delegated())]) {
    expect(parseManifest(encodeManifest(given))).toEqual(given)
  }
})

const REFUSED: Record<string, object> = {
  'an unknown field': { more: true },
  'a later format': { format: 'lifeboat-manifest/2' },
  'no part': { parts: [] },
  'a part without volumes': { parts: [{ ...part('data.dump', '0000.0000'), volumes: [] }] },
  'two parts of one name': {
    parts: [part('fingerprint.json', '0000.0000'), part('fingerprint.json', '0001.0000')],
  },
  'one volume in two parts': {
    parts: [part('data.dump', '0000.0000'), part('fingerprint.json', '0000.0000')],
  },
  'a volume of another backup': {
    parts: [part('fingerprint.json', 'data/orders/20261120T021700Z-3fk9/0000.0000')],
  },
  'a volume outside its folder': {
    parts: [part('fingerprint.json', `data/orders/${ID}/../../payroll/0000.0000`)],
  },
  'a fingerprint that is no part': { parts: [part('data.dump', '0000.0000')] },
  'a tree of another backup': delegated({ prefix: 'data/orders/20261120T021700Z-3fk9/0000.tree/' }),
  'a tree that is all of the backup': delegated({ prefix: `data/orders/${ID}/` }),
  'a tree without its inventory': delegated({ inventory: 'other' }),
  'a tree of the name of a part': delegated({ name: 'fingerprint.json' }),
  'a tree that is sealed': delegated({ sealed: true }),
  'a tree based on itself': delegated({ bases: [ID] }),
  'an id that is none': { id: 'yesterday' },
  'a size that is no whole number': {
    parts: [{ ...part('fingerprint.json', '0'), volumes: [{ ...part('x', '0').volumes[0], bytes: -1 }] }],
  },
}

describe('refused, when written and when read', () => {
  test.each(Object.entries(REFUSED))('%s', (_name, changes) => {
    expect(() => encodeManifest(manifest(changes))).toThrow(
      expect.objectContaining({ code: 'manifest-malformed' }),
    )
    const bytes = canonicalBytes(manifest(changes))
    expect(() => parseManifest(bytes)).toThrow(expect.objectContaining({ code: 'manifest-malformed' }))
  })

  test('any form but the canonical one', () => {
    const spaced = new TextEncoder().encode(JSON.stringify(manifest(), undefined, 1))
    expect(() => parseManifest(spaced)).toThrow('RFC 8785')
  })

  test('a key that is there twice', () => {
    const text = new TextDecoder().decode(encodeManifest(manifest()))
    const doubled = new TextEncoder().encode(text.replace('{', '{"engine":"redis",'))
    expect(() => parseManifest(doubled)).toThrow('RFC 8785')
  })

  test('what is no JSON, and bytes that are no UTF-8', () => {
    expect(() => parseManifest(Buffer.from('{'))).toThrow('no JSON')
    expect(() => parseManifest(Buffer.from([0x22, 0xff, 0x22]))).toThrow('no JSON')
  })
})
