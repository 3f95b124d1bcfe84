import { expect, test } from 'vitest'
import { commandNames } from '../../../../src/engines/redis/replication-stream.ts'

const PING = '*1\r\n$4\r\nPING\r\n'
const SET = '*3\r\n$3\r\nset\r\n$1\r\na\r\n$10\r\n*1\r\n$4\r\nPI\r\n'

test.each([
  ['', []],
  [PING, ['PING']],
  [`${PING}${SET}${PING}`, ['PING', 'SET', 'PING']],
])('the commands in %j are %j', (stream, names) => {
  expect(commandNames(Buffer.from(stream))).toEqual(names)
})

test.each(['PING\r\n', PING.slice(0, -1), `${PING}*2\r\n$4\r\nPING\r\n`, '*0\r\n', '*1\r\n$x\r\nPING\r\n'])(
  'what is no whole command is not called harmless: %j',
  (stream) => {
    expect(commandNames(Buffer.from(stream))).toBeUndefined()
  },
)
