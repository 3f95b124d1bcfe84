import { expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { locationText } from '../../../src/config/problem.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { parseDrillPlan } from '../../../src/drill/plan.ts'

const DATABASE = 'engine: redis, connection: { host: cache.internal }'

/** Where the faults of what is read here are. */
function placesOf(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ location, message }) => `${locationText(location)} ${message.split(',')[0]}`)
  }
}

function configured(sections: string): () => unknown {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets: { orders: { ${DATABASE} } }
${sections}`
  return () => readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
}

function planned(sections: string): () => unknown {
  return () => parseDrillPlan(`version: 1\n${sections}`, 'drills/p.yaml')
}

const REFUSED = 'this key cannot be used'

test('a target of that name would be left unprotected', () => {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets:
  orders: { ${DATABASE} }
  __proto__: { ${DATABASE} }
`
  const read = () => readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
  expect(placesOf(read)).toEqual([`lifeboat.yaml:6:3 ${REFUSED}`])
})

test.each([
  ['a group', 'groups: { __proto__: { targets: [orders] } }', '5:11'],
  ['a quoted group', 'groups:\n  "__proto__": { targets: [orders] }', '6:3'],
  ['a group named by an alias', 'drills: &d __proto__\ngroups: { *d : { targets: [orders] } }', '6:11'],
  ['what a merge brings', 'groups: { <<: { __proto__: { targets: [orders] } } }', '5:17'],
])('%s is refused where it stands', (_what, sections, place) => {
  expect(placesOf(configured(sections))).toEqual([`lifeboat.yaml:${place} ${REFUSED}`])
})

test.each([
  ['checks: { __proto__: [{ name: n, query: select 1, expect: 1 }] }', '2:11'],
  ['integrity:\n  __proto__: [{ rule: schemaEqual }]', '3:3'],
])('so it is in a drill plan: %s', (sections, place) => {
  expect(placesOf(planned(sections))).toEqual([`drills/p.yaml:${place} ${REFUSED}`])
})

test('the word may stand as a value', () => {
  expect(placesOf(configured('drills: __proto__'))).toEqual([])
})
