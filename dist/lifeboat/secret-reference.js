import { a as array, g as string, h as strictObject, v as union } from "../dependencies/zod.js";
// src/runtime/secret-reference.ts
/** How the schema's issue for a literal is recognised. */
const SECRET_MESSAGE = "a secret is never written here: use { env: NAME }, { file: path } or { command: [program, argument, …] }";
/** A secret in the configuration: only ever where it lies, never the value. */
const secretReference = union([
	strictObject({ env: string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable") }),
	strictObject({ file: string().min(1) }),
	strictObject({ command: array(string()).min(1) })
], { error: SECRET_MESSAGE });
export { secretReference as n, SECRET_MESSAGE as t };
