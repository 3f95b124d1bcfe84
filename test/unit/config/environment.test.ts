import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { applyVariables } from '../../../src/config/environment/apply-variables.ts'
import { nameFromVariable, variableName } from '../../../src/config/environment/variables.ts'
import { problemText } from '../../../src/config/problem.ts'
import { readConfiguration, type ReadConfiguration } from '../../../src/config/read-configuration.ts'
import type { SchemaNode } from '../../../src/config/schema-nodes.ts'

const FILE = `
version: 1
project: shop
stores:
  primary: { type: filesystem, path: /srv/backups }
targets:
  my-cache:
    engine: redis
    connection: { host: cache.internal, password: { env: LIFEBOAT_CACHE_PASSWORD } }
  my:
    engine: redis
    connection: { host: other.internal }
`

function read(environment: Record<string, string>, text?: string): ReadConfiguration {
  return readConfiguration({
    environment,
    ...(text === undefined ? {} : { file: { name: 'lifeboat.yaml', text } }),
  })
}

function problemsOf(environment: Record<string, string>, text?: string): string[] {
  try {
    read(environment, text)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(problemText)
    throw error
  }
  return []
}

describe('with a file', () => {
  test('connections and stores can be changed', () => {
    const { written, locate } = read(
      {
        LIFEBOAT_TARGETS_MY_CACHE_CONNECTION_HOST: 'replica.internal',
        LIFEBOAT_TARGETS_MY_CACHE_CONNECTION_PORT: '6380',
        LIFEBOAT_STORES_PRIMARY_PATH: '/mnt/backups',
        LIFEBOAT_TARGETS_MY_CONNECTION_USER: '',
      },
      FILE,
    )
    expect(written.targets['my-cache']).toMatchObject({
      connection: { host: 'replica.internal', port: 6380, password: { env: 'LIFEBOAT_CACHE_PASSWORD' } },
    })
    expect(written.targets['my']).toMatchObject({ connection: { host: 'other.internal', port: 6379 } })
    expect(written.stores['primary']).toEqual({ type: 'filesystem', path: '/mnt/backups' })
    expect(locate(['stores', 'primary', 'path'])).toEqual({ variable: 'LIFEBOAT_STORES_PRIMARY_PATH' })
    expect(locate(['stores', 'primary', 'type'])).toEqual({ file: 'lifeboat.yaml', line: 5, column: 20 })
  })

  test('a secret stays in its variable or file and is only referred to', () => {
    const { written } = read(
      {
        LIFEBOAT_TARGETS_MY_CACHE_CONNECTION_PASSWORD: 'hunter2',
        LIFEBOAT_TARGETS_MY_CONNECTION_PASSWORD_FILE: '/run/secrets/my',
      },
      FILE,
    )
    expect(written.targets['my-cache']).toMatchObject({
      connection: { password: { env: 'LIFEBOAT_TARGETS_MY_CACHE_CONNECTION_PASSWORD' } },
    })
    expect(written.targets['my']).toMatchObject({ connection: { password: { file: '/run/secrets/my' } } })
    expect(JSON.stringify(written)).not.toContain('hunter2')
  })

  test.each([
    'LIFEBOAT_PROJECT',
    'LIFEBOAT_TARGETS_MY_OBJECTIVES_RPO',
    'LIFEBOAT_TARGETS_MY_STORE',
    'LIFEBOAT_TARGETS_MY_ENGINE',
    'LIFEBOAT_DEFAULTS_SCHEDULE_BACKUP',
    'LIFEBOAT_ENCRYPTION_RECIPIENTS',
    'LIFEBOAT_EVIDENCE_DISCLOSURE',
  ])('%s would change policy and is refused', (variable) => {
    const [problem, ...others] = problemsOf({ [variable]: 'full' }, FILE)
    expect(problem).toMatch(`${variable}: `)
    expect(problem).toMatch('never policy, while there is a file')
    expect(others).toEqual([])
  })

  test('what sets nothing is named, with what was probably meant', () => {
    expect(
      problemsOf(
        {
          LIFEBOAT_TARGETS_MYCACHE_CONNECTION_HOST: 'a',
          LIFEBOAT_TARGETS_MY_CONNECTION_HOTS: 'a',
          LIFEBOAT_NONSENSE: 'a',
        },
        FILE,
      ),
    ).toEqual([
      'LIFEBOAT_NONSENSE: this variable sets nothing\n    fix: correct its name, or unset it',
      'LIFEBOAT_TARGETS_MYCACHE_CONNECTION_HOST: this variable sets nothing; did you mean LIFEBOAT_TARGETS_MY_CACHE_CONNECTION_HOST?\n    fix: correct its name, or unset it',
      'LIFEBOAT_TARGETS_MY_CONNECTION_HOTS: this variable sets nothing; did you mean LIFEBOAT_TARGETS_MY_CONNECTION_HOST?\n    fix: correct its name, or unset it',
    ])
  })

  test('variables that a secret refers to, and those of tests, are nobody else’s', () => {
    expect(
      problemsOf({ LIFEBOAT_CACHE_PASSWORD: 'x', LIFEBOAT_IDENTITY: 'x', LIFEBOAT_TEST_SUITE: 'x' }, FILE),
    ).toEqual([])
  })

  test('a wrong value is blamed on its variable', () => {
    expect(problemsOf({ LIFEBOAT_TARGETS_MY_CONNECTION_PORT: 'many' }, FILE)).toEqual([
      'LIFEBOAT_TARGETS_MY_CONNECTION_PORT: targets.my.connection.port: must be a number, not "many"\n    fix: change it (TCP port)',
    ])
  })
})

