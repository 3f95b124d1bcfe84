import own from '../../package.json' with { type: 'json' }

/** The version of Lifeboat that runs, for manifests and records. */
export const TOOL_VERSION: string = own.version
