import { expect, test } from 'vitest'
import { s3Failure } from '../../../../src/stores/s3/failure.ts'

const attempt = { doing: 'Reading a/b from', location: 's3://bucket/', key: 'a/b' }

function thrown(name: string, status?: number): Error {
  const metadata = status === undefined ? {} : { $metadata: { httpStatusCode: status, attempts: 1 } }
  return Object.assign(new Error('words of the service'), { name, ...metadata })
}

test.each([
  { name: 'NoSuchKey', status: 404, code: 'object-absent', kind: 'absent' },
  { name: 'NotFound', status: 404, code: 'object-absent', kind: 'absent' },
  { name: 'NoSuchBucket', status: 404, code: 'store-unreachable', kind: 'permanent' },
  { name: 'PreconditionFailed', status: 412, code: 'object-exists', kind: 'permanent' },
  { name: 'ConditionalRequestConflict', status: 409, code: 'store-unreachable', kind: 'transient' },
  { name: 'AccessDenied', status: 403, code: 'store-refused', kind: 'permanent' },
  { name: 'UnknownError', status: 403, code: 'store-refused', kind: 'permanent' },
  { name: 'ExpiredToken', status: 400, code: 'store-refused', kind: 'permanent' },
  { name: 'QuotaExceeded', status: 403, code: 'store-full', kind: 'permanent' },
  { name: 'InternalError', status: 500, code: 'store-unreachable', kind: 'transient' },
  { name: 'SlowDown', status: 503, code: 'store-unreachable', kind: 'transient' },
  { name: 'NotImplemented', status: 501, code: 'store-not-create-only', kind: 'permanent' },
  { name: 'BadDigest', status: 400, code: 'connection-lost', kind: 'transient' },
  { name: 'TimeoutError', status: undefined, code: 'store-unreachable', kind: 'transient' },
  { name: 'Whatever', status: 400, code: 'store-unreachable', kind: 'permanent' },
] as const)('$name (HTTP $status) is $code, $kind', ({ name, status, code, kind }) => {
  const failure = s3Failure(attempt, thrown(name, status))
  expect(failure).toMatchObject({ code, kind })
  expect(failure).toHaveProperty('fix', expect.stringMatching(/./))
})

test.each([
  ['ECONNREFUSED', 'transient'],
  ['ECONNRESET', 'transient'],
  ['ENOTFOUND', 'transient'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'permanent'],
])('%s of the network is unreachable, %s', (code, kind) => {
  const error = Object.assign(new Error('connect'), { code })
  expect(s3Failure(attempt, error)).toMatchObject({ code: 'store-unreachable', kind })
})

test('a failure that is explained already passes as it is', () => {
  const explained = s3Failure(attempt, thrown('AccessDenied', 403))
  expect(s3Failure(attempt, explained)).toBe(explained)
})