describe('without a file', () => {
  const everything = {
    LIFEBOAT_PROJECT: 'shop',
    LIFEBOAT_STORES_PRIMARY_TYPE: 'filesystem',
    LIFEBOAT_STORES_PRIMARY_PATH: '/srv/backups',
    LIFEBOAT_TARGETS_MY_DB_ENGINE: 'postgres',
    LIFEBOAT_TARGETS_MY_DB_CONNECTION_URL: 'postgres://app:hunter2@db.internal/orders',
    LIFEBOAT_TARGETS_MY_DB_OBJECTIVES_RPO: '1h',
    LIFEBOAT_TARGETS_MY_DB_SETTINGS_FINGERPRINT: 'false',
    LIFEBOAT_DEFAULTS_RETENTION_MINIMUM_COUNT: '5',
    LIFEBOAT_GROUPS_ALL_TARGETS: 'my-db',
  }

  test('variables give everything', () => {
    const { written } = read(everything)
    expect(written).toMatchObject({
      version: 1,
      project: 'shop',
      stores: { primary: { type: 'filesystem', path: '/srv/backups' } },
      targets: {
        'my-db': {
          engine: 'postgres',
          connection: { url: { env: 'LIFEBOAT_TARGETS_MY_DB_CONNECTION_URL' } },
          objectives: { rpo: 3_600_000 },
          settings: { fingerprint: false },
        },
      },
      defaults: { retention: { minimumCount: 5 } },
      groups: { all: { targets: ['my-db'] } },
    })
  })

  test('what is missing is named as the variable to set', () => {
    const { LIFEBOAT_STORES_PRIMARY_PATH: _path, LIFEBOAT_PROJECT: _project, ...rest } = everything
    expect(problemsOf(rest).map((text) => text.split('\n')[0])).toEqual([
      'LIFEBOAT_PROJECT: project: is missing',
      'LIFEBOAT_STORES_PRIMARY_PATH: stores.primary.path: is missing',
    ])
  })

  test('a deeper key that ends like the key of a name makes no other name', () => {
    const { written } = read({
      ...everything,
      LIFEBOAT_STORES_PRIMARY_TYPE: 's3',
      LIFEBOAT_STORES_PRIMARY_BUCKET: 'backups',
      LIFEBOAT_STORES_PRIMARY_PATH: '',
      LIFEBOAT_STORES_PRIMARY_SERVER_SIDE_ENCRYPTION_TYPE: 'AES256',
    })
    expect(written.stores).toEqual({
      primary: expect.objectContaining({ serverSideEncryption: { type: 'AES256' } }) as unknown,
    })
  })

  test('a target without an engine does not exist', () => {
    expect(problemsOf({ ...everything, LIFEBOAT_TARGETS_OTHER_CONNECTION_HOST: 'db' })).toHaveLength(1)
  })
})

test('two names that would share a variable are refused, not guessed', () => {
  const leaf = { type: 'string' }
  const inner: SchemaNode = { properties: { c: leaf, 'b-c': leaf } }
  const schema: SchemaNode = { properties: { stores: { additionalProperties: inner } } }
  const { problems } = applyVariables(
    { stores: { a: {}, 'a-b': {} } },
    { LIFEBOAT_STORES_A_B_C: 'x' },
    () => schema,
  )
  expect(problems.map(({ message }) => message)).toEqual([
    'this variable could mean stores.a-b.c and stores.a.b-c',
  ])
})

test('a name survives the way into a variable and back', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/), (name) => {
      expect(nameFromVariable(variableName([name]).replace('LIFEBOAT_', ''))).toBe(name)
    }),
  )
})

test('different names never share a variable', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/)
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(variableName([a]) === variableName([b])).toBe(a === b)
    }),
  )
})
