/** What runs a server that this computer has no way to, and so how it is reached. */
export type Via = { readonly docker: string } | { readonly kubectl: KubectlVia }

/** A pod, by its own name or by what keeps it running. */
export type KubectlVia = (
  | { readonly pod: string }
  | { readonly deployment: string }
  | { readonly statefulset: string }
) & {
  readonly namespace?: string | undefined
  readonly context?: string | undefined
  /** The container that a relay runs in, where the pod has several. */
  readonly container?: string | undefined
}
