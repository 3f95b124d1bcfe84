import { n as secretReference } from "./secret-reference.js";
import { a as array, g as string, h as strictObject, o as boolean, r as _enum } from "../dependencies/zod.js";
import { t as parseDuration } from "./units.js";
// src/engines/neo4j/offline/window.ts
const DAY_MINUTES = 1440;
/** Reads `02:00-04:00`; undefined when it is none, or holds no minute. */
function parseWindow(text) {
	const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
	if (match === null) return void 0;
	const [fromHour = 0, from = 0, toHour = 0, to = 0] = match.slice(1).map(Number);
	const window = {
		fromMinute: fromHour * 60 + from,
		toMinute: toHour * 60 + to
	};
	return window.fromMinute === window.toMinute ? void 0 : window;
}
/** Whether a wall clock in the time zone shows a time within the window; its first minute is in, its last is not. */
function isWithin({ fromMinute, toMinute }, now, timeZone) {
	const minute = minuteOfDay(now, timeZone);
	const lengthMinutes = (toMinute - fromMinute + DAY_MINUTES) % DAY_MINUTES;
	return (minute - fromMinute + DAY_MINUTES) % DAY_MINUTES < lengthMinutes;
}
function isTimeZone(name) {
	try {
		return new Intl.DateTimeFormat("en-GB", { timeZone: name }).resolvedOptions().timeZone !== "";
	} catch {
		return false;
	}
}
function minuteOfDay(now, timeZone) {
	const [hour = 0, minute = 0] = new Intl.DateTimeFormat("en-GB", {
		timeZone,
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23"
	}).format(now).split(":").map(Number);
	return hour * 60 + minute;
}
// src/engines/neo4j/offline/config.ts
const argumentsSchema = array(string().min(1)).min(1);
/** What `control:` of a neo4j connection may hold: how Lifeboat stops and starts a server whose edition has no online backup. */
const controlSchema = strictObject({
	docker: string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, "must be the name or id of a container").optional().describe("Name of the container that Neo4j runs in; it is stopped and started, never removed"),
	commands: strictObject({
		stop: argumentsSchema.describe("Program and arguments that stop Neo4j and wait until it has ended"),
		start: argumentsSchema.describe("Program and arguments that start Neo4j")
	}).optional().describe("For Neo4j on this computer, without a shell: [sudo, systemctl, stop, neo4j]"),
	home: string().startsWith("/").optional().describe("With commands: NEO4J_HOME of the server. Its data folder must be writable"),
	conf: string().startsWith("/").optional().describe("With commands: NEO4J_CONF. Default: conf in home"),
	window: string().refine((text) => parseWindow(text) !== void 0, "must be two times of the day such as 02:00-04:00").describe("When Neo4j may be stopped; at any other time a backup is refused"),
	timeZone: string().refine(isTimeZone, "must be an IANA time zone").optional().describe("Time zone of the window. Default: UTC"),
	startTimeout: string().refine((text) => (parseDuration(text) ?? 0) > 0, "must be a duration such as 5m").optional().describe("How long Neo4j may take until it answers again. Default: 5m"),
	system: boolean().optional().describe("Also dumps the system database: users and roles. It makes the downtime longer. Default: false")
}).refine(({ docker, commands }) => docker === void 0 !== (commands === void 0), "must hold either docker or commands").refine(({ commands, home, conf }) => commands === void 0 === (home === void 0) && (home !== void 0 || conf === void 0), "home and conf belong to commands, and commands need home");
// src/engines/neo4j/online/config.ts
/** What `online:` of a neo4j connection may hold: Enterprise's own backup, by the user's own programs under the user's own licence. */
const onlineSchema = strictObject({
	acceptLicense: _enum(["yes", "eval"]).describe("Your acceptance of the Neo4j licence, passed on as NEO4J_ACCEPT_LICENSE_AGREEMENT: yes with a commercial licence, eval to evaluate. Lifeboat never accepts it for you"),
	from: string().regex(/^(\[[0-9a-fA-F:]+\]|[^\s:,-][^\s:,]*):\d{1,5}$/, "must be an address such as db.internal:6362").optional().describe("Address of the server's backup port. Default: the host of the connection, port 6362"),
	home: string().startsWith("/").optional().describe("NEO4J_HOME of an Enterprise installation on this computer, of the release of the server"),
	image: string().min(1).optional().describe("Enterprise image of the release of the server, to run neo4j-admin in: neo4j:5.26.30-enterprise")
}).refine(({ home, image }) => home === void 0 !== (image === void 0), "must hold either home or image");
// src/engines/neo4j/system-database.ts
/** Neo4j's own database of users, roles and databases: it holds no graph, and takes none. Names know no case. */
function isSystem(database) {
	return database.toLowerCase() === "system";
}
/** What `connection:` of a neo4j target may hold. */
const connectionSchema = strictObject({
	uri: string().regex(/^(neo4j|bolt)(\+s|\+ssc)?:\/\/[^/?#@\s]+$/, "must be of the form neo4j://host:7687, without a login in it").meta({ examples: ["neo4j://localhost:7687"] }).describe("neo4j:// (routed) or bolt:// (this server only), with +s for TLS, +ssc for TLS with any certificate"),
	user: string().min(1).default("neo4j").describe("Login"),
	password: secretReference.optional().describe("Password of the login"),
	database: string().min(1).default("neo4j").describe("Name of the database"),
	mode: _enum([
		"bolt",
		"offline",
		"online"
	]).default("bolt").describe("bolt: a typed export over Bolt. offline: neo4j-admin dump while the server is stopped. online: neo4j-admin backup of the Enterprise edition"),
	control: controlSchema.optional().describe("With mode offline: how the server is stopped and started"),
	online: onlineSchema.optional().describe("With mode online: the Enterprise programs that back it up")
}).refine(({ database }) => !isSystem(database), "the database system holds no graph: users and roles are read beside the database that is backed up").refine(({ mode, control }) => mode === "offline" === (control !== void 0), "control belongs to mode: offline, which needs it").refine(({ mode, online }) => mode === "online" === (online !== void 0), "online belongs to mode: online, which needs it");
export { parseWindow as i, isSystem as n, isWithin as r, connectionSchema as t };
