import { expect, test } from 'vitest'
import { mayBeSame } from '../../../../src/engines/postgres/identity.ts'

function identity(id: string) {
  return { version: '16.14', id, address: 'db:5432/shop' }
}

test.each([
  { name: 'both servers tell who they are', ids: ['7001/shop', '7002/shop'], expected: false },
  { name: 'one tells, the other hides', ids: ['7001/shop', '10.0.0.1:5432#16384/shop'], expected: true },
  {
    name: 'one tells, the other hides, of another name',
    ids: ['7001/shop', '10.0.0.1:5432#16384/copy'],
    expected: false,
  },
  {
    name: 'both hide and have one oid',
    ids: ['10.0.0.1:5432#16384/shop', '10.0.0.2:5432#16384/shop'],
    expected: true,
  },
  {
    name: 'both hide and have two oids',
    ids: ['10.0.0.1:5432#16384/shop', '10.0.0.1:5432#16385/shop'],
    expected: false,
  },
  { name: 'a socket hides', ids: ['/run/postgresql:5432#16384/shop', '7001/shop'], expected: true },
] as const)('$name', ({ ids: [one, other], expected }) => {
  expect(mayBeSame(identity(one), identity(other))).toBe(expected)
  expect(mayBeSame(identity(other), identity(one))).toBe(expected)
})
