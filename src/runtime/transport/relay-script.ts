import { isIPv6 } from 'node:net'
import type { Endpoint } from '../../core/endpoint.ts'

/** What a relay writes before the server's first byte, so that a refused connection is told from a silent server. */
export const CONNECTED = 0x2b

/** The exit code of a container that has no program to connect with. */
export const NO_PROGRAM = 5

/** What shells and container engines answer for a program that is not there. */
export const NO_SHELL: ReadonlySet<number> = new Set([126, 127])

/**
 * Ends as soon as either side does, so that nothing stays in the container when this process is gone. It outlives its children and
 * reaps them: the container's first process would get them otherwise, and a PostgreSQL there takes a stranger's death by a signal
 * for that of a backend, and restarts. `wait -n` overlooks a child that ended just before it, so it looks again every two seconds.
 */
const BY_BASH = `trap "" PIPE HUP INT TERM
exec 3<>"/dev/tcp/$1/$2" || exit 4
printf +
cat <&3 & down=$!
cat <&0 >&3 & up=$!
while kill -0 $down 2>/dev/null && kill -0 $up 2>/dev/null; do
  sleep 2 & tick=$!
  wait -n
  kill -s KILL $tick 2>/dev/null
done
code=0
kill -s KILL $up 2>/dev/null || { wait $up; code=$?; }
kill -s KILL $down 2>/dev/null || { wait $down || code=$?; }
wait
exit $code`

/** Joins its input and output to a connection, by whatever program the container has; $1 host, $2 port, $3 the host for socat. */
const SCRIPT = `has() { command -v "$1" >/dev/null 2>&1; }
if has bash; then exec bash -c "$4" relay "$1" "$2"; fi
if has socat; then printf +; exec socat STDIO "TCP:$3:$2"; fi
if has nc; then printf +; exec nc "$1" "$2"; fi
exit ${NO_PROGRAM}`

/** The command of a relay to that address, as it runs inside the container; the address never becomes part of a script. */
export function relayCommand({ host, port }: Endpoint): readonly string[] {
  const bracketed = isIPv6(host) ? `[${host}]` : host
  return ['sh', '-c', SCRIPT, 'relay', host, String(port), bracketed, BY_BASH]
}
