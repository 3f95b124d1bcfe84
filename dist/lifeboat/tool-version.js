// src/runtime/tool-version.ts
/** The version of Lifeboat that runs, for manifests and records. */
const TOOL_VERSION = "0.1.0";
export { TOOL_VERSION as t };
