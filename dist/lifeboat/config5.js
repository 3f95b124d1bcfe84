import { f as number, g as string, h as strictObject, o as boolean } from "../dependencies/zod.js";
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
	user: string().optional().describe("ACL user; it needs +sync +psync +replconf +ping +info +time, and for proof by the source +select +scan +dump +pexpiretime +function|list %R~*"),
	password: secretReference.optional().describe("Password of the user, or of the default user"),
	tls: tls.optional(),
	readSource: boolean().default(true).describe("Read every key of the source after its dump, as long as nothing is written, so that the fingerprint is that of the source")
});
export { connectionSchema as t };
