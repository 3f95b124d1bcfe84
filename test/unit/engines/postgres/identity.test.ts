import { expect, test } from 'vitest'
import { mayBeSame } from '../../../../src/engines/postgres/identity.ts'

function identity(id: string) {
  return { version: '16.14', id, address: 'db:5432/shop' }
}

test.each([
  ['both servers tell who they are', '7001/shop', '7002/shop', false],
  ['one tells, the other hides', '7001/shop', '10.0.0.1:5432#16384/shop', true],
  ['one tells, the other hides, of another name', '7001/shop', '10.0.0.1:5432#16384/copy', false],
  ['both hide and have one oid', '10.0.0.1:5432#16384/shop', '10.0.0.2:5432#16384/shop', true],
  ['both hide and have two oids', '10.0.0.1:5432#16384/shop', '10.0.0.1:5432#16385/shop', false],
  ['a socket hides', '/run/postgresql:5432#16384/shop', '7001/shop', true],
])('%s', (_, one, other, expected) => {
  expect(mayBeSame(identity(one), identity(other))).toBe(expected)
  expect(mayBeSame(identity(other), identity(one))).toBe(expected)
})
