import { t as parseDuration } from "./units.js";
import { g as string, h as strictObject, l as int, o as boolean, r as _enum, v as union } from "../dependencies/zod.js";
import { n as secretReference } from "./secret-reference.js";
import { t as tlsFiles } from "./tls-files.js";
// src/engines/clickhouse/native/settings.ts
/** What `connection.native` may hold: how the server itself reaches the store. */
const nativeSchema = strictObject({
	collection: string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a named collection").optional().describe("Named collection of the server with the bucket's URL and a login of its own; for stores of type s3"),
	collectionPrefix: string().regex(/^([^/]+\/)*$/, "must be names that each end in a slash, such as lifeboat/").optional().describe("Where in the bucket the URL of the collection leads to. Default: the whole bucket"),
	disk: string().min(1).optional().describe("Disk of the server (backups.allowed_disk) that holds the store's folder. Default: its path is used"),
	increments: int().min(0).max(100).optional().describe("Incremental backups between two full ones; a drill reads the whole chain. Default: 0, always full")
});
// src/engines/clickhouse/config.ts
const tlsSchema = strictObject({ ...tlsFiles });
const port = int().min(1).max(65535).refine((written) => written !== 9e3 && written !== 9440, { message: "is the native protocol of ClickHouse, which is not spoken here: name the HTTP interface, 8123, or 8443 with tls" });
const common = {
	mode: _enum(["portable", "native"]).optional().describe("portable: SQL and the rows of each table, sealed like every backup. native: the server's own BACKUP. Default: portable"),
	native: nativeSchema.optional().describe("How the server reaches the store, for mode native"),
	tls: tlsSchema.optional().describe("HTTPS; the server certificate is always verified"),
	format: _enum(["native", "csv"]).optional().describe("How the rows of each table are stored: exact and quick, or readable by others. Default: native"),
	compress: boolean().optional().describe("Whether the server compresses rows before it sends them; if not, Lifeboat does. Default: true, except on this computer"),
	mutationTimeout: string().refine((text) => parseDuration(text) !== void 0, "must be a duration such as 30s").optional().describe("How long to wait for mutations that are under way. Default: 60s")
};
const byUrl = strictObject({
	url: secretReference.describe("Where the whole connection URL lies: https://user:password@host:8443/database"),
	...common
});
const byParts = strictObject({
	host: string().min(1).describe("Host name or address"),
	port: port.optional().describe("Port of the HTTP interface. Default: 8123, or 8443 with tls"),
	database: string().min(1).describe("Name of the database"),
	user: string().min(1).optional().describe("Login. Default: default"),
	password: secretReference.optional().describe("Password of the login"),
	...common
});
/** What `connection:` of a clickhouse target may hold: a URL from a secret, or its parts. */
const connectionSchema = union([byUrl, byParts]).refine(({ mode, format }) => mode !== "native" || format !== "csv", {
	message: "format: csv is for mode: portable; in mode: native the server writes the rows in its own form",
	params: { fix: "leave format out, or write mode: portable" }
});
export { connectionSchema as t };
