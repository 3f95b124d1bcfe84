interface Sized {
  readonly bytes: number
}

/** What a backup takes in its store: its volumes, and what its server wrote by itself. */
export function storedBytesOf({
  parts,
  delegated = [],
}: {
  readonly parts: readonly { readonly volumes: readonly Sized[] }[]
  readonly delegated?: readonly Sized[] | undefined
}): number {
  const volumes = parts.flatMap((part) => part.volumes)
  return [...volumes, ...delegated].reduce((sum, { bytes }) => sum + bytes, 0)
}
