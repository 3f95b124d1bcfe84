import { a as array, g as string, h as strictObject, l as int, r as _enum } from "../dependencies/zod.js";
import { n as secretReference } from "./secret-reference.js";
import { t as tlsFiles } from "./tls-files.js";
// src/engines/qdrant/config.ts
const tls = strictObject({
	mode: _enum(["disable", "verify-full"]).optional().describe("How far the server is trusted. Default: verify-full, and disable for a server of this computer"),
	...tlsFiles
}).describe("Encrypted connection");
const address = {
	host: string().min(1).describe("Host name or address"),
	port: int().min(1).max(65535).default(6333).describe("Port of the REST interface")
};
/** What `connection:` of a qdrant target may hold. */
const connectionSchema = strictObject({
	...address,
	apiKey: secretReference.optional().describe("API key that may manage, or a JWT with access m, or rw to every collection"),
	tls: tls.optional(),
	peers: array(strictObject(address)).optional().describe("REST addresses of all peers of a cluster. Default: the hosts that GET /cluster tells, with the same port")
});
export { connectionSchema as t };
