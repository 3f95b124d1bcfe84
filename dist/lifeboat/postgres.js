import { n as keyOf, r as onlyValue, t as waitUntilReady } from "./wait-until-ready.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { a as serverFailure, i as bySystemCode, n as LOST$1, r as UNTRUSTED, t as FORBIDDEN } from "./server-failure.js";
import { t as Client } from "../dependencies/pg.js";
import { t as cancelled } from "./cancelled.js";
import { t as parseDuration } from "./units.js";
import { t as parseConnection } from "./parse-connection.js";
import { t as Secret } from "./secret.js";
import { t as connectionSchema } from "./config3.js";
import { n as withSignal } from "./engine-context2.js";
import { n as holdsControlCharacter } from "./control-characters.js";
import { t as requirePairs } from "./integrity.js";
import { s as leaveToSweep } from "./run-owner2.js";
import { t as seededChooser } from "./seeded-chooser.js";
import { isIP } from "node:net";
import { Readable, Writable } from "node:stream";
import { rootCertificates } from "node:tls";
import { createHash } from "node:crypto";
import { homedir, totalmem } from "node:os";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { finished as finished$1 } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { text } from "node:stream/consumers";
// src/engines/postgres/server-error.ts
const UNREACHABLE$1 = {
	code: "server-unreachable",
	what: "the server cannot be reached",
	fix: "check host, port, firewall, and that the server runs"
};
const REFUSED = {
	code: "server-refused-login",
	what: "the server refused the login",
	fix: "check user, password, database and pg_hba.conf"
};
/** SQLSTATE, by its longest known prefix. */
const BY_STATE = {
	"28": REFUSED,
	"3D000": REFUSED,
	"42501": FORBIDDEN,
	"53100": {
		code: "disk-full",
		what: "the server has no disk space left"
	},
	"53300": {
		...UNREACHABLE$1,
		what: "the server has no connection left",
		fix: "raise max_connections"
	},
	"53200": {
		code: "program-failed",
		what: "the server has no memory left"
	},
	"55P03": {
		code: "timed-out",
		what: "somebody held a lock for too long",
		fix: "end the session that holds it, or raise lockTimeout of the connection"
	},
	"57014": {
		code: "timed-out",
		what: "the server cancelled the statement"
	},
	"57P03": {
		...UNREACHABLE$1,
		what: "the server is starting or stopping"
	},
	"57P": LOST$1,
	"08": LOST$1
};
const BY_SYSTEM_CODE = {
	...bySystemCode(UNREACHABLE$1),
	ENOENT: UNREACHABLE$1,
	EACCES: UNREACHABLE$1
};
/** What an error of the driver means; anything unknown becomes `fallback`. A LifeboatError stays as it is. */
function explainServerError(error, address, fallback = "unexpected") {
	if (error instanceof LifeboatError) return error;
	return serverFailure(error, address, meaningOf(error) ?? fallback);
}
/** The SQLSTATE of a server error, undefined for any other. */
function sqlState(error) {
	const code = error instanceof Error ? error.code : void 0;
	return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : void 0;
}
function meaningOf(error) {
	const state = sqlState(error);
	if (state !== void 0 && !(state in BY_SYSTEM_CODE)) return BY_STATE[state] ?? BY_STATE[state.slice(0, 3)] ?? BY_STATE[state.slice(0, 2)];
	const code = error instanceof Error ? error.code ?? "" : "";
	const known = BY_SYSTEM_CODE[code];
	if (known !== void 0) return known;
	if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/.test(code)) return UNTRUSTED;
	const message = error instanceof Error ? error.message : "";
	if (/does not support SSL/i.test(message)) return {
		...UNTRUSTED,
		what: "the server offers no TLS"
	};
	if (/timeout expired/i.test(message)) return UNREACHABLE$1;
	if (/terminated|not queryable|closed/i.test(message)) return LOST$1;
	if (/SASL|password must be/i.test(message)) return REFUSED;
}
// src/engines/postgres/question-failure.ts
/** The query is wrong whatever the copy holds. */
const WRONG_QUERY = {
	"42601": "the query has a syntax error, or is not one query that only reads",
	"42803": "the query uses group by or an aggregate wrongly",
	"0A000": "the query asks for what cannot be done in a question",
	"25006": "the query would write, and checks only read"
};
/** May be the query's fault or that of a copy which lacks something. By the longest known prefix; never the server's words, which may hold rows. */
const UNANSWERED = {
	"42P01": "a table or view that the query names does not exist",
	"42703": "a column that the query names does not exist",
	"42883": "a function or operator that the query names does not exist for these types",
	"3F000": "a schema that the query names does not exist",
	"42501": "the login may not read what the query names",
	"57014": "the server cancelled the query",
	"22": "a value could not be computed or converted",
	"42": "the query does not fit what the copy holds"
};
/** What a failed application check shows of the server's answer; errors of the connection stay as they are. */
function explainQuestion(error) {
	if (!(error instanceof LifeboatError) || error.code === "connection-lost" || error.code === "cancelled") return error;
	const state = sqlState(error.cause);
	if (state === void 0) return error;
	const wrong = WRONG_QUERY[state];
	const sentence = wrong ?? UNANSWERED[state] ?? UNANSWERED[state.slice(0, 2)] ?? "the server refused the query";
	return new LifeboatError({
		code: wrong === void 0 ? "content-different" : "plan-invalid",
		what: `SQLSTATE ${state}: ${sentence}`,
		fix: "run the query of the check on the source",
		cause: error
	});
}
// src/engines/postgres/address.ts
/** Parameters of other clients that do not change what a session sees. */
const IGNORED = /* @__PURE__ */ new Set([
	"application_name",
	"channel_binding",
	"connect_timeout",
	"connection_limit",
	"fallback_application_name",
	"keepalives",
	"pool_timeout",
	"schema"
]);
const TLS_MODES = {
	disable: "disable",
	require: "require",
	"verify-full": "verify-full"
};
/** Reads `postgres://user:password@host:port/database?sslmode=…`. Throws `config-invalid` without repeating the URL. */
function parseAddress(text) {
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (url === void 0 || !/^postgres(ql)?:$/.test(url.protocol)) throw invalid$1("the connection URL is not of the form postgres://user:password@host:port/database");
	const database = decoded(url.pathname.slice(1));
	if (database === "") throw invalid$1("the connection URL names no database");
	const user = decoded(url.username);
	if (user === "") throw invalid$1("the connection URL names no user");
	const tls = readParameters(url.searchParams);
	return {
		host: url.searchParams.get("host") ?? decoded(url.hostname).replaceAll(/^\[|\]$/g, ""),
		port: url.port === "" ? Number(url.searchParams.get("port") ?? 5432) : Number(url.port),
		database,
		user,
		password: url.password === "" ? void 0 : new Secret(decoded(url.password)),
		tls
	};
}
/** The runtime's own error would be one of Lifeboat's defects to whoever reads it. */
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalid$1("the connection URL holds a % that begins no escape", "write each % of a name or a password as %25");
	}
}
function readParameters(parameters) {
	const tls = {};
	for (const [name, value] of parameters) if (name === "sslmode") tls.mode = tlsMode(value);
	else if (name === "sslrootcert") tls.caFile = value;
	else if (name === "sslcert") tls.certFile = value;
	else if (name === "sslkey") tls.keyFile = value;
	else if (name !== "host" && name !== "port" && !IGNORED.has(name)) throw invalid$1(`the connection URL has the parameter ${name}, which lifeboat does not know`);
	return tls;
}
function tlsMode(value) {
	const mode = TLS_MODES[value];
	if (mode === void 0) throw invalid$1(`the connection URL has sslmode=${value}`, "use disable, require or verify-full: the others may end up without encryption or without a checked name");
	return mode;
}
function invalid$1(what, fix) {
	return new LifeboatError({
		code: "config-invalid",
		what,
		...fix === void 0 ? {} : { fix }
	});
}
// src/engines/postgres/connection.ts
/** How long to wait for a table that somebody has locked. */
const DEFAULT_LOCK_TIMEOUT_MS = 3e4;
/** Turns what `lifeboat.yaml` holds into a connection. Throws `config-invalid` or `secret-missing`. */
async function connect$2(written, reveal) {
	const settings = parseConnection(connectionSchema, written, "postgres");
	const limits = {
		lockTimeoutMs: parseDuration(settings.lockTimeout ?? "") ?? 3e4,
		fingerprintSessions: settings.fingerprintSessions ?? 1
	};
	if ("url" in settings) {
		const address = parseAddress((await reveal(settings.url)).reveal());
		return {
			...address,
			tls: chooseTls(address.host, {
				...address.tls,
				...settings.tls
			}),
			...limits
		};
	}
	const { host, port, database, user, password, tls } = settings;
	return {
		host,
		port: port ?? 5432,
		database,
		user,
		password: password === void 0 ? void 0 : await reveal(password),
		tls: chooseTls(host, tls ?? {}),
		...limits
	};
}
/** Names the database for people; never the user or a secret. */
function addressOf(connection) {
	return `${connection.host}:${connection.port}/${connection.database}`;
}
/** Off this computer nothing but a verified server is the default; encrypting to anybody would be the illusion of safety. */
function chooseTls(host, written) {
	const mode = written.mode ?? (isLocal(host) ? "disable" : "verify-full");
	const { caFile, certFile, keyFile } = written;
	return {
		mode,
		...caFile === void 0 ? {} : { caFile },
		...certFile === void 0 ? {} : { certFile },
		...keyFile === void 0 ? {} : { keyFile }
	};
}
function isLocal(host) {
	return host.startsWith("/") || host === "localhost" || host === "::1" || host.startsWith("127.");
}
// src/engines/postgres/endpoint.ts
/** Where the server listens; undefined for a unix socket. */
function endpoint({ host, port }) {
	return host.startsWith("/") ? void 0 : {
		host,
		port
	};
}
/** The same login at another address; the certificate is still asked for the name that was written. */
function atEndpoint(connection, { host, port }) {
	const serverName = connection.tls.serverName ?? connection.host;
	return {
		...connection,
		host,
		port,
		tls: {
			...connection.tls,
			serverName
		}
	};
}
/** What Node's TLS compares the certificate with, and announces where it may: an address is never announced. */
function tlsName({ host, tls }) {
	const name = tls.serverName ?? host;
	if (name.startsWith("/")) return {};
	return isIP(name) === 0 ? {
		host: name,
		servername: name
	} : { host: name };
}
// src/engines/postgres/session.ts
const CONNECT_TIMEOUT_MS = 15e3;
/** What marks the sessions of a run on the server, so that sweep finds them. */
function applicationName(runId) {
	return `lifeboat/${runId}`;
}
/** The same for its pg_dump. */
function dumpName(runId) {
	return `${applicationName(runId)} pg_dump`;
}
/** Opens a session. Throws `server-unreachable`, `server-refused-login` or `cancelled`. */
async function openSession(connection, context) {
	const client = new Client(await clientOptions(connection, context));
	client.on("error", () => void 0);
	const cut = () => {
		client.connection.stream.destroy();
	};
	if (context.signal.aborted) throw cancelled(context.signal);
	context.signal.addEventListener("abort", cut, { once: true });
	const explain = (error) => explainUnlessAborted(error, connection, context);
	try {
		await client.connect();
	} catch (error) {
		context.signal.removeEventListener("abort", cut);
		throw explain(error);
	}
	return {
		query: async (text, values = []) => {
			try {
				return (await client.query(text, [...values])).rows;
			} catch (error) {
				throw explain(error);
			}
		},
		queryArrays: async (text) => {
			try {
				const config = {
					text,
					rowMode: "array",
					queryMode: "extended"
				};
				return (await client.query(config)).rows;
			} catch (error) {
				throw explain(error);
			}
		},
		[Symbol.asyncDispose]: async () => {
			context.signal.removeEventListener("abort", cut);
			await client.end().catch(() => void 0);
		}
	};
}
function explainUnlessAborted(error, connection, context) {
	if (!context.signal.aborted) return explainServerError(error, addressOf(connection));
	return cancelled(context.signal);
}
async function clientOptions(connection, context) {
	const { host, port, database, user, password } = connection;
	return {
		host,
		port,
		database,
		user,
		password: () => password?.reveal() ?? "",
		ssl: await tlsOptions(connection),
		application_name: applicationName(context.runId),
		connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
		keepAlive: true,
		types: { getTypeParser: () => (value) => value }
	};
}
async function tlsOptions(connection) {
	const { tls } = connection;
	if (tls.mode === "disable") return false;
	const [ca, cert, key] = await Promise.all([
		tls.caFile,
		tls.certFile,
		tls.keyFile
	].map(readPem));
	return {
		rejectUnauthorized: tls.mode === "verify-full",
		...tlsName(connection),
		...ca === void 0 ? {} : { ca },
		...cert === void 0 ? {} : { cert },
		...key === void 0 ? {} : { key }
	};
}
/** The text of a PEM file. Throws `config-invalid` when it cannot be read. */
async function readPem(path) {
	if (path === void 0) return void 0;
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		throw new LifeboatError({
			code: "config-invalid",
			what: `the file ${path} of the connection's tls settings cannot be read`,
			cause: error
		});
	}
}
// src/engines/postgres/ask.ts
/** Answers one question, a single statement in a read-only transaction, with its one value as the server prints it. */
async function ask(connection, question, context) {
	await using session = await openSession(connection, context);
	await session.query("begin read only");
	const rows = await session.queryArrays(question).catch((error) => {
		throw explainQuestion(error);
	});
	return onlyValue(rows, "with count(*)");
}
// src/runtime/all-ended.ts
/** The results of work that goes on at once, when none of it is under way any more. Throws the failure that stands first. */
async function allEnded(work) {
	await Promise.allSettled(work);
	return await Promise.all(work);
}
// src/engines/postgres/version.ts
const OLDEST_MAJOR = 13;
const NEWEST_MAJOR = 18;
/** The major version in `16.14`, `17.2 (Debian …)` or `pg_dump (PostgreSQL) 18.4`; undefined when there is none. */
function findMajor(text) {
	const match = /(?:^|\(PostgreSQL\) )(\d+)/.exec(text);
	return match === null ? void 0 : Number(match[1]);
}
/** As `findMajor`; throws `server-unsupported` when there is none. */
function majorOf(text) {
	const major = findMajor(text);
	if (major !== void 0) return major;
	throw new LifeboatError({
		code: "server-unsupported",
		what: `"${text}" is no PostgreSQL version`
	});
}
/** Throws `server-unsupported` or `server-too-new` for a server that this version of Lifeboat was not made for. */
function assertSupported(version) {
	const major = majorOf(version);
	if (major < OLDEST_MAJOR) throw new LifeboatError({
		code: "server-unsupported",
		what: `the server is PostgreSQL ${version}; ${OLDEST_MAJOR} to ${NEWEST_MAJOR} are supported`,
		fix: `upgrade the server to PostgreSQL ${OLDEST_MAJOR} or later`
	});
	if (major > NEWEST_MAJOR) throw new LifeboatError({
		code: "server-too-new",
		what: `the server is PostgreSQL ${version}; ${OLDEST_MAJOR} to ${NEWEST_MAJOR} are supported`,
		fix: "use a version of Lifeboat that knows this server"
	});
	return major;
}
/** What differs between the supported servers, by major version. */
function abilitiesOf(major) {
	return {
		recordHash: major >= 14,
		noticesLostClient: major >= 14,
		transactionTimeout: major >= 17,
		localeProvider: major >= 15
	};
}
// src/engines/postgres/client-programs.ts
/** Programs of exactly this major version: an older pg_dump refuses, a newer one writes what this server cannot load. */
function programNeed(major, programs) {
	return {
		programs,
		folders: [
			`/usr/lib/postgresql/${major}/bin`,
			`/usr/pgsql-${major}/bin`,
			`/opt/homebrew/opt/postgresql@${major}/bin`,
			`/usr/local/opt/postgresql@${major}/bin`,
			...["/var/cache", join(homedir(), ".cache")].map((cache) => join(cache, "lifeboat", "postgresql", String(major), "bin"))
		],
		accepts: (versionOutput) => findMajor(versionOutput) === major,
		product: `PostgreSQL ${major}`,
		image: `postgres:${major}-bookworm`,
		imageUser: "postgres"
	};
}
/** The environment that tells pg_dump and pg_restore where to go; nothing of it is ever an argument. */
async function clientEnvironment(connection, tools, context) {
	const { host, port, database, user, password, tls } = connection;
	return {
		...tls.serverName === void 0 ? { PGHOST: host } : {
			PGHOST: tls.serverName,
			PGHOSTADDR: host
		},
		PGPORT: String(port),
		PGDATABASE: database,
		PGUSER: user,
		...password === void 0 ? {} : { PGPASSWORD: password },
		PGAPPNAME: applicationName(context.runId),
		PGCONNECT_TIMEOUT: "15",
		PGCLIENTENCODING: "UTF8",
		PGGSSENCMODE: "disable",
		PGPASSFILE: "/nonexistent",
		PGSSLMODE: tls.mode,
		...tls.mode === "disable" ? {} : await certificateFiles(connection, tools)
	};
}
async function certificateFiles({ tls }, tools) {
	const [ca, cert, key] = await Promise.all([
		tls.caFile,
		tls.certFile,
		tls.keyFile
	].map(readPem));
	const files = {};
	if (tls.mode === "verify-full") files["PGSSLROOTCERT"] = await tools.writeFile("ca.pem", ca ?? rootCertificates.join("\n"));
	if (cert !== void 0) files["PGSSLCERT"] = await tools.writeFile("cert.pem", cert);
	if (key !== void 0) files["PGSSLKEY"] = await tools.writeFile("key.pem", key);
	return files;
}
// src/engines/postgres/database-properties.ts
/** What psql replaces with the quoted name: `psql -v database=orders -f database.sql`. */
const DATABASE_VARIABLE = ":\"database\"";
/**
* Owner, grants, settings and comment of the database itself as SQL, one statement a line, for a database of any name:
* pg_restore writes them only for a database of the old name that it creates itself.
*/
async function describeDatabase(session) {
	return (await session.query([
		OWNER,
		LIMIT,
		COMMENT$1,
		REVOKE,
		GRANTS$1,
		SETTINGS$1,
		ROLE_SETTINGS
	].join("\nunion all\n"))).map(({ statement }) => `${oneLine(statement)};\n`).join("");
}
/** Statements are separated by lines; a comment with line breaks goes into an escape string. */
function oneLine(statement) {
	if (!/[\n\r]/.test(statement)) return statement;
	const start = statement.indexOf("'");
	const literal = statement.slice(start).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
	return `${statement.slice(0, start)}E${literal}`;
}
const THIS$1 = "d.datname = current_database()";
const OWNER = `
select format('ALTER DATABASE :"database" OWNER TO %I', pg_get_userbyid(d.datdba)) as statement
from pg_catalog.pg_database d where ${THIS$1}`;
const LIMIT = `
select format('ALTER DATABASE :"database" CONNECTION LIMIT %s', d.datconnlimit)
from pg_catalog.pg_database d where ${THIS$1} and d.datconnlimit > -1`;
const COMMENT$1 = `
select format('COMMENT ON DATABASE :"database" IS %s', coalesce(quote_literal(shobj_description(d.oid, 'pg_database')), 'NULL'))
from pg_catalog.pg_database d where ${THIS$1}`;
const REVOKE = `
select format('REVOKE ALL ON DATABASE :"database" FROM PUBLIC, %I', pg_get_userbyid(d.datdba))
from pg_catalog.pg_database d where ${THIS$1} and d.datacl is not null`;
const GRANTS$1 = `
select format('GRANT %s ON DATABASE :"database" TO %s%s', a.privilege_type,
              case a.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(a.grantee)) end,
              case when a.is_grantable then ' WITH GRANT OPTION' end)
from pg_catalog.pg_database d, aclexplode(d.datacl) a where ${THIS$1}`;
/** The values of these are lists of names that are quoted already. */
const LISTS = `'{search_path,temp_tablespaces,local_preload_libraries,session_preload_libraries}'::text[]`;
function settings(who, role) {
	return `
select format(${who} || ' SET %I TO %s', split_part(c, '=', 1),
              case when split_part(c, '=', 1) = any (${LISTS}) and value <> '' then value else quote_literal(value) end)
from pg_catalog.pg_db_role_setting s
join pg_catalog.pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c, substr(c, strpos(c, '=') + 1) as value
where ${THIS$1} and ${role}`;
}
const SETTINGS$1 = settings(`'ALTER DATABASE :"database"'`, "s.setrole = 0");
const ROLE_SETTINGS = settings(`'ALTER ROLE ' || replace(quote_ident(pg_get_userbyid(s.setrole)), '%', '%%') || ' IN DATABASE :"database"'`, "s.setrole <> 0");
// src/engines/postgres/dump-failure.ts
const LOST = /server closed the connection|terminating connection|could not receive data|connection to server .* lost|SSL SYSCALL|no connection to the server/i;
const UNREACHABLE = /connection to server .* failed/i;
/** What pg_dump's end means for whoever reads the error. */
function explainDump(error) {
	if (!isLifeboatError(error, "program-failed")) return error;
	const why = error.why ?? "";
	const parts = {
		what: `${error.what}: the dump is not complete`,
		...why === "" ? {} : { why },
		cause: error
	};
	if (/permission denied|row-level security/i.test(why)) return new LifeboatError({
		...parts,
		code: "privilege-missing",
		fix: "grant the login what the message names"
	});
	if (LOST.test(why) || UNREACHABLE.test(why)) return new LifeboatError({
		...parts,
		code: "connection-lost",
		fix: "look into the server log for the reason, then run again"
	});
	return new LifeboatError({
		...parts,
		code: "capture-failed",
		fix: "see the message of pg_dump; nothing was recorded as a backup"
	});
}
// src/engines/postgres/datasets.ts
/** Every relation whose rows a dump carries or recomputes, the largest first. */
async function listRelations(session, major) {
	return (await session.query(RELATIONS$1)).map((row) => {
		const columns = JSON.parse(row.columns);
		const cheapColumns = JSON.parse(row.cheap);
		return {
			name: row.name,
			kind: row.kind,
			columns,
			cheapColumns,
			condition: row.condition,
			method: cheapestMethod(columns, cheapColumns, major),
			pages: Number(row.pages),
			readable: row.readable === "t"
		};
	});
}
function cheapestMethod(columns, cheap, major) {
	if (cheap.length === 0 || !abilitiesOf(major).recordHash) return "text-hash/1";
	return cheap.length === columns.length ? "record-hash/1" : "mixed-hash/1";
}
const RELATIONS$1 = `
select format('%I.%I', n.nspname, c.relname) as name,
       case when c.relkind = 'm' then 'materializedView' when x.condition is not null then 'extensionTable' else 'table' end as kind,
       coalesce(a.columns, '[]') as columns,
       coalesce(x.condition, '') as condition,
       coalesce(a.cheap, '[]') as cheap,
       c.relpages::text as pages,
       ((c.relkind <> 'm' or has_table_privilege(c.oid, 'SELECT'))
         and not (c.relpersistence = 'u' and pg_is_in_recovery()))::text::"char" as readable
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select json_agg(quote_ident(t.attname) order by t.attname collate "C")::text as columns,
         json_agg(quote_ident(t.attname) order by t.attname collate "C") filter (
           where t.atttypid = any ('{int2,int4,int8,bool,uuid,date,timestamp,timestamptz,bytea,text,varchar}'::regtype[]) and coalesce(l.collisdeterministic, true))::text as cheap
  from pg_catalog.pg_attribute t left join pg_catalog.pg_collation l on l.oid = t.attcollation
  where t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped and t.attgenerated = ''
) a on true
left join lateral (
  select coalesce(e.extcondition[array_position(e.extconfig, c.oid)], '') as condition, c.oid = any (e.extconfig) as dumped
  from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
  where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
) x on true
where (c.relkind = 'r' or c.relkind = 'm' and c.relispopulated)
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and (x.condition is null or x.dumped)
order by c.relpages desc, 1`;
/** The query that counts and digests one relation; its result is one row of `count` and `digest`. */
function digestQuery(relation, method) {
	return `select count(*)::text as count, coalesce(sum(${rowHash(relation, method)}), 0)::text as digest
    from only ${relation.name} as r ${relation.condition}`;
}
/**
* The record hash of a row is linear in the hashes of its columns, so a plain sum would not notice two rows that exchange
* a value; hashing it once more takes that away for next to nothing.
*/
function rowHash({ name, columns, cheapColumns }, method) {
	if (method === "record-hash/1") return hashOfRecord(columns.map(valueOf));
	if (method === "text-hash/1") return hashOfText(columns);
	if (method === "mixed-hash/1") {
		const others = columns.filter((column) => !cheapColumns.includes(column));
		return hashOfRecord([...cheapColumns.map(valueOf), hashOfText(others)]);
	}
	throw new LifeboatError({
		code: "fingerprint-malformed",
		what: `the rows of ${name} were digested by ${method}, which this Lifeboat does not know`,
		fix: "use the Lifeboat that made the backup, or a newer one"
	});
}
function hashOfRecord(values) {
	return `hashint8extended(hash_record_extended(row(${values.join(", ")}), $1), $1)`;
}
function hashOfText(columns) {
	return `hashtextextended(row(${columns.map(valueOf).join(", ")})::text collate "C", $1)`;
}
function valueOf(column) {
	return `r.${column}`;
}
// src/engines/postgres/identity.ts
/**
* The identity of one database: `<system identifier>/<database>`, the same for a standby and its primary.
* Where a provider hides the system identifier, the server's own address and port and the database's oid stand in for it.
*/
async function identify(session, connection) {
	const [row] = await session.query("select current_setting('server_version') as version");
	const server = await serverIdentifier(session, connection);
	return {
		version: (row?.version ?? "").split(" ")[0] ?? "",
		id: `${server}/${connection.database}`,
		address: addressOf(connection)
	};
}
async function serverIdentifier(session, { host, port, database }) {
	try {
		const [row] = await session.query("select system_identifier::text as id from pg_catalog.pg_control_system()");
		if (row !== void 0) return row.id;
	} catch (error) {
		if (!isLifeboatError(error, "privilege-missing")) throw error;
	}
	const [row] = await session.query(`select host(inet_server_addr()) || ':' || inet_server_port() as address,
            (select oid::text from pg_catalog.pg_database where datname = $1) as oid`, [database]);
	return `${row?.address ?? `${host}:${port}`}#${row?.oid ?? "none"}`;
}
const PARTIAL = /#(\d+|none)\/([^/]*)$/;
/**
* True when a system identifier is hidden on one side and nothing else tells the databases apart. Addresses do not: a server
* has another one on each way to it.
*/
function mayBeSame(one, other) {
	const [left, right] = [PARTIAL.exec(one.id), PARTIAL.exec(other.id)];
	if (left === null && right === null) return false;
	const names = [one, other].map(({ id }) => id.slice(id.lastIndexOf("/") + 1));
	if (names[0] !== names[1]) return false;
	return left === null || right === null || left[1] === right[1];
}
// src/engines/postgres/canonical-definition.ts
/**
* A definition in the form that a dump and restore give it. The server stores `x IN ('a', 'b')` on a varchar column as a cast
* of the whole array, prints it so, and reads that back as casts of each element: without this every such check would differ.
*/
function canonicalDefinition(text) {
	let result = "";
	let rest = text;
	for (;;) {
		const start = rest.indexOf(OPENING$1);
		if (start < 0) return result + rest;
		const list = readList(rest, start + OPENING$1.length);
		const cast = list === void 0 ? null : /^\)::([a-z ]+)\[\]/.exec(rest.slice(list.end));
		if (list === void 0 || cast === null) {
			result += rest.slice(0, start + OPENING$1.length);
			rest = rest.slice(start + OPENING$1.length);
			continue;
		}
		const items = list.items.map((item) => `(${item.trim()})::${cast[1]}`);
		result += `${rest.slice(0, start)}ARRAY[${items.join(", ")}]`;
		rest = rest.slice(list.end + cast[0].length);
	}
}
const OPENING$1 = "(ARRAY[";
/** The elements up to the matching bracket, and the position after it; undefined when it never closes. */
function readList(text, from) {
	const items = [];
	let depth = 0;
	let start = from;
	for (let at = from; at < text.length; at += 1) {
		const char = text.charAt(at);
		if (char === "'" || char === "\"") at = closingQuote(text, at);
		else if (char === "(" || char === "[") depth += 1;
		else if (depth === 0 && (char === "," || char === "]")) {
			items.push(text.slice(start, at));
			if (char === "]") return {
				items,
				end: at + 1
			};
			start = at + 1;
		} else if (char === ")" || char === "]") depth -= 1;
	}
}
/** A doubled quote ends one string and begins the next, which comes to the same. */
function closingQuote(text, open) {
	const close = text.indexOf(text.charAt(open), open + 1);
	return close < 0 ? text.length : close;
}
// src/engines/postgres/inventory/own-objects.ts
const FIRST_OID_OF_USERS = 16384;
/** SQL that holds for objects that users made, without members of extensions. */
function own(catalog, alias) {
	return `${alias}.oid >= ${FIRST_OID_OF_USERS} and not exists (
    select from pg_catalog.pg_depend od
    where od.classid = 'pg_catalog.${catalog}'::regclass and od.objid = ${alias}.oid and od.deptype = 'e')`;
}
/** SQL that holds for schemas whose objects a dump carries. */
function dumped(schema) {
	return `${schema}.nspname !~ '^pg_' and ${schema}.nspname <> 'information_schema'`;
}
// src/engines/postgres/inventory/access.ts
/** The owner and every grant, with the built-in default spelled out where nothing was granted. */
function grants(acl, owner) {
	return `'owner ' || pg_get_userbyid(${owner}) || coalesce('; ' || (
    select string_agg(concat(case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, ' ', a.privilege_type,
                             case when a.is_grantable then ' with grant option' end, ' by ', pg_get_userbyid(a.grantor)),
                      '; ' order by case a.grantee when 0 then '' else pg_get_userbyid(a.grantee) end, a.privilege_type, pg_get_userbyid(a.grantor))
    from aclexplode(${acl}) a), '')`;
}
function access$1(source) {
	const acl = `coalesce(${source.acl}, acldefault(${source.type}, ${source.owner}))`;
	return `select 'grant' as kind, ${source.name} as name, ${grants(acl, source.owner)} as value from ${source.from}`;
}
const IN_SCHEMA = "join pg_catalog.pg_namespace n on n.oid =";
const COLUMN_GRANTS = `
select 'grant' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as name, ${grants("a.attacl", "c.relowner")} as value
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid ${IN_SCHEMA} c.relnamespace
where a.attacl is not null and not a.attisdropped and ${dumped("n")} and ${own("pg_class", "c")}`;
const DEFAULT_PRIVILEGES = `
select 'defaultPrivileges' as kind, concat_ws(' ', quote_ident(pg_get_userbyid(d.defaclrole)), nullif(d.defaclnamespace, 0)::regnamespace, d.defaclobjtype) as name,
       ${grants("d.defaclacl", "d.defaclrole")} as value
from pg_catalog.pg_default_acl d`;
/** Who owns what, who may do what, and what people wrote about it. */
const ACCESS$1 = [
	access$1({
		type: `case c.relkind when 'S' then 's'::"char" else 'r' end`,
		name: `format('%s %I.%I', case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname, c.relname)`,
		acl: "c.relacl",
		owner: "c.relowner",
		from: `pg_catalog.pg_class c ${IN_SCHEMA} c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relpersistence <> 't' and ${dumped("n")} and ${own("pg_class", "c")}`
	}),
	access$1({
		type: `'f'`,
		name: `'routine ' || p.oid::regprocedure`,
		acl: "p.proacl",
		owner: "p.proowner",
		from: `pg_catalog.pg_proc p ${IN_SCHEMA} p.pronamespace where ${dumped("n")} and ${own("pg_proc", "p")}`
	}),
	access$1({
		type: `'n'`,
		name: `'schema ' || quote_ident(n.nspname)`,
		acl: "n.nspacl",
		owner: "n.nspowner",
		from: `pg_catalog.pg_namespace n where ${dumped("n")} and (n.nspname = 'public' or ${own("pg_namespace", "n")})`
	}),
	access$1({
		type: `'T'`,
		name: `'type ' || format_type(t.oid, null)`,
		acl: "t.typacl",
		owner: "t.typowner",
		from: `pg_catalog.pg_type t ${IN_SCHEMA} t.typnamespace
      where t.typtype in ('e', 'd', 'r') and ${dumped("n")} and ${own("pg_type", "t")}`
	}),
	access$1({
		type: `'S'`,
		name: `'server ' || quote_ident(s.srvname)`,
		acl: "s.srvacl",
		owner: "s.srvowner",
		from: `pg_catalog.pg_foreign_server s where ${own("pg_foreign_server", "s")}`
	}),
	access$1({
		type: `'F'`,
		name: `'foreign-data wrapper ' || quote_ident(f.fdwname)`,
		acl: "f.fdwacl",
		owner: "f.fdwowner",
		from: `pg_catalog.pg_foreign_data_wrapper f where ${own("pg_foreign_data_wrapper", "f")}`
	}),
	COLUMN_GRANTS,
	DEFAULT_PRIVILEGES,
	`
select 'comment' as kind, i.type || ' ' || i.identity as name, d.description as value
from pg_catalog.pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
where (d.objoid >= 16384 or d.classoid = 'pg_catalog.pg_namespace'::regclass and d.objoid = (select oid from pg_catalog.pg_namespace where nspname = 'public'))
  and i.identity is not null and i.type <> 'large object'
  and not exists (select from pg_catalog.pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')`
];
// src/engines/postgres/inventory/database.ts
const THIS = "d.datname = current_database()";
/** What belongs to the database as a whole. */
const DATABASE$1 = [
	`
select 'database' as kind, 'encoding' as name, pg_encoding_to_char(d.encoding) as value from pg_catalog.pg_database d where ${THIS}`,
	`
select 'locale' as kind, 'database' as name,
       concat_ws(' ', coalesce(j ->> 'datlocprovider', 'c'), d.datcollate, d.datctype, coalesce(j ->> 'datlocale', j ->> 'daticulocale'), j ->> 'daticurules') as value
from pg_catalog.pg_database d, to_jsonb(d) as j where ${THIS}`,
	`
select 'setting' as kind, coalesce('role ' || nullif(s.setrole, 0)::regrole, 'database') || ' ' || split_part(c, '=', 1) as name, c as value
from pg_catalog.pg_db_role_setting s
join pg_catalog.pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c where ${THIS}`,
	`
select 'grant' as kind, 'database' as name,
       'owner ' || pg_get_userbyid(d.datdba) || coalesce('; ' || (
         select string_agg(concat(case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, ' ', a.privilege_type,
                                  case when a.is_grantable then ' with grant option' end),
                           '; ' order by case a.grantee when 0 then '' else pg_get_userbyid(a.grantee) end, a.privilege_type)
         from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a), '') as value
from pg_catalog.pg_database d where ${THIS}`
];
/** Objects that stand on their own. */
const DEFINITIONS = [
	`
select 'schema' as kind, quote_ident(n.nspname) as name, '' as value
from pg_catalog.pg_namespace n where ${dumped("n")} and (n.nspname = 'public' or ${own("pg_namespace", "n")})`,
	`
select 'extension' as kind, quote_ident(e.extname) as name, e.extversion || ' in ' || n.nspname as value
from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`,
	`
select case p.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end as kind,
       p.oid::regprocedure::text as name,
       case when p.prokind = 'a'
         then (select concat_ws(' ', pg_get_function_result(p.oid), a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggsortop, a.aggtranstype::regtype, a.agginitval, a.aggkind)
               from pg_catalog.pg_aggregate a where a.aggfnoid = p.oid)
         else pg_get_functiondef(p.oid) end as value
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where ${dumped("n")} and ${own("pg_proc", "p")}
  and not exists (select from pg_catalog.pg_depend i where i.classid = 'pg_catalog.pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i')`,
	`
select case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' when 'r' then 'range' when 'm' then 'multirange' else 'baseType' end as kind,
       format_type(t.oid, null) as name,
       case t.typtype
         when 'e' then (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid)
         when 'd' then concat_ws(' ', format_type(t.typbasetype, t.typtypmod), case when t.typnotnull then 'not null' end, 'default ' || t.typdefault,
                                 case when t.typcollation <> 0 then 'collate ' || t.typcollation::regcollation end)
         when 'c' then (select string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
                        from pg_catalog.pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
         when 'r' then (select concat_ws(' ', format_type(r.rngsubtype, null), nullif(r.rngcollation, 0)::regcollation, r.rngcanonical, r.rngsubdiff, to_jsonb(r) ->> 'rngmultitypid' is not null)
                        from pg_catalog.pg_range r where r.rngtypid = t.oid)
         else '' end as value
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_class c on c.oid = t.typrelid
where ${dumped("n")} and ${own("pg_type", "t")}
  and (t.typrelid = 0 or c.relkind = 'c')
  and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)`,
	`
select 'collation' as kind, format('%I.%I', n.nspname, c.collname) as name,
       concat_ws(' ', c.collprovider, c.collcollate, c.collctype, coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale'), c.collisdeterministic, to_jsonb(c) ->> 'collicurules') as value
from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace
where ${dumped("n")} and ${own("pg_collation", "c")}`,
	`
select 'eventTrigger' as kind, quote_ident(e.evtname) as name,
       concat_ws(' ', e.evtevent, e.evtfoid::regproc, e.evtenabled, array_to_string(e.evttags, ',')) as value
from pg_catalog.pg_event_trigger e where ${own("pg_event_trigger", "e")}`,
	`
select 'foreignServer' as kind, quote_ident(s.srvname) as name,
       concat_ws(' ', f.fdwname, s.srvtype, s.srvversion, (select string_agg(o, ',' order by o) from unnest(s.srvoptions) o)) as value
from pg_catalog.pg_foreign_server s join pg_catalog.pg_foreign_data_wrapper f on f.oid = s.srvfdw
where ${own("pg_foreign_server", "s")}`,
	`
select 'publication' as kind, quote_ident(p.pubname) as name,
       concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot,
         (select string_agg(concat_ws(' ', r.prrelid::regclass, pg_get_expr((to_jsonb(r) ->> 'prqual')::pg_node_tree, r.prrelid), to_jsonb(r) ->> 'prattrs'), ', ' order by r.prrelid::regclass::text)
          from pg_catalog.pg_publication_rel r where r.prpubid = p.oid)) as value
from pg_catalog.pg_publication p`
];
const EXISTENCE = [
	"pg_am",
	"pg_cast",
	"pg_conversion",
	"pg_foreign_data_wrapper",
	"pg_language",
	"pg_opclass",
	"pg_operator",
	"pg_opfamily",
	"pg_transform",
	"pg_ts_config",
	"pg_ts_dict",
	"pg_ts_parser",
	"pg_ts_template",
	"pg_user_mapping"
].map((catalog) => `
select i.type as kind, i.identity as name, '' as value
from pg_catalog.${catalog === "pg_user_mapping" ? "pg_user_mappings u, lateral (select u.umid as oid) x" : `${catalog} x`},
     pg_identify_object('pg_catalog.${catalog}'::regclass, x.oid, 0) i
where ${own(catalog, "x")}`);
// src/engines/postgres/inventory/join-namesakes.ts
/** Makes every key unique whatever the catalogs hold: what shares kind and name becomes one item with all the values. */
function joinNamesakes(items) {
	const groups = Map.groupBy(items, ({ kind, name }) => JSON.stringify([kind, name]));
	return Array.from(groups.values(), (group) => {
		const values = group.map(({ value }) => value).sort();
		return {
			...group[0],
			value: values.length === 1 ? values[0] : JSON.stringify(values)
		};
	});
}
// src/engines/postgres/inventory/relations.ts
const TABLES$1 = `
select case c.relkind when 'f' then 'foreignTable' else 'table' end as kind,
       format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ',
         '(' || coalesce(a.columns, '') || ')',
         case c.relpersistence when 'u' then 'unlogged' end,
         'partition by ' || pg_get_partkeydef(c.oid),
         'partition ' || pg_get_expr(c.relpartbound, c.oid),
         'inherits ' || (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_catalog.pg_inherits i where i.inhrelid = c.oid),
         'of ' || nullif(c.reloftype, 0)::regtype::text,
         'using ' || (select amname from pg_catalog.pg_am where oid = c.relam),
         'with ' || (select string_agg(o, ', ' order by o) from unnest(c.reloptions) o),
         'replica identity ' || nullif(c.relreplident::text, 'd'),
         case when c.relrowsecurity then 'row security' end,
         case when c.relforcerowsecurity then 'forced' end,
         'server ' || (select s.srvname || coalesce(' ' || array_to_string(t.ftoptions, ','), '')
                       from pg_catalog.pg_foreign_table t join pg_catalog.pg_foreign_server s on s.oid = t.ftserver where t.ftrelid = c.oid)
       ) as value
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select string_agg(concat_ws(' ', quote_ident(t.attname), format_type(t.atttypid, t.atttypmod),
           case when t.attnotnull then 'not null' end,
           case when t.attcollation <> y.typcollation then 'collate ' || t.attcollation::regcollation end,
           case t.attgenerated when '' then 'default ' else 'generated ' || t.attgenerated::text || ' ' end || pg_get_expr(d.adbin, d.adrelid),
           'identity ' || nullif(t.attidentity::text, ''),
           case when t.attstorage <> y.typstorage then 'storage ' || t.attstorage::text end,
           'compression ' || nullif(to_jsonb(t) ->> 'attcompression', ''),
           case when (to_jsonb(t) ->> 'attstattarget')::int >= 0 then 'statistics ' || (to_jsonb(t) ->> 'attstattarget') end,
           'options ' || t.attoptions::text, 'foreign ' || t.attfdwoptions::text), ', ' order by t.attname collate "C") as columns
  from pg_catalog.pg_attribute t
  join pg_catalog.pg_type y on y.oid = t.atttypid
  left join pg_catalog.pg_attrdef d on d.adrelid = t.attrelid and d.adnum = t.attnum
  where t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped) a on true
where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't' and ${dumped("n")} and ${own("pg_class", "c")}`;
const VIEWS = `
select case c.relkind when 'm' then 'materializedView' else 'view' end as kind,
       format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ', pg_get_viewdef(c.oid), 'with ' || array_to_string(c.reloptions, ','), case when not c.relispopulated then 'not populated' end) as value
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('v', 'm') and c.relpersistence <> 't' and ${dumped("n")} and ${own("pg_class", "c")}`;
/** Invalid indexes are not in a dump; capture lists them. */
const INDEXES = `
select 'index' as kind, format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ', pg_get_indexdef(c.oid), case when i.indisclustered then 'clustered' end, case when i.indisreplident then 'replica identity' end) as value
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where (i.indisvalid or c.relkind = 'I') and c.relpersistence <> 't' and ${dumped("n")} and ${own("pg_class", "c")}
  and ${own("pg_class", "t")}`;
