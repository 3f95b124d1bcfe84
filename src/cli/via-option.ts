import { viaSchema } from '../config/via.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Via } from '../core/via.ts'

const DOCKER = /^docker:(.+)$/
const KUBECTL = /^kubectl:(?:([^/@]+)\/)?(pod|deployment|statefulset)\/([^/@]+)(?:@(.+))?$/

/** `docker:NAME`, `kubectl:pod/NAME`, `kubectl:NAMESPACE/statefulset/NAME@CONTEXT`. Throws `usage-invalid`. */
export function viaOption(written: unknown): Via | undefined {
  if (written === undefined) return undefined
  const parsed = viaSchema.safeParse(typeof written === 'string' ? read(written) : written)
  if (parsed.success) return parsed.data
  throw new LifeboatError({
    code: 'usage-invalid',
    what: '--via names no transport',
    fix: 'write docker:NAME, kubectl:pod/NAME or kubectl:NAMESPACE/deployment/NAME@CONTEXT',
  })
}

function read(text: string): unknown {
  const docker = DOCKER.exec(text)?.[1]
  if (docker !== undefined) return { docker }
  const [, namespace, kind, name, context] = KUBECTL.exec(text) ?? []
  if (kind === undefined) return undefined
  return {
    kubectl: {
      [kind]: name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(context === undefined ? {} : { context }),
    },
  }
}
