import type { Command } from '../../core/machine.ts'
import type { RedisConnection } from './connection.ts'

/** Has the command line ask for a dump over the replication protocol and print it. */
export function dumpCommand(
  program: string,
  { host, port, socket, user, password, tls }: RedisConnection,
): Command {
  const place = socket === undefined ? ['-h', host, '-p', String(port)] : ['-s', socket]
  const login = user === undefined ? [] : ['--user', user]
  const files = [
    ['--cacert', tls?.caFile],
    ['--cert', tls?.certFile],
    ['--key', tls?.keyFile],
    ['--sni', tls?.serverName],
  ].flatMap(([flag = '', value]) => (value === undefined ? [] : [flag, value]))
  return {
    program,
    args: [
      '--no-auth-warning',
      ...place,
      ...login,
      ...(tls === undefined ? [] : ['--tls']),
      ...files,
      '--rdb',
      '-',
    ],
    ...(password === undefined ? {} : { env: { REDISCLI_AUTH: password } }),
  }
}
