import { hidesState, isState } from './columns.ts'
import type { Dataset } from './datasets.ts'
import type { DatabaseObject } from './objects.ts'

/** What a portable backup of these objects does not hold or prove, one sentence each. */
export function limitationsOf(
  objects: readonly DatabaseObject[],
  datasets: readonly Dataset[],
): readonly string[] {
  return [...objects.flatMap(ofObject), ...datasets.flatMap(ofDataset)]
}

function ofObject({ name, kind, engine, definition, storage }: DatabaseObject): readonly string[] {
  const hidden = definition.includes('[HIDDEN]')
    ? [`${name}: its definition holds a secret that this login is not shown.`]
    : []
  const outside =
    kind === 'external'
      ? [`${name}: its rows lie elsewhere (${engine}); only its definition is in the backup.`]
      : []
  const buffered =
    kind === 'other' && (engine === 'Buffer' || engine === 'Set')
      ? [`${name}: what a table of the engine ${engine} holds in memory is not in the backup.`]
      : []
  const dictionary =
    kind === 'dictionary' ? [`${name}: a dictionary is loaded anew from its source, not compared.`] : []
  const replicated = /^(Replicated|Shared)/.test(storage?.engine ?? '')
    ? [`${name}: replication is not compared; a drill restores the table as one of a single server.`]
    : []
  return [...hidden, ...outside, ...buffered, ...dictionary, ...replicated]
}

function ofDataset({ name, columns }: Dataset): readonly string[] {
  const states = columns.filter(isState).map((column) => column.name)
  const hidden = columns.filter(hidesState).map((column) => column.name)
  return [
    ...(states.length === 0
      ? []
      : [`${name}: aggregate states are compared by the values they amount to (${states.join(', ')}).`]),
    ...(hidden.length === 0
      ? []
      : [`${name}: states inside other types are not compared (${hidden.join(', ')}).`]),
  ]
}
