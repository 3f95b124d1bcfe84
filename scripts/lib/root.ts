import { resolve } from 'node:path'

/** The repository's top folder. */
export const repositoryRoot: string = resolve(import.meta.dirname, '..', '..')
