import { d as number, m as string, p as strictObject } from "../dependencies/zod.js";
import { n as secretReference } from "./secret-reference.js";
// src/engines/redis/config.ts
const tls = strictObject({
	caFile: string().optional().describe("Certificate authority that signed the server certificate"),
	certFile: string().optional().describe("Client certificate"),
	keyFile: string().optional().describe("Key of the client certificate")
}).describe("Encrypted connection; the server certificate is always verified");
/** What `connection:` of a redis target may hold. */
const connectionSchema = strictObject({
	host: string().min(1).describe("Host name or address"),
	port: number().int().min(1).max(65535).default(6379).describe("TCP port"),
	user: string().optional().describe("ACL user; it needs +sync +psync +replconf +ping +info +time and no keys"),
	password: secretReference.optional().describe("Password of the user, or of the default user"),
	tls: tls.optional()
});
export { connectionSchema as t };
