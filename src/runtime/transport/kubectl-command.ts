import type { KubectlVia } from '../../core/via.ts'

const KINDS = ['pod', 'deployment', 'statefulset'] as const

/** `pod/orders-db-0`, as kubectl takes it. */
export function resourceOf(via: KubectlVia): string {
  const written: Partial<Record<(typeof KINDS)[number], string>> = via
  const kind = KINDS.find((each) => written[each] !== undefined) ?? 'pod'
  return `${kind}/${written[kind] ?? ''}`
}

/** `kubectl:shop/pod/orders-db-0`, for people and records. */
export function placeOf(via: KubectlVia): string {
  const path = [via.context, via.namespace, resourceOf(via)].filter((part) => part !== undefined)
  return `kubectl:${path.join('/')}`
}

/** The arguments that name the cluster and the namespace, in one word each, so that none is taken for an option. */
export function clusterOptions({ context, namespace }: KubectlVia): string[] {
  return [
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
  ]
}