const SEQUENCES = `
select 'sequence' as kind, format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ', format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, case when c.relpersistence = 'u' then 'unlogged' end,
         'owned by ' || (select d.refobjid::regclass || '.' || a.attname from pg_catalog.pg_depend d
                         join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.refobjsubid > 0 and d.deptype in ('a', 'i'))) as value
from pg_catalog.pg_sequence s
join pg_catalog.pg_class c on c.oid = s.seqrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relpersistence <> 't' and ${dumped("n")} and ${own("pg_class", "c")}`;
/** No snapshot holds these; downward sequences count negated, so that growth is always an increase. */
const SEQUENCE_VALUES = `
select 'sequenceValue' as kind, format('%I.%I', schemaname, sequencename) as name,
       (sign(increment_by) * last_value)::bigint::text as value
from pg_catalog.pg_sequences where last_value is not null and schemaname !~ '^pg_'`;
/** Tables and what hangs on them. */
const RELATIONS = [
	TABLES$1,
	VIEWS,
	INDEXES,
	SEQUENCES,
	`
select 'constraint' as kind, coalesce(nullif(k.conrelid, 0)::regclass::text, format_type(k.contypid, null)) || ' ' || quote_ident(k.conname) as name,
       pg_get_constraintdef(k.oid) as value
from pg_catalog.pg_constraint k
join pg_catalog.pg_namespace n on n.oid = k.connamespace
left join pg_catalog.pg_class c on c.oid = k.conrelid
where k.contype <> 't' and k.conparentid = 0 and ${dumped("n")} and ${own("pg_constraint", "k")}
  and (c.oid is null or c.relpersistence <> 't' and ${own("pg_class", "c")})
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_type'::regclass and e.objid = k.contypid and e.deptype = 'e')`,
	`
select 'trigger' as kind, t.tgrelid::regclass || ' ' || quote_ident(t.tgname) as name,
       pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text as value
from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
where not t.tgisinternal and t.tgparentid = 0 and c.relpersistence <> 't' and ${own("pg_class", "c")}`,
	`
select 'rule' as kind, r.ev_class::regclass || ' ' || quote_ident(r.rulename) as name, pg_get_ruledef(r.oid) || ' ' || r.ev_enabled::text as value
from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
where r.rulename <> '_RETURN' and ${own("pg_class", "c")}`,
	`
select 'policy' as kind, p.polrelid::regclass || ' ' || quote_ident(p.polname) as name,
       concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end, p.polcmd,
         'to ' || (select string_agg(case r when 0 then 'public' else pg_get_userbyid(r) end, ', ' order by pg_get_userbyid(r)) from unnest(p.polroles) r),
         'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid)) as value
from pg_catalog.pg_policy p`,
	`
select 'statistics' as kind, format('%I.%I', n.nspname, s.stxname) as name, pg_get_statisticsobjdef(s.oid) as value
from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
where ${dumped("n")} and ${own("pg_statistic_ext", "s")}`
];
// src/engines/postgres/inventory/roles.ts
/**
* Roles that something in this database belongs or is granted to, and the roles that they are members of or that are members
* of them: others are no concern of this database. The bootstrap superuser is the server's own and not compared, and a dump
* leaves extensions and their members to whoever restores it.
*/
const CONCERNED = `
with recursive concerned as (
  select d.refobjid as oid from pg_catalog.pg_shdepend d
  where d.refclassid = 'pg_catalog.pg_authid'::regclass
    and not (d.dbid <> 0 and d.deptype in ('o', 'i') and (
      d.classid = 'pg_catalog.pg_extension'::regclass
      or exists (select from pg_catalog.pg_depend e where e.classid = d.classid and e.objid = d.objid and e.deptype = 'e')))
    and (d.dbid = (select oid from pg_catalog.pg_database where datname = current_database())
         or d.dbid = 0 and d.classid = 'pg_catalog.pg_database'::regclass and d.objid = (select oid from pg_catalog.pg_database where datname = current_database()))
  union
  select case m.roleid when c.oid then m.member else m.roleid end
  from concerned c join pg_catalog.pg_auth_members m on c.oid in (m.roleid, m.member) and c.oid >= 16384
)`;
/** The roles this database needs, without passwords. */
const ROLES = [`${CONCERNED}
select 'role' as kind, quote_ident(r.rolname) as name,
       concat_ws(' ', case when r.rolsuper then 'superuser' end, case when r.rolinherit then 'inherit' end, case when r.rolcreaterole then 'createrole' end,
         case when r.rolcreatedb then 'createdb' end, case when r.rolcanlogin then 'login' end, case when r.rolreplication then 'replication' end,
         case when r.rolbypassrls then 'bypassrls' end, 'limit ' || nullif(r.rolconnlimit, -1), 'until ' || r.rolvaliduntil,
         'set ' || (select string_agg(c, ', ' order by c) from pg_catalog.pg_db_role_setting s, unnest(s.setconfig) c where s.setrole = r.oid and s.setdatabase = 0)) as value
from pg_catalog.pg_roles r where r.oid in (select oid from concerned) and r.oid >= 16384`, `${CONCERNED}
select 'membership' as kind, quote_ident(pg_get_userbyid(m.roleid)) || ' to ' || quote_ident(pg_get_userbyid(m.member)) as name,
       string_agg(distinct o.options, '; ' order by o.options) as value
from pg_catalog.pg_auth_members m
cross join lateral (
  select concat_ws(' ', case when m.admin_option then 'admin' end, 'inherit ' || (to_jsonb(m) ->> 'inherit_option'), 'set ' || (to_jsonb(m) ->> 'set_option')) as options) o
where (m.roleid in (select oid from concerned) or m.member in (select oid from concerned))
  and (m.roleid >= 16384 or m.member >= 16384)
group by m.roleid, m.member`];
// src/engines/postgres/inventory/read-inventory.ts
/** Kinds that a difference of is a warning: a sandbox may lack the source's locale. */
const DERIVED = /* @__PURE__ */ new Set(["locale"]);
const AT_LEAST = /* @__PURE__ */ new Set(["sequenceValue"]);
/** Every object of the database besides its rows, in canonical form, in a fixed order; `sequences` as they were read earlier. */
async function readInventory(session, sequences) {
	const items = [...sequences];
	for (const query of [
		EXISTENCE,
		RELATIONS,
		DEFINITIONS,
		ACCESS$1,
		ROLES,
		DATABASE$1
	].flat()) items.push(...await readItems(session, query));
	return joinNamesakes(items).sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.value, b.value));
}
/** How far the sequences have come now. */
async function readSequences(session) {
	return await readItems(session, SEQUENCE_VALUES);
}
async function readItems(session, query) {
	return (await session.query(query)).map(({ kind, name, value }) => ({
		kind,
		name,
		value: canonicalDefinition(value ?? ""),
		rule: ruleOf(kind)
	}));
}
function ruleOf(kind) {
	if (AT_LEAST.has(kind)) return "atLeast";
	return DERIVED.has(kind) ? "derived" : "equal";
}
function compare(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
// src/engines/postgres/large-objects.ts
const LARGE_OBJECTS = "large objects";
const LARGE_OBJECTS_METHOD = "chunk-hash/1";
/** Counts and digests the large objects this login may read, with their owners and grants; undefined when there are none. */
async function digestLargeObjects(session, seed) {
	const [row] = await session.query(DIGEST, [seed]);
	if (row === void 0 || row.count === "0") return void 0;
	return {
		name: LARGE_OBJECTS,
		kind: "largeObjects",
		count: Number(row.count),
		digest: row.digest,
		method: LARGE_OBJECTS_METHOD,
		rule: "equal"
	};
}
const CHUNK_BYTES = 1048576;
/** By chunks of what a reader sees, not by stored pages: a restore fills the holes of sparse objects. */
const DIGEST = `
with recursive chunk as (
  select m.oid, 0::bigint as number, length(d.data) as bytes,
         hashtextextended(m.oid || ':0:' || encode(d.data, 'base64') || m.lomowner::regrole || coalesce(g.grants, ''), $1::bigint) as hash
  from pg_catalog.pg_largeobject_metadata m
  cross join lateral (select lo_get(m.oid, 0, ${CHUNK_BYTES}) as data offset 0) d
  left join lateral (
    select string_agg(a.grantee::regrole || a.privilege_type || a.is_grantable, ',' order by a.grantee::regrole::text, a.privilege_type) as grants
    from aclexplode(coalesce(m.lomacl, acldefault('L', m.lomowner))) a) g on true
  union all
  select c.oid, c.number + 1, length(d.data),
         hashtextextended(c.oid || ':' || (c.number + 1) || ':' || encode(d.data, 'base64'), $1::bigint)
  from chunk c
  cross join lateral (select lo_get(c.oid, (c.number + 1) * ${CHUNK_BYTES}, ${CHUNK_BYTES}) as data offset 0) d
  where c.bytes = ${CHUNK_BYTES})
select count(*) filter (where number = 0)::text as count, coalesce(sum(hash), 0)::text as digest from chunk`;
// src/engines/postgres/schema-digest.ts
/** What says who may do what or how a server is set, rather than what the structure is. */
const NOT_STRUCTURE = /* @__PURE__ */ new Set([
	"comment",
	"database",
	"grant",
	"membership",
	"role",
	"setting"
]);
/** SHA-256 of the structure in its canonical form: independent of the client program and of the order of creation. */
function schemaDigest(inventory) {
	const hash = createHash("sha256");
	for (const item of inventory) {
		if (item.rule !== "equal" || NOT_STRUCTURE.has(item.kind)) continue;
		hash.update(JSON.stringify([
			item.kind,
			item.name,
			item.value
		]));
	}
	return {
		digest: hash.digest("hex"),
		method: "catalog/1"
	};
}
// src/engines/postgres/snapshot.ts
const TABLES_PER_LOCK = 500;
/**
* Locks every table against TRUNCATE and ALTER and only then fixes the instant: neither respects snapshots, so a dump
* that locked later could hold an emptied table without any error. `holder` is left in the transaction, `watch` tells the time.
* Undefined, and no transaction open, when tables came or went meanwhile: then try again.
*/
async function exportSnapshot(holder, watch, lockTimeoutMs) {
	const before = await listTables(watch);
	await holder.query("select set_config('lock_timeout', $1, false)", [String(lockTimeoutMs)]);
	await holder.query("begin isolation level repeatable read read only");
	if (await lockTables(holder, before)) {
		const fromAt = await readClock(watch);
		const [row] = await holder.query("select pg_export_snapshot() as name");
		const toAt = await readClock(watch);
		const after = await listTables(holder);
		if (row !== void 0 && JSON.stringify(before) === JSON.stringify(after)) return {
			name: row.name,
			fromAt,
			toAt,
			tables: before,
			sequences: await readSequences(holder)
		};
	}
	await holder.query("rollback");
}
/** False when a table went away before it was locked. */
async function lockTables(session, tables) {
	for (let start = 0; start < tables.length; start += TABLES_PER_LOCK) {
		const some = tables.slice(start, start + TABLES_PER_LOCK);
		try {
			await session.query(`lock table ${some.map(({ name }) => `only ${name}`).join(", ")} in access share mode`);
		} catch (error) {
			if (isGone(error)) return false;
			throw stayedLocked(error);
		}
	}
	return true;
}
const UNDEFINED_TABLE = "42P01";
const INVALID_SCHEMA = "3F000";
function isGone(error) {
	const state = error instanceof Error ? sqlState(error.cause) : void 0;
	return state === UNDEFINED_TABLE || state === INVALID_SCHEMA;
}
function stayedLocked(error) {
	if (!isLifeboatError(error, "timed-out")) return error;
	return new LifeboatError({
		code: "capture-failed",
		what: "a table stayed locked by somebody else",
		...error.why === void 0 ? {} : { why: error.why },
		fix: "end the session that holds it (pg_locks), or raise lockTimeout of the connection",
		cause: error
	});
}
/** The tables that pg_dump locks, as quoted names in a fixed order. */
async function listTables(session) {
	return await session.query(TABLES);
}
const TABLES = `
select c.oid::text as oid, format('%I.%I', n.nspname, c.relname) as name
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (
    select from pg_catalog.pg_depend d left join pg_catalog.pg_extension e on e.oid = d.refobjid
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      and not c.oid = any (coalesce(e.extconfig, '{}')))
order by c.oid`;
async function readClock(session) {
	const [row] = await session.query(`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`);
	return row?.now ?? "";
}
// src/engines/postgres/session-settings.ts
/** Everything that changes how a value prints, and what must not stop a long read; never left to a default. */
const PRINTING = {
	TimeZone: "UTC",
	DateStyle: "ISO, YMD",
	IntervalStyle: "iso_8601",
	extra_float_digits: "1",
	bytea_output: "hex",
	xmlbinary: "base64",
	xmloption: "content",
	lc_monetary: "C",
	quote_all_identifiers: "off",
	search_path: "",
	row_security: "off",
	array_nulls: "on",
	client_encoding: "UTF8",
	standard_conforming_strings: "on"
};
const UNHURRIED = {
	statement_timeout: "0",
	idle_in_transaction_session_timeout: "0",
	lock_timeout: "0"
};
/** Sets what a fingerprint depends on and reads it back. Throws `fingerprint-malformed` when the server did not take it. */
async function setPrinting(session) {
	await set(session, PRINTING);
	const names = Object.keys(PRINTING);
	const rows = await session.query("select n as name, current_setting(n) as value from unnest($1::text[]) as n", [`{${names.join(",")}}`]);
	const wrong = rows.filter(({ name, value }) => value !== PRINTING[name]);
	if (rows.length === names.length && wrong.length === 0) return;
	throw new LifeboatError({
		code: "fingerprint-malformed",
		what: "the server did not take the settings that a fingerprint depends on",
		why: wrong.map(({ name, value }) => `${name} is ${value}`).join(", ")
	});
}
/** Lifts every time limit of the server, and lets it notice when this process is gone. */
async function setUnhurried(session, major) {
	const abilities = abilitiesOf(major);
	await set(session, {
		...UNHURRIED,
		...abilities.transactionTimeout ? { transaction_timeout: "0" } : {},
		...abilities.noticesLostClient ? { client_connection_check_interval: "5s" } : {}
	});
}
async function set(session, settings) {
	const names = Object.keys(settings);
	await session.query("select set_config(n, v, false) from unnest($1::text[], $2::text[]) as s(n, v)", [arrayText(names), arrayText(names.map((name) => settings[name] ?? ""))]);
}
/** A one-dimensional text array in the server's own notation. */
function arrayText(items) {
	return `{${items.map((item) => `"${item.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
// src/engines/postgres/quote.ts
/** An identifier as SQL text, always quoted. */
function quoteIdentifier(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
/** A string as an SQL literal; backslashes are taken as they are (standard_conforming_strings is on). */
function quoteLiteral(text) {
	return `'${text.replaceAll("'", "''")}'`;
}
// src/engines/postgres/fingerprint.ts
/** Reads the fingerprint of a restored database in one snapshot of its own. Throws `fingerprint-malformed`. */
async function fingerprint(connection, spec, context) {
	await using session = await openSession(connection, context);
	const major = assertSupported((await identify(session, connection)).version);
	await prepareReader(session, {
		major,
		subject: "copy"
	});
	await session.query("begin isolation level repeatable read read only");
	const [row] = await session.query("select pg_export_snapshot() as name");
	return await readFingerprint({
		connection,
		session,
		snapshot: {
			name: row?.name ?? "",
			tables: [],
			sequences: await readSequences(session)
		},
		major,
		subject: "copy",
		spec,
		context
	});
}
/** Reads the fingerprint in an exported snapshot, on as many sessions as the connection says. */
async function readFingerprint(job) {
	const { major, spec, session, snapshot } = job;
	const wanted = (name) => spec.only === void 0 || spec.only.includes(name);
	const all = await listRelations(session, major);
	const unread = all.filter(({ name, readable }) => !readable || spec.leftOut.includes(name));
	const relations = all.filter((relation) => wanted(relation.name) && !unread.includes(relation));
	const queue = relations.values();
	const helpers = Math.min(job.connection.fingerprintSessions, relations.length) - 1;
	const digested = await Promise.all([digestAll(session, queue, job), ...Array.from({ length: Math.max(helpers, 0) }, () => helpToDigest(queue, job))]);
	const objects = wanted("large objects") ? await digestLargeObjects(session, spec.seed) : void 0;
	const datasets = [...digested.flat(), ...objects === void 0 ? [] : [objects]];
	const inventory = spec.only === void 0 ? await readInventory(session, snapshot.sequences) : [];
	return {
		format: "lifeboat-fingerprint/1",
		engine: "postgres",
		comparableWithin: `postgres ${major}`,
		origin: "source",
		seed: spec.seed,
		coverage: { kind: "exact" },
		datasets: datasets.sort((a, b) => a.name < b.name ? -1 : 1),
		leftOut: unread.map(({ name }) => name).sort(),
		inventory,
		schema: schemaDigest(inventory)
	};
}
/** Settings of a session that fingerprints, before its transaction begins. */
async function prepareReader(session, { major, subject }) {
	await setUnhurried(session, major);
	await setPrinting(session);
	const alone = subject === "source" ? ", set_config('max_parallel_workers_per_gather', '0', false)" : "";
	await session.query(`select set_config('jit', 'off', false)${alone}`);
}
/** A new seed for a new backup, within a signed 64-bit integer. */
function newSeed(context) {
	return Buffer.from(context.random.bytes(8)).readBigInt64BE().toString();
}
/**
* Reads beside the first session. Its locks must not wait: somebody's ALTER may wait for ours, and we would wait behind it
* for ever. Then the first session does all by itself.
*/
async function helpToDigest(queue, job) {
	await using session = await openSession(job.connection, job.context);
	await prepareReader(session, job);
	await session.query("select set_config('lock_timeout', '200ms', false)");
	await session.query("begin isolation level repeatable read read only");
	await session.query(`set transaction snapshot ${quoteLiteral(job.snapshot.name)}`);
	try {
		if (!await lockTables(session, job.snapshot.tables)) return [];
	} catch (error) {
		if (isLifeboatError(error, "capture-failed")) return [];
		throw error;
	}
	return await digestAll(session, queue, job);
}
async function digestAll(session, queue, { spec, context }) {
	const datasets = [];
	for (let next = queue.next(); next.done !== true; next = queue.next()) {
		context.reporter.report({
			event: "phase",
			name: "fingerprint",
			target: next.value.name
		});
		datasets.push(await digest(session, next.value, spec));
	}
	return datasets;
}
async function digest(session, relation, spec) {
	const method = spec.methods.get(relation.name) ?? relation.method;
	const rows = await session.query(digestQuery(relation, method), [spec.seed]);
	const [row] = rows;
	if (row === void 0 || rows.length > 1 || !/^\d+$/.test(row.count) || !/^-?\d+$/.test(row.digest)) throw new LifeboatError({
		code: "fingerprint-malformed",
		what: "the digest of a relation is not a count and a number",
		why: relation.name
	});
	return {
		name: relation.name,
		kind: relation.kind,
		count: Number(row.count),
		digest: row.digest,
		method,
		rule: relation.kind === "materializedView" ? "derived" : "equal"
	};
}
// src/engines/postgres/limitations.ts
/** What a logical dump of this database does not hold or this login cannot prove, one sentence each. */
async function findLimitations(session) {
	return (await session.query(QUERIES.join("\nunion all\n"))).map(({ sentence }) => sentence);
}
const OUTSIDE = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
const QUERIES = [
	`select 'role passwords are not in the backup: set them anew after a restore' as sentence`,
	`select format('foreign table %I.%I: its rows lie elsewhere and are not in the backup', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'f' and ${OUTSIDE}`,
	`select format('index %I.%I is invalid on the source and not in the backup', n.nspname, c.relname)
   from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where not i.indisvalid and c.relkind = 'i' and ${OUTSIDE}`,
	`select format('%I.%I: unlogged, and not readable on a standby: its rows are not in the backup', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relpersistence = 'u' and c.relkind = 'r' and pg_is_in_recovery() and ${OUTSIDE}`,
	`select format('materialized view %I.%I is recomputed by a restore; its rows are compared as a hint only', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' and c.relispopulated and ${OUTSIDE}`,
	`select format('materialized view %I.%I cannot be read by this login and is not compared', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'm' and not has_table_privilege(c.oid, 'SELECT') and ${OUTSIDE}`,
	`select format('generated columns of %I.%I are recomputed by a restore and not compared', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and ${OUTSIDE} and exists (
     select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attgenerated <> '' and not a.attisdropped)`,
	`select 'subscriptions are not in the backup: only a superuser can read them'
   where exists (select from pg_catalog.pg_stat_subscription) and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)`,
	`select format('tablespace %I: where its files lie is not restored', t.spcname)
   from pg_catalog.pg_tablespace t where t.spcname !~ '^pg_'
   and exists (select from pg_catalog.pg_class c where c.reltablespace = t.oid)`
];
// src/engines/postgres/privileges.ts
const NAMED = 10;
/** What this login cannot read although pg_dump must: one sentence each, with the statement that grants it. */
async function findMissingPrivileges(session) {
	return (await session.query(`${UNREADABLE} union all ${UNREADABLE_OBJECTS} order by sentence`)).map(({ sentence }) => sentence);
}
/** Throws `privilege-missing` that names what to grant: a backup never leaves data out silently. */
async function assertReadable(session) {
	const missing = await findMissingPrivileges(session);
	if (missing.length === 0) return;
	const more = missing.length > NAMED ? `; and ${missing.length - NAMED} more` : "";
	throw new LifeboatError({
		code: "privilege-missing",
		what: "the login cannot read everything in this database",
		why: missing.slice(0, NAMED).join("; ") + more,
		fix: "grant what is named (as the owner or a superuser); GRANT pg_read_all_data covers tables, sequences and schemas from PostgreSQL 14 on"
	});
}
/** Everything that pg_dump reads rows or states of, except members of extensions whose rows it leaves to them. */
const UNREADABLE = `
select case
         when not has_schema_privilege(n.oid, 'USAGE') then format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, current_user)
         when not case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'SELECT') else has_table_privilege(c.oid, 'SELECT') end
           then format('GRANT SELECT ON %s %I.%I TO %I', case c.relkind when 'S' then 'SEQUENCE' else 'TABLE' end, n.nspname, c.relname, current_user)
         else format('row level security hides rows of %I.%I: ALTER ROLE %I BYPASSRLS', n.nspname, c.relname, current_user)
       end as sentence
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'S') and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (
    select from pg_catalog.pg_depend d left join pg_catalog.pg_extension e on e.oid = d.refobjid
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      and not c.oid = any (coalesce(e.extconfig, '{}')))
  and (not has_schema_privilege(n.oid, 'USAGE')
       or not case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'SELECT') else has_table_privilege(c.oid, 'SELECT') end
       or (c.relkind in ('r', 'p') and row_security_active(c.oid)))`;
const UNREADABLE_OBJECTS = `
select format('GRANT SELECT ON LARGE OBJECT %s TO %I', m.oid, current_user)
from pg_catalog.pg_largeobject_metadata m
where not coalesce((select rolsuper from pg_catalog.pg_roles where rolname = current_user), false)
  and not current_setting('lo_compat_privileges')::boolean
  and not exists (
    select from aclexplode(coalesce(m.lomacl, acldefault('L', m.lomowner))) a
    where a.privilege_type = 'SELECT' and (a.grantee = 0 or pg_has_role(a.grantee, 'USAGE')))
  and not pg_has_role(m.lomowner, 'USAGE')`;
// src/engines/postgres/requirements.ts
/** What a new server and database must be like so that the dump loads into them as it was. */
async function readRequirements(session) {
	const [row] = await session.query(DATABASE);
	const known = Object.entries(row ?? {}).filter((entry) => entry[1] !== null);
	const extensions = await session.query(EXTENSIONS);
	return {
		...Object.fromEntries(known),
		...Object.fromEntries(extensions.map(({ name, version }) => [`extension.${name}`, version]))
	};
}
/** Through JSON, since the columns' names changed between versions. */
const DATABASE = `
select current_setting('server_version') as "serverVersion",
       current_database() as "database",
       pg_encoding_to_char(d.encoding) as "encoding",
       d.datcollate as "collate",
       d.datctype as "ctype",
       case coalesce(j ->> 'datlocprovider', 'c') when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as "localeProvider",
       coalesce(j ->> 'datlocale', j ->> 'daticulocale') as "locale",
       j ->> 'daticurules' as "icuRules",
       j ->> 'datcollversion' as "collationVersion",
       (select rolname from pg_catalog.pg_roles where oid = 10) as "superuser",
       case when exists (select from pg_catalog.pg_namespace where nspname = 'public') then null else 'absent' end as "publicSchema",
       (select setting from pg_catalog.pg_settings where name = 'shared_preload_libraries' and setting <> '') as "preloadLibraries"
from pg_catalog.pg_database d, to_jsonb(d) as j
where d.datname = current_database()`;
const EXTENSIONS = `
select extname as name, extversion as version from pg_catalog.pg_extension
where extname <> 'plpgsql' order by extname`;
// src/engines/postgres/locked-dump.ts
const LOOK_EVERY_MS$1 = 20;
/**
* Dumps into `output` in a snapshot whose tables were all locked before it was taken. `onLocked` is told once pg_dump holds its
* own locks: from then on nothing can change what it reads, and the snapshot is the one of the backup.
* When somebody's ALTER or TRUNCATE comes between our locks and those of pg_dump, it waits for us and pg_dump behind it, for
* ever: then everything is let go, and tried again until the connection's lock timeout has passed.
*/
async function dumpLocked(job, output, onLocked) {
	const { connection, holder, watch, context } = job;
	const deadline = context.clock.monotonicMs() + connection.lockTimeoutMs;
	do {
		if (context.signal.aborted) throw cancelled(context.signal);
		const snapshot = await exportSnapshot(holder, watch, connection.lockTimeoutMs);
		if (snapshot === void 0) continue;
		const dumping = startDump(job, snapshot, output);
		if (await whenLocked(job, snapshot, dumping) === "locked") {
			onLocked(snapshot);
			await dumping;
			return;
		}
		await giveWay(job, dumping);
	} while (context.clock.monotonicMs() < deadline);
	throw new LifeboatError({
		code: "source-changed",
		what: "tables were created, dropped, altered or truncated during every attempt to lock them all",
		fix: "run again when no schema migration is under way, or raise lockTimeout of the connection"
	});
}
async function startDump({ connection, tools, environment, context }, snapshot, output) {
	const args = [
		"--format=custom",
		"--compress=0",
		`--snapshot=${snapshot.name}`,
		`--lock-wait-timeout=${connection.lockTimeoutMs}`,
		"--no-password"
	];
	const env = {
		...environment,
		PGAPPNAME: dumpName(context.runId)
	};
	try {
		await tools.pipe({
			program: "pg_dump",
			args,
			env
		}, output, { leaveOpen: true });
	} catch (error) {
		throw explainDump(error);
	}
}
/** A dump that ends counts as locked; how it ended is told by the dump itself. */
async function whenLocked(job, snapshot, dumping) {
	const ended = dumping.then(() => "locked", () => "locked");
	for (;;) {
		const pause = setTimeout(LOOK_EVERY_MS$1);
		const state = await look(job, snapshot) ?? await Promise.race([ended, pause]);
		if (state !== void 0) return state;
	}
}
/** While the holder has every lock, whoever makes pg_dump wait for one must itself be waiting for the holder. */
async function look({ watch, context }, snapshot) {
	const oids = `{${snapshot.tables.map(({ oid }) => oid).join(",")}}`;
	const [row] = await watch.query(`select count(distinct l.relation) filter (where l.granted)::text as held, count(*) filter (where not l.granted)::text as waiting
     from pg_catalog.pg_stat_activity a join pg_catalog.pg_locks l on l.pid = a.pid
     where a.application_name = $1 and l.locktype = 'relation' and l.relation = any ($2::oid[])`, [dumpName(context.runId), oids]);
	if (Number(row?.waiting) > 0) return "blocked";
	return Number(row?.held) >= snapshot.tables.length ? "locked" : void 0;
}
/** Ends this attempt's pg_dump and lets the locks go, so that whoever waits can go on. */
async function giveWay({ holder, watch, context }, dumping) {
	await watch.query("select pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where application_name = $1", [dumpName(context.runId)]);
	await holder.query("rollback");
	await dumping.catch((error) => {
		if (isLifeboatError(error, "cancelled")) throw error;
	});
}
// src/engines/postgres/inventory/count-objects.ts
/** What a load sets anew, or what belongs to the server rather than to what lies in the database. */
const OF_THE_DATABASE = /* @__PURE__ */ new Set([
	"database",
	"locale",
	"membership",
	"role",
	"setting"
]);
/** What a copy of template0 holds; whether the grants of `public` are its own is looked at apart. */
const OF_TEMPLATE = /* @__PURE__ */ new Set([
	"schema public",
	"grant schema public",
	"grant database",
	"comment schema public"
]);
/** How many things lie in a database that a fresh copy of template0 has not, of every kind that is compared after a restore. */
async function countObjects(session) {
	await setPrinting(session);
	const own = (await readInventory(session, await readSequences(session))).filter(({ kind, name }) => !OF_THE_DATABASE.has(kind) && !OF_TEMPLATE.has(`${kind} ${name}`));
	const [row] = await session.query(OTHERS);
	return own.length + Number(row?.count);
}
/** Large objects, subscriptions and labels are no part of the inventory; of `public` a dump carries only what was changed. */
const OTHERS = `
select (
  (select count(*) from pg_catalog.pg_largeobject_metadata)
  + (select count(s.subname) from pg_catalog.pg_subscription s
     where s.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))
  + (select count(*) from pg_catalog.pg_seclabel)
  + (select count(*) from pg_catalog.pg_namespace n
     left join pg_catalog.pg_init_privs i on i.classoid = 'pg_catalog.pg_namespace'::regclass and i.objoid = n.oid
     where n.nspname = 'public'
       and (n.nspowner >= 16384
            or array(select a::text from unnest(n.nspacl) a order by 1) <> array(select a::text from unnest(i.initprivs) a order by 1)
            or coalesce(obj_description(n.oid, 'pg_namespace'), '') not in ('', 'standard public schema')))
)::text as count`;
// src/engines/postgres/inspect.ts
const SYSTEM = /* @__PURE__ */ new Set([
	"postgres",
	"template0",
	"template1"
]);
/**
* Who a destination is and how many objects lie in it; a database that does not exist yet is empty.
* Throws `not-supported` for databases that come with every server, and for templates.
*/
async function inspect(connection, context) {
	const { exists, identity } = await lookFromBeside(connection, context);
	if (!exists) return {
		identity,
		exists,
		objects: 0
	};
	await using session = await openSession(connection, context);
	return {
		identity,
		exists,
		objects: await countObjects(session)
	};
}
/** A session in a database of the server that always exists, to create, rename or look at another one. */
async function openBeside(connection, context) {
	const attempts = [];
	for (const database of ["postgres", "template1"]) try {
		return await openSession({
			...connection,
			database
		}, context);
	} catch (error) {
		attempts.push(error);
	}
	throw attempts[0] instanceof LifeboatError ? attempts[0] : /* @__PURE__ */ new Error("no database to connect to");
}
async function lookFromBeside(connection, context) {
	await using session = await openBeside(connection, context);
	const rows = await session.query("select datistemplate::text as template from pg_catalog.pg_database where datname = $1", [connection.database]);
	if (SYSTEM.has(connection.database) || rows[0]?.template === "true") throw ofTheServer(connection);
	return {
		exists: rows.length > 0,
		identity: await identify(session, connection)
	};
}
function ofTheServer(connection) {
	return new LifeboatError({
		code: "not-supported",
		what: `${addressOf(connection)} is a template or a database that comes with every server: nothing is restored into it`,
		fix: "name a new database: --into orders_restored"
	});
}
// src/engines/postgres/sweep.ts
const SESSION_PATTERN = "^lifeboat/";
const MARK = /^lifeboat restore (\S+) in progress$/;
/** What a database carries as its comment while a run fills it. */
function restoreMark(runId) {
	return `lifeboat restore ${runId} in progress`;
}
/** Ends sessions of runs that no longer live and drops databases that they left half restored; one sentence each. */
async function sweep(connection, isAlive, context) {
	await using session = await openBeside(connection, context);
	return [...await endDeadSessions(session, isAlive, context.runId), ...await dropHalfRestored(session, isAlive)];
}
/** Ends every session of one run, but not the caller's own. */
async function endSessions(connection, runId, context) {
	await using session = await openSession(connection, context);
	await session.query("select pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where application_name in ($1, $2) and pid <> pg_backend_pid()", [applicationName(runId), dumpName(runId)]);
}
async function endDeadSessions(session, isAlive, ownRun) {
	const rows = await session.query("select pid::text as pid, application_name as name from pg_catalog.pg_stat_activity where application_name ~ $1", [SESSION_PATTERN]);
	const done = [];
	for (const { pid, name } of rows) {
		const runId = name.slice(name.indexOf("/") + 1).split(" ")[0] ?? "";
		if (runId === ownRun || isAlive(runId)) continue;
		await session.query("select pg_terminate_backend($1::int)", [pid]);
		done.push(`ended session ${pid} of run ${runId}`);
	}
	return done;
}
async function dropHalfRestored(session, isAlive) {
	const rows = await session.query(`select datname as name, shobj_description(oid, 'pg_database') as comment
     from pg_catalog.pg_database where shobj_description(oid, 'pg_database') like 'lifeboat restore %'`);
	const done = [];
	for (const { name, comment } of rows) {
		const runId = MARK.exec(comment)?.[1];
		if (runId === void 0 || isAlive(runId)) continue;
		await session.query(`drop database ${quoteIdentifier(name)} with (force)`);
		done.push(`dropped the database ${name} that run ${runId} left half restored`);
	}
	return done;
}
// src/engines/postgres/capture.ts
const PARTS = {
	data: "data.dump",
	globals: "globals.sql",
	database: "database.sql"
};
/** Dumps and fingerprints a database in one and the same snapshot, with every table locked against TRUNCATE and ALTER. */
async function capture(connection, { sink, fingerprint: wanted }, outer) {
	const stop = new AbortController();
	const context = withSignal(outer, AbortSignal.any([outer.signal, stop.signal]));
	await using watch = await openSession(connection, context);
	const identity = await identify(watch, connection);
	const major = assertSupported(identity.version);
	await using opened = new AsyncDisposableStack();
	const [holder, tools, { requirements, limitations }] = await allEnded([
		openHolder(connection, {
			major,
			context,
			opened
		}),
		context.tools(programNeed(major, ["pg_dump", "pg_dumpall"])).then((found) => opened.use(found)),
		lookAround(watch, major)
	]);
	const source = {
		connection,
		tools,
		environment: await clientEnvironment(connection, tools, context),
		holder,
		watch,
		context
	};
	const locked = Promise.withResolvers();
	const spec = {
		seed: newSeed(context),
		methods: /* @__PURE__ */ new Map(),
		leftOut: []
	};
	const read = async () => {
		const snapshot = await locked.promise;
		return wanted ? await readFingerprint({
			...source,
			session: holder,
			snapshot,
			major,
			subject: "source",
			spec
		}) : void 0;
	};
	const fingerprint = await allOrNone(source, stop, [
		read,
		async () => {
			try {
				await sink.stream(PARTS.data, (output) => dumpLocked(source, output, locked.resolve));
			} catch (error) {
				locked.reject(error);
				throw error;
			}
		},
		() => locked.promise.then(() => dumpGlobals(source, sink)),
		() => locked.promise.then(() => describeDatabase(watch)).then((text) => sink.stream(PARTS.database, Readable.from([text])))
	]);
	const { fromAt, toAt } = await locked.promise;
	await holder.query("commit");
	return {
		identity,
		consistency: {
			kind: "transactional",
			fromAt,
			toAt
		},
		fingerprint,
		requirements,
		limitations
	};
}
/** The session that exports the snapshot and reads in it. */
async function openHolder(connection, { major, context, opened }) {
	const holder = opened.use(await openSession(connection, context));
	await prepareReader(holder, {
		major,
		subject: "source"
	});
	return holder;
}
async function lookAround(watch, major) {
	await assertReadable(watch);
	await setUnhurried(watch, major);
	return {
		requirements: await readRequirements(watch),
		limitations: await findLimitations(watch)
	};
}
/** Runs all at once; when one fails the others are stopped, and the first failure is thrown. */
async function allOrNone(source, stop, [first, ...others]) {
	const guarded = async (step) => {
		try {
			return await step();
		} catch (error) {
			stop.abort(error);
			throw error;
		}
	};
	const steps = [guarded(first), ...others.map(guarded)];
	try {
		const [result] = await Promise.all(steps);
		return result;
	} catch (error) {
		await Promise.allSettled(steps);
		await endOwnSessions(source);
		throw error;
	}
}
/** A server before version 14 goes on with a query whose client is gone. */
async function endOwnSessions({ connection, context }) {
	const unstopped = {
		...context,
		signal: new AbortController().signal
	};
	await endSessions(connection, context.runId, unstopped).catch(() => void 0);
}
/** Roles, memberships and tablespaces of the whole server, without passwords; as text that psql reads. */
async function dumpGlobals(source, sink) {
	const { tools, environment, connection } = source;
	const args = [
		"--globals-only",
		"--no-role-passwords",
		`--database=${connectionString(connection.database)}`,
		"--no-password"
	];
	try {
		const { stdout } = await tools.run({
			program: "pg_dumpall",
			args,
			env: environment
		});
		if (stdout.trim() === "") throw new LifeboatError({
			code: "capture-failed",
			what: "pg_dumpall wrote nothing"
		});
		await sink.stream(PARTS.globals, Readable.from([stdout]));
	} catch (error) {
		throw explainDump(error);
	}
}
/** pg_dumpall ignores PGDATABASE; a name with `=` in it must not be taken for a connection string. */
function connectionString(database) {
	return `dbname='${database.replaceAll(/['\\]/g, "\\$&")}'`;
}
// src/engines/postgres/checks.ts
/** The server's own consistency checks and a write that is taken back; nothing stays behind. */
async function checks(connection, context) {
	await using session = await openSession(connection, context);
	await setUnhurried(session, majorOf((await identify(session, connection)).version));
	return [
		await checkIndexes(session),
		await checkNone(session, INVALID_INDEXES),
		await checkNone(session, STALE_COLLATIONS),
		await probeWrite(session)
	];
}
const INVALID_INDEXES = {
	name: "indexes valid",
	good: "every index is valid",
	query: `select indexrelid::regclass::text as found from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid where not i.indisvalid and c.relkind = 'i'`
};
/** An index sorted by one version of a collation library and read by another returns wrong rows. */
const STALE_COLLATIONS = {
	name: "collation versions",
	good: "every collation has the version it was made with",
	query: `select c.collname::text as found from pg_catalog.pg_collation c
    where c.collversion is not null and c.collversion <> pg_collation_actual_version(c.oid) and c.oid >= 16384`
};
async function checkNone(session, { name, good, query }) {
	const rows = await session.query(query);
	if (rows.length === 0) return {
		name,
		result: "passed",
		detail: good
	};
	return {
		name,
		result: "failed",
		detail: rows.map(({ found }) => found).join(", ")
	};
}
const BTREES = `
select count(x.checked)::text as count from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_am a on a.oid = c.relam and a.amname = 'btree'
cross join lateral (select bt_index_check(c.oid, true) is null or true as checked) x
where i.indisvalid and c.relkind = 'i' and c.relpersistence <> 't'`;
/** amcheck finds every row of a table in each of its B-trees, in order. */
async function checkIndexes(session) {
	const name = "amcheck";
	if ((await session.query("select from pg_catalog.pg_available_extensions where name = 'amcheck'")).length === 0) return {
		name,
		result: "skipped",
		detail: "the extension amcheck is not installed on this server"
	};
	return await takenBack(session, name, async () => {
		await session.query("create schema lifeboat_check");
		await session.query("set local search_path = lifeboat_check, pg_catalog");
		await session.query("create extension if not exists amcheck");
		const [schema] = await session.query("select extnamespace::regnamespace::text as name from pg_catalog.pg_extension where extname = 'amcheck'");
		await session.query(`set local search_path = ${schema?.name ?? "lifeboat_check"}, pg_catalog`);
		const [row] = await session.query(BTREES);
		return `${row?.count} B-trees hold every row of their tables, in order`;
	});
}
async function probeWrite(session) {
	return await takenBack(session, "write", async () => {
		await session.query("create schema lifeboat_check");
		await session.query("create table lifeboat_check.probe (id int primary key, note text)");
		await session.query("insert into lifeboat_check.probe values (1, 'written')");
		if ((await session.query("select from lifeboat_check.probe where note = 'written'")).length !== 1) throw new Error("a row that was written could not be read");
		return "a table was made, written and read";
	});
}
/** Runs a check in a transaction that is always rolled back, with the database's own triggers off. */
async function takenBack(session, name, check) {
	await session.query("begin");
	try {
		await muteTriggers(session);
		return {
			name,
			result: "passed",
			detail: await check()
		};
	} catch (error) {
		if (isLifeboatError(error, "connection-lost") || isLifeboatError(error, "cancelled")) throw error;
		return {
			name,
			result: "failed",
			detail: error instanceof Error ? error.message : String(error)
		};
	} finally {
		await session.query("rollback");
	}
}
/** Only a superuser may, and only there the source's event triggers could object. */
async function muteTriggers(session) {
	await session.query(`select set_config('session_replication_role', 'replica', true)
     where (select rolsuper from pg_catalog.pg_roles where rolname = current_user)`);
}
// src/engines/postgres/destination.ts
/** PostgreSQL cuts a longer name short without an error. */
const LONGEST_NAME_BYTES = 63;
/**
* A URL is an address of its own; anything else names another database of the source's server.
* Throws `usage-invalid` or `config-invalid`.
*/
function destination(source, into) {
	if (/^postgres(ql)?:\/\//.test(into)) {
		const address = parseAddress(into);
		assertName(address.database);
		if (holdsControlCharacter(address.host)) throw invalid("the host of the destination holds a control character", "write its name");
		return {
			...address,
			tls: chooseTls(address.host, address.tls),
			lockTimeoutMs: DEFAULT_LOCK_TIMEOUT_MS,
			fingerprintSessions: 1
		};
	}
	assertName(into);
	if (source === void 0) throw invalid(`"${into}" names a database, but there is no target whose server it could be on`, "give a URL: postgres://user@host/database");
	return {
		...source,
		database: into
	};
}
/** A destination is confirmed by its name, which must therefore be the whole of what was meant. */
function assertName(name) {
	const fix = "name a new database: --into orders_restored";
	if (name.trim() === "") throw invalid("the name of the destination is empty", fix);
	if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) throw invalid(`the name of the destination has more than ${LONGEST_NAME_BYTES} bytes`, fix);
	if (holdsControlCharacter(name)) throw invalid("the name of the destination holds a control character", fix);
	if (name.includes("/")) throw invalid("the name of the destination holds a slash", fix);
}
function invalid(what, fix) {
	return new LifeboatError({
		code: "usage-invalid",
		what,
		fix
	});
}
// src/engines/postgres/integrity.ts
/** The query that counts what breaks a rule. A dataset is `schema.table` as fingerprints name it, or a table of `public`. */
function violations(rule) {
	const table = tableOf(rule.dataset);
	if (rule.kind === "count") return `select count(*) from ${table}`;
	if (rule.kind === "unique") return countRepeated(table, rule.columns);
	if (rule.kind === "references") return countOrphans(table, rule);
	return `select count(*) from ${table} where ${each(rule.columns, (name) => `${name} is null`, " or ")}`;
}
function countRepeated(table, columns) {
	if (columns.length === 0) throw notSupported();
	const list = each(columns, (name) => name, ", ");
	return `select coalesce(sum(n - 1), 0) from (select count(*) as n from ${table} where ${each(columns, (name) => `${name} is not null`, " and ")} group by ${list} having count(*) > 1) as repeated`;
}
function countOrphans(table, rule) {
	requirePairs(rule);
	const { columns, to } = rule;
	const present = each(columns, (name) => `child.${name} is not null`, " and ");
	const same = columns.map((name, at) => `parent.${quoteIdentifier(to.columns[at] ?? "")} = child.${quoteIdentifier(name)}`).join(" and ");
	return `select count(*) from ${table} as child where ${present} and not exists (select from ${tableOf(to.dataset)} as parent where ${same})`;
}
function each(columns, write, between) {
	return columns.map((name) => write(quoteIdentifier(name))).join(between);
}
const NAME$1 = "\"(?:[^\"]|\"\")+\"|[^\".]+";
const DATASET = new RegExp(`^(?:(${NAME$1})\\.)?(${NAME$1})$`);
/** Names come as `format('%I.%I')` writes them, so they are quoted only where they must be. */
function tableOf(dataset) {
	const match = DATASET.exec(dataset);
	if (match === null) throw noTable(dataset);
	const [, schema = "public", table = ""] = match;
	return `${quoteIdentifier(unquoted(schema))}.${quoteIdentifier(unquoted(table))}`;
}
function unquoted(name) {
	return name.startsWith("\"") ? name.slice(1, -1).replaceAll("\"\"", "\"") : name;
}
function noTable(dataset) {
	return new LifeboatError({
		code: "plan-invalid",
		what: `${JSON.stringify(dataset)} names no table`,
		fix: "write schema.table, with double quotes around a name that holds a dot"
	});
}
function notSupported() {
	return new LifeboatError({
		code: "not-supported",
		what: "a rule of uniqueness for postgres names no columns",
		fix: "name the columns that must not repeat together"
	});
}
// src/engines/postgres/keys.ts
const BATCH = 2e3;
const EXAMPLE = "select id from orders where id is not null";
/** Streams the one column of a query through a cursor of a read-only transaction. */
async function* keys(connection, question, context) {
	await using session = await openSession(connection, context);
	const ask = (text) => session.queryArrays(text).catch((error) => {
		throw explainQuestion(error);
	});
	await session.query("begin read only");
	await ask(`declare lifeboat_keys no scroll cursor for ${question}`);
	for (let rows = await ask(FETCH); rows.length > 0; rows = await ask(FETCH)) for (const row of rows) yield keyOf(row, EXAMPLE);
}
const FETCH = `fetch ${BATCH} from lifeboat_keys`;
// src/engines/postgres/create-database.ts
/** Creates an empty database with the source's encoding and locale; returns what could not be had, one sentence each. */
async function createDatabase(session, wanted) {
	try {
		await session.query(createStatement(wanted));
		return [];
	} catch (error) {
		if (!isLocaleFailure(error)) throw error;
		const locale = wanted.requirements["locale"] ?? wanted.requirements["collate"] ?? "";
		if (!wanted.anyLocale) throw localeMissing(locale, error);
		await session.query(createStatement({
			...wanted,
			requirements: plainLocale(wanted.requirements)
		}));
		return [`this server lacks the locale ${locale} of the source: text sorts by bytes here`];
	}
}
function createStatement({ name, major, requirements }) {
	const options = ["template template0"];
	const add = (key, option) => {
		const value = requirements[key];
		if (value !== void 0) options.push(`${option} ${quoteLiteral(value)}`);
	};
	add("encoding", "encoding");
	add("collate", "lc_collate");
	add("ctype", "lc_ctype");
	const provider = requirements["localeProvider"];
	if (abilitiesOf(major).localeProvider && provider !== void 0 && provider !== "libc") {
		options.push(`locale_provider ${provider}`);
		add("locale", provider === "icu" ? "icu_locale" : "builtin_locale");
		add("icuRules", "icu_rules");
	}
	return `create database ${quoteIdentifier(name)} ${options.join(" ")}`;
}
function plainLocale(requirements) {
	return {
		encoding: requirements["encoding"] ?? "UTF8",
		collate: "C",
		ctype: "C"
	};
}
function isLocaleFailure(error) {
	return isLifeboatError(error) && /locale|collat|ICU/i.test(error.why ?? "");
}
function localeMissing(locale, cause) {
	return new LifeboatError({
		code: "load-failed",
		what: `the server lacks the locale ${locale} that the source has`,
		...cause instanceof LifeboatError && cause.why !== void 0 ? { why: cause.why } : {},
		fix: "install the locale on the server, or create the empty database yourself and restore into it",
		cause
	});
}
// src/engines/postgres/statements.ts
const OPENING = /'|"|\$[A-Za-z_0-9]*\$|--|;/g;
/**
* The statements of a script as pg_dumpall writes it, without comments and psql's own commands.
* Knows quoted names, both kinds of strings and dollar quotes; nothing else opens anything in such a script.
*/
function splitStatements(script) {
	const text = script.replaceAll(/^\\.*$/gm, "");
	const statements = [];
	let statement = "";
	let at = 0;
	while (at < text.length) {
		OPENING.lastIndex = at;
		const found = OPENING.exec(text);
		if (found === null) break;
		const mark = found[0];
		const end = closing(text, found.index, mark);
		statement += text.slice(at, mark === "--" || mark === ";" ? found.index : end);
		if (mark === ";") {
			statements.push(statement.trim());
			statement = "";
		}
		at = end;
	}
	return statements.filter((one) => one !== "");
}
/** The position after what `mark` opened. */
function closing(text, start, mark) {
	const from = start + mark.length;
	if (mark === ";") return from;
	if (mark === "'" && /(^|[^A-Za-z0-9_])E$/.test(text.slice(Math.max(0, start - 2), start))) return closingOfEscapeString(text, from);
	const end = text.indexOf(mark === "--" ? "\n" : mark, from);
	if (end < 0) return text.length;
	return mark === "--" ? end : end + mark.length;
}
function closingOfEscapeString(text, from) {
	for (let at = from; at < text.length; at += 1) if (text.charAt(at) === "\\") at += 1;
	else if (text.charAt(at) === "'") return at + 1;
	return text.length;
}
// src/engines/postgres/globals.ts
const NAME = String.raw`("(?:[^"]|"")+"|[^\s;"]+)`;
const ROLE = new RegExp(`^(?:CREATE|ALTER) ROLE ${NAME}`);
const COMMENT = new RegExp(`^COMMENT ON ROLE ${NAME}`);
const LABEL = new RegExp(`^SECURITY LABEL .* ON ROLE ${NAME}`);
const MEMBERSHIP = new RegExp(`^GRANT ${NAME} TO ${NAME}`);
/**
* Creates the roles and memberships that the server lacks. A role that is already there is never altered, and on somebody's
* real server not granted anything either. Returns what was left out, one sentence each.
*/
async function applyGlobals(session, script, purpose) {
	const rows = await session.query("select rolname as name from pg_catalog.pg_roles");
	const existing = new Set(rows.map(({ name }) => name));
	const leftOut = [];
	for (const statement of splitStatements(script)) {
		const role = affectedRole(statement);
		if (role === void 0) {
			if (statement.startsWith("CREATE TABLESPACE")) leftOut.push("tablespaces were not created");
			continue;
		}
		if (existing.has(role) && !(purpose === "sandbox" && MEMBERSHIP.test(statement))) {
			if (purpose === "destination" && statement.startsWith("CREATE ROLE")) leftOut.push(`role ${role} was there already and was left as it is`);
			continue;
		}
		await execute(session, statement);
	}
	return [...new Set(leftOut)];
}
/** The role that a statement creates or changes; undefined for what is not about roles. */
function affectedRole(statement) {
	const found = ROLE.exec(statement)?.[1] ?? COMMENT.exec(statement)?.[1] ?? LABEL.exec(statement)?.[1] ?? MEMBERSHIP.exec(statement)?.[2];
	if (found === void 0) return void 0;
	return found.startsWith("\"") ? found.slice(1, -1).replaceAll("\"\"", "\"") : found;
}
async function execute(session, statement) {
	try {
		await session.query(statement);
	} catch (error) {
		if (!isLifeboatError(error)) throw error;
		throw new LifeboatError({
			code: error.code === "unexpected" ? "load-failed" : error.code,
			what: "a role of the source could not be created",
			...error.why === void 0 ? {} : { why: error.why },
			fix: "restore with a login that may create roles, or create the role first",
			cause: error
		});
	}
}
// src/engines/postgres/watch-copies.ts
const LOOK_EVERY_MS = 100;
/** Looks on while pg_restore runs and notes when it last copied rows. It can only look: a failure of its own stops nothing. */
function watchCopies(connection, context) {
	const watch = {
		stopped: false,
		seenAtMs: context.clock.monotonicMs()
	};
	const look = async () => {
		await using session = await openSession(connection, context);
		while (!watch.stopped) {
			if ((await session.query(COPYING, [applicationName(context.runId)])).length > 0) watch.seenAtMs = context.clock.monotonicMs();
			await setTimeout(LOOK_EVERY_MS);
		}
	};
	return {
		seenAtMs: look().catch(() => void 0).then(() => watch.seenAtMs),
		stop: () => {
			watch.stopped = true;
		}
	};
}
const COPYING = `
select from pg_catalog.pg_stat_activity
where application_name = $1 and state = 'active' and query like 'COPY %' limit 1`;
// src/engines/postgres/restore-archive.ts
/**
* Runs pg_restore from a file on several sessions, in one go: a stop between rows and indexes lets one session wait for the other.
* Where the rows end and the rest begins is therefore seen on the server.
*/
async function restoreArchive(job) {
	const { tools, request, context, connection, started } = job;
	const file = await tools.writeFile(PARTS.data, (output) => request.parts.pour(PARTS.data, output));
	try {
		const lastCopy = watchCopies(connection, context);
		try {
			await restore(job, file);
		} finally {
			lastCopy.stop();
		}
		await analyze(connection, context);
		const loaded = await lastCopy.seenAtMs;
		return [{
			name: "load",
			durationMs: Math.round(loaded - started)
		}, {
			name: "index",
			durationMs: Math.round(context.clock.monotonicMs() - loaded)
		}];
	} finally {
		await tools.removeFile(file);
	}
}
async function restore(job, file) {
	const { connection, tools, request, context } = job;
	const args = [
		`--jobs=${request.parallel}`,
		"--exit-on-error",
		"--no-tablespaces",
		"--no-password",
		`--dbname=dbname='${connection.database.replaceAll(/['\\]/g, "\\$&")}'`,
		file
	];
	const env = {
		...await clientEnvironment(connection, tools, context),
		PGOPTIONS: sessionOptions(request)
	};
	try {
		await tools.run({
			program: "pg_restore",
			args,
			env
		});
	} catch (error) {
		throw explainRestore(error, request);
	}
}
/** The sandbox's server is tuned as a whole; on somebody's server only these sessions are. */
function sessionOptions({ purpose }) {
	const common = "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0";
	return purpose === "sandbox" ? common : `${common} -c synchronous_commit=off -c maintenance_work_mem=256MB`;
}
/** Without statistics the first queries after a restore are planned blindly, and RTO would be a fiction. */
async function analyze(connection, context) {
	await using session = await openSession(connection, context);
	await session.query("select set_config('statement_timeout', '0', false)");
	await session.query("analyze");
}
function explainRestore(error, { purpose }) {
	if (!isLifeboatError(error, "program-failed")) return error;
	const why = error.why ?? "";
	const full = /No space left on device|could not extend file/i.test(why);
	const memory = /out of memory|out of shared memory/i.test(why);
	return new LifeboatError({
		code: full || memory && purpose === "sandbox" ? purpose === "sandbox" ? "sandbox-exhausted" : "disk-full" : codeOf(why),
		what: `${error.what}: the backup did not load`,
		...why === "" ? {} : { why },
		...full ? { fix: "give the server more disk space" } : {},
		cause: error
	});
}
function codeOf(why) {
	return /server closed the connection|connection to server .* failed/i.test(why) ? "connection-lost" : "load-failed";
}
// src/engines/postgres/restore-lock.ts
/** Keeps other restores out of a destination for as long as `beside` lives. Throws `busy` when one is under way. */
async function lockDestination(beside, connection) {
	const [row] = await beside.query("select pg_try_advisory_lock(hashtextextended($1, 0))::text as locked", [`lifeboat restore into ${connection.database}`]);
	if (row?.locked !== "true") throw inUse(connection);
}
/** Somebody is making or filling this very database. */
function inUse(connection, cause) {
	return new LifeboatError({
		code: "busy",
		what: `${addressOf(connection)} is being created or filled by somebody else`,
		fix: "wait for the other restore to end, or name another database",
		cause
	});
}
// src/engines/postgres/load.ts
/** Restores a backup into a database that is empty or does not exist yet, with its owners, grants and settings. */
async function load(place, request, context) {
	if (place.kind === "host") throw new LifeboatError({
		code: "not-supported",
		what: "postgres loads into a running server"
	});
	const { connection, tools } = place;
	const { parts, purpose } = request;
	const started = context.clock.monotonicMs();
	await using beside = await openBeside(connection, context);
	await lockDestination(beside, connection);
	const found = await inspect(connection, context);
	if (found.objects > 0) throw notEmpty(connection, found.objects);
	const major = assertSupported((await identify(beside, connection)).version);
	await setUnhurried(beside, major);
	await assertExtensions(beside, parts.requirements);
	const roles = await applyGlobals(beside, await read(parts, PARTS.globals), purpose);
	const properties = await read(parts, PARTS.database);
	const job = {
		connection,
		beside,
		request,
		context,
		exists: found.exists
	};
	const locale = found.exists ? [] : await create(job, major);
	try {
		const phases = await restoreArchive({
			connection,
			tools,
			request,
			context,
			started
		});
		await finish(job, properties);
		return {
			connection,
			phases,
			limitations: [...roles, ...locale]
		};
	} catch (error) {
		await dropUnlessExisted(job);
		throw error;
	}
}
async function create({ connection, beside, request, context }, major) {
	const { database } = connection;
	const { requirements } = request.parts;
	const limitations = await createDatabase(beside, {
		name: database,
		major,
		requirements,
		anyLocale: request.purpose === "sandbox"
	}).catch((error) => {
		throw isTaken(error) ? inUse(connection, error) : error;
	});
	await beside.query(`comment on database ${quoteIdentifier(database)} is ${quoteLiteral(restoreMark(context.runId))}`);
	if (requirements["publicSchema"] === "absent") {
		await using inside = await openSession(connection, context);
		await inside.query("drop schema if exists public");
	}
	return limitations;
}
/** Somebody created a database of that name since it was looked for; two at the very same time meet at the index. */
function isTaken(error) {
	const state = error instanceof Error ? sqlState(error.cause) : void 0;
	return state === "42P04" || state === "23505";
}
/** Replaces the mark of a restore under way by the source's own comment, owner, grants and settings. */
async function finish({ connection, beside }, properties) {
	const name = quoteIdentifier(connection.database);
	for (const statement of splitStatements(properties)) await beside.query(statement.replace(DATABASE_VARIABLE, () => name));
}
/** A sandbox goes away as a whole; elsewhere only what this run created is removed, also after an abort. */
async function dropUnlessExisted({ connection, request, context, exists }) {
	if (exists || request.purpose === "sandbox") return;
	const unhurried = {
		...context,
		signal: new AbortController().signal
	};
	try {
		await using session = await openBeside(connection, unhurried);
		await session.query(`drop database if exists ${quoteIdentifier(connection.database)} with (force)`);
	} catch {
		leaveToSweep(context.runId);
		context.reporter.report({
			event: "warning",
			message: leftHalf(connection)
		});
	}
}
/** Sweep asks only the servers of targets, and a restore goes anywhere. */
function leftHalf(connection) {
	const statement = `DROP DATABASE ${quoteIdentifier(connection.database)}`;
	return `${addressOf(connection)} is left half restored: run ${statement} at that server; \`lifeboat sweep\` on this computer removes it only where that server is a target's`;
}
async function read(parts, name) {
	return text(await parts.open(name));
}
/** A missing extension is told before anything is loaded, not by the middle of a log. */
async function assertExtensions(session, requirements) {
	const rows = await session.query("select name from pg_catalog.pg_available_extensions");
	const available = new Set(rows.map(({ name }) => name));
	const missing = Object.entries(requirements).filter(([key]) => key.startsWith("extension.") && !available.has(key.slice(10))).map(([key, version]) => `${key.slice(10)} ${version}`);
	if (missing.length === 0) return;
	throw new LifeboatError({
		code: "load-failed",
		what: "the server lacks extensions that the source has",
		why: missing.join(", "),
		fix: "install them on the server; for drills set the target's image to one that has them"
	});
}
function notEmpty(connection, objects) {
	return new LifeboatError({
		code: "destination-not-empty",
		what: `${addressOf(connection)} holds ${objects} objects; a restore never goes over data`,
		fix: "name a database that does not exist yet, or an empty one"
	});
}
// src/engines/postgres/parse.ts
/** Reads every part to its end as a restore would: the archive with pg_restore, the scripts statement by statement. */
async function parse(parts, version, context) {
	await using tools = await context.tools(programNeed(majorOf(version), ["pg_restore"]));
	return [
		await parseArchive(parts, tools),
		await parseScript(parts, PARTS.globals),
		await parseScript(parts, PARTS.database)
	];
}
/** Converting the archive to a script that nobody keeps reads every data block and every entry of the contents. */
async function parseArchive(parts, tools) {
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const stdin = await parts.open(PARTS.data);
	try {
		await Promise.all([tools.pipe({
			program: "pg_restore",
			args: ["--file=-"],
			stdin
		}, nowhere), finished$1(stdin, { writable: false }).catch((error) => {
			if (isLifeboatError(error)) throw error;
		})]);
		return {
			name: PARTS.data,
			result: "passed",
			detail: "pg_restore read every entry and data block"
		};
	} catch (error) {
		if (!isLifeboatError(error, "program-failed")) throw error;
		return {
			name: PARTS.data,
			result: "failed",
			detail: error.message
		};
	}
}
async function parseScript(parts, name) {
	const statements = splitStatements(await text(await parts.open(name)));
	if (statements.length === 0) return {
		name,
		result: "failed",
		detail: "it holds no statement"
	};
	return {
		name,
		result: "passed",
		detail: `${statements.length} statements`
	};
}
// src/engines/postgres/probe.ts
/** Asks the server who it is, how large the database is and what this login may not see. */
async function probe(connection, context) {
	await using session = await openSession(connection, context);
	const identity = await identify(session, connection);
	assertSupported(identity.version);
	const [facts] = await session.query(`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now,
            pg_database_size(current_database())::text as bytes`);
	return {
		identity,
		serverTime: new Date(facts?.now ?? NaN),
		sizeBytes: Number(facts?.bytes),
		missing: await findMissingPrivileges(session),
		requirements: await readRequirements(session)
	};
}
// src/engines/postgres/server.ts
const PORT = 5432;
const ACCESS = "local all all scram-sha-256\nhost all all all scram-sha-256\n";
const PROGRAMS = [
	"postgres",
	"initdb",
	"pg_restore",
	"pg_dump"
];
/** Speed before durability: the data is a copy, and a crash of the sandbox fails the drill anyway. */
const DRILL_SETTINGS = [
	"fsync=off",
	"full_page_writes=off",
	"synchronous_commit=off",
	"wal_level=minimal",
	"max_wal_senders=0",
	"max_wal_size=16GB",
	"checkpoint_timeout=1h",
	"autovacuum=off",
	"max_parallel_maintenance_workers=2",
	"max_locks_per_transaction=1024",
	"max_connections=40",
	"max_logical_replication_workers=0",
	"cluster_name=lifeboat-drill"
];
const SHARE_OF_MEMORY = 16;
const LEAST_MB = 128;
const MOST_MB = 1024;
/** Room for indexes to be made in, of which two at a time are; on a computer of 16 GB they take a third less time than in 256 MB. */
function memorySettings() {
	const share = Math.floor(totalmem() / SHARE_OF_MEMORY / 2 ** 20);
	const room = `${Math.min(MOST_MB, Math.max(LEAST_MB, share))}MB`;
	return [`shared_buffers=${room}`, `maintenance_work_mem=${room}`];
}
/** How to run a throw-away PostgreSQL with scram passwords on a machine. */
const server = {
	need: (version) => programNeed(majorOf(version), PROGRAMS),
	prepare,
	start,
	stop: (machine) => machine.stopServer("SIGINT")
};
async function prepare(machine, requirements, context) {
	const login = {
		user: superuserName(requirements),
		database: databaseName(requirements),
		password: Buffer.from(context.random.bytes(24)).toString("hex")
	};
	const passwordFile = await machine.writeFile("initdb-password", login.password);
	const data = dataFolder(machine);
	await machine.run({
		program: "initdb",
		args: [
			`--pgdata=${data}`,
			`--username=${login.user}`,
			`--pwfile=${passwordFile}`,
			"--auth=scram-sha-256",
			"--encoding=UTF8",
			"--locale=C",
			"--no-sync",
			"--no-instructions"
		]
	});
	await machine.removeFile(passwordFile);
	const kept = await machine.writeFile("login.json", JSON.stringify(login));
	await machine.run({
		program: "/bin/mv",
		args: [kept, `${data}/lifeboat-login.json`]
	});
	const access = await machine.writeFile("pg_hba.conf", ACCESS);
	await machine.run({
		program: "/bin/mv",
		args: [access, `${data}/pg_hba.conf`]
	});
}
/** Objects of the source's bootstrap superuser then belong to the same name without any rewriting. */
function superuserName(requirements) {
	const name = requirements["superuser"] ?? "postgres";
	return name.startsWith("pg_") ? "postgres" : name;
}
/** Code that asks for its database's name gets the source's answer, unless that one comes with every server. */
function databaseName(requirements) {
	const name = requirements["database"] ?? "postgres";
	return [
		"postgres",
		"template0",
		"template1"
	].includes(name) ? "lifeboat_drill" : name;
}
async function start(machine, context) {
	const data = dataFolder(machine);
	const { stdout } = await machine.run({
		program: "/bin/cat",
		args: [`${data}/lifeboat-login.json`]
	});
	const login = JSON.parse(stdout);
	const settings = [
		...DRILL_SETTINGS,
		...memorySettings(),
		...listening(machine)
	];
	await machine.startServer({
		program: "postgres",
		args: [
			"-D",
			data,
			...settings.flatMap((setting) => ["-c", setting])
		]
	});
	const connection = {
		host: machine.reach.kind === "socket" ? machine.reach.directory : machine.reach.host,
		port: PORT,
		database: login.database,
		user: login.user,
		password: new Secret(login.password),
		tls: { mode: "disable" },
		lockTimeoutMs: 0,
		fingerprintSessions: 2
	};
	const ready = {
		...connection,
		database: "postgres"
	};
	await waitUntilReady({
		machine,
		product: "PostgreSQL",
		answer: () => answer(ready, context)
	}, context);
	return connection;
}
function dataFolder(machine) {
	return `${machine.home}/data`;
}
function listening({ reach, home }) {
	if (reach.kind === "socket") return ["listen_addresses=", `unix_socket_directories=${reach.directory}`];
	return [
		"listen_addresses=*",
		`port=${PORT}`,
		`unix_socket_directories=${home}`
	];
}
async function answer(connection, context) {
	await using session = await openSession(connection, context);
	await session.query("select 1");
}
// src/engines/postgres/value-changes.ts
/** Another value of the same kind for each category of types; anything else becomes NULL. */
const OTHER = {
	N: (column) => `${column} + 1`,
	S: (column) => `overlay(${column}::text placing chr(97 + (ascii(${column}::text) + 1) % 26) from 1 for 1)`,
	B: (column) => `not ${column}`,
	D: (column) => `${column} + interval '1 second'`
};
/** One way to change one value in each column; a change that would not show in the text changes no row. */
function valueChanges(table, columns) {
	return columns.filter(({ always }) => always !== "true").map(({ name, type, category }) => {
		const value = `(${OTHER[category]?.(name) ?? "null"})::${type}`;
		return {
			change: `changed one value of ${name}`,
			statement: `update only ${table} set ${name} = ${value} where ctid = $1 and ${value}::text is distinct from ${name}::text`
		};
	});
}
// src/engines/postgres/tamper.ts
/** Rows to pick from, so that the pick never reads a whole large table. */
const REACH = 1e4;
/** Changes one value, removes one row or doubles one, by the seed; adds a row where there is none, if need be in a new table. */
async function tamper(connection, { fingerprint, seed }, context) {
	const choose = seededChooser(seed);
	const candidates = fingerprint.datasets.filter(isTable);
	await using session = await openSession(connection, context);
	await setPrinting(session);
	await session.query("select set_config('session_replication_role', 'replica', false)");
	for (const dataset of choose.shuffled(candidates.filter(({ count }) => count > 0))) {
		const change = await tamperWith(session, dataset, choose);
		if (change !== void 0) return {
			dataset: dataset.name,
			change
		};
	}
	for (const { name } of choose.shuffled(candidates.filter(({ count }) => count === 0))) {
		const attempt = {
			change: "added one row",
			statement: `insert into ${name} default values`
		};
		if (await succeeds(session, attempt)) return {
			dataset: name,
			change: attempt.change
		};
	}
	return await addTable(session);
}
function isTable({ kind, rule }) {
	return kind === "table" && rule === "equal";
}
/** In a schema of its own, because the database may have none. */
async function addTable(session) {
	await session.query("create schema lifeboat_negative_control");
	await session.query("create table lifeboat_negative_control.added as select 1 as one");
	return {
		dataset: "lifeboat_negative_control.added",
		change: "added one table with one row"
	};
}
/** Constraints may refuse some changes; removing a row always works, since triggers and foreign keys are off. */
async function tamperWith(session, dataset, choose) {
	const offset = choose.below(Math.min(dataset.count, REACH));
	const [row] = await session.query(`select ctid::text as ctid from only ${dataset.name} offset ${offset} limit 1`);
	if (row === void 0) return void 0;
	const columns = await writableColumns(session, dataset.name);
	const attempts = choose.shuffled([
		...choose.shuffled(valueChanges(dataset.name, columns)).slice(0, 3),
		{
			change: "removed one row",
			statement: `delete from only ${dataset.name} where ctid = $1`
		},
		{
			change: "doubled one row",
			statement: doubling(dataset.name, columns)
		}
	]);
	const last = {
		change: "removed one row",
		statement: `delete from only ${dataset.name} where ctid = $1`
	};
	for (const attempt of [...attempts, last]) if (await succeeds(session, attempt, row.ctid)) return attempt.change;
}
async function succeeds(session, { statement }, ...ctid) {
	try {
		return (await session.query(`${statement} returning 1 as changed`, ctid)).length === 1;
	} catch (error) {
		if (isLifeboatError(error, "connection-lost") || isLifeboatError(error, "cancelled")) throw error;
		return false;
	}
}
async function writableColumns(session, table) {
	return await session.query(`select quote_ident(a.attname) as name, format_type(a.atttypid, null) as type, y.typcategory::text as category,
            (a.attidentity = 'a')::text as always
     from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`, [table]);
}
function doubling(table, columns) {
	const list = columns.map(({ name }) => name).join(", ");
	if (list === "") return `insert into ${table} select from only ${table} where ctid = $1`;
	return `insert into ${table} (${list}) overriding system value select ${list} from only ${table} where ctid = $1`;
}
// src/engines/postgres/index.ts
/** PostgreSQL 13 to 18, by logical dumps. */
const engine = {
	name: "postgres",
	capabilities: {
		loads: "server",
		restoresIntoServer: true,
		highestGrade: {
			grade: 7,
			because: "the dump and the digest of every table share one snapshot, and nothing else is needed to compare them"
		},
		tampers: true,
		verifiedOn: "PostgreSQL 15 to 18"
	},
	connect: connect$2,
	destination,
	endpoint,
	atEndpoint,
	probe,
	inspect,
	mayBeSame,
	capture,
	parse,
	load,
	fingerprint,
	checks,
	ask,
	keys,
	violations,
	tamper,
	sweep,
	server
};
export { engine };
