import { t as parseDuration } from "./units.js";
import { g as string, h as strictObject, l as int, r as _enum, v as union } from "../dependencies/zod.js";
import { n as secretReference } from "./secret-reference.js";
import { t as tlsFiles } from "./tls-files.js";
// src/engines/postgres/config.ts
const common = {
	tls: strictObject({
		mode: _enum([
			"disable",
			"require",
			"verify-full"
		]).optional().describe("How far the server is trusted"),
		...tlsFiles
	}).optional().describe("Encrypted connection"),
	lockTimeout: string().refine((text) => (parseDuration(text) ?? 0) > 0, "must be a duration such as 30s").optional().describe("How long to wait for a table that somebody has locked. Default: 30s"),
	fingerprintSessions: int().min(1).max(16).optional().describe("Sessions that fingerprint while pg_dump runs; on two cores more make the backup slower. Default: 1")
};
const byUrl = strictObject({
	url: secretReference.describe("Where the whole connection URL lies: postgres://user:password@host:5432/database"),
	...common
});
const byParts = strictObject({
	host: string().min(1).describe("Name, address, or the folder of a unix socket"),
	port: int().min(1).max(65535).optional().describe("TCP port. Default: 5432"),
	database: string().min(1).describe("Name of the database"),
	user: string().min(1).describe("Login"),
	password: secretReference.optional().describe("Password of the login"),
	...common
});
/** What `connection:` of a postgres target may hold: a URL from a secret, or its parts. */
const connectionSchema = union([byUrl, byParts]);
export { connectionSchema as t };
