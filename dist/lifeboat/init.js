import { t as CONNECTION_SCHEMAS } from "./registry.js";
import { r as LifeboatError } from "./errors.js";
import { i as schemaOf, t as isSecretNode } from "./schema-nodes.js";
import { t as didYouMean } from "./suggest.js";
// src/config/init.ts
/** The name under which `init` keeps the JSON Schema beside the configuration, so that editors need no network. */
const SCHEMA_FILE = "lifeboat.schema.json";
/** A first lifeboat.yaml: valid as it stands, with a comment on every line. Throws `usage-invalid` for an unknown engine. */
function starterConfiguration({ project, engine, target }) {
	const name = asName(target);
	return `# yaml-language-server: $schema=./${SCHEMA_FILE}
version: 1
project: ${asName(project)}    # names this fleet in records and reports

stores:
  primary: { type: filesystem, path: /var/backups/lifeboat }    # use a disk or bucket that does not die with the database

# Until there is a public key, backups are stored unencrypted. Make two pairs with \`lifeboat keys new\`:
# one for daily use, one as escrow. Keep the secret keys out of this repository.
# encryption:
#   recipients: [age1…, age1…]
#   identities: [{ env: LIFEBOAT_IDENTITY }]

defaults:
  schedule:    # five fields: minute, hour, day, month, weekday; UTC unless timeZone says otherwise
    backup: "17 2 * * *"    # every night
    verify: "17 5 * * 0"    # every Sunday
    drill: "17 4 * * 0#1"    # the first Sunday of a month
    prune: "17 3 * * 0"    # every Sunday
    check: "47 5 * * *"    # every morning
  retention: { within: 365d, minimumAge: 7d, minimumCount: 3 }
  objectives:    # what the business accepts
    rpo: 25h    # a backup a day, and an hour for it
    rto: 30m    # from nothing to a database that answers

targets:
  ${name}:
    engine: ${engine}
    connection:
${connectionLines(connectionOf(engine), name).join("\n")}

# evidence:
#   key: { env: LIFEBOAT_EVIDENCE_KEY }    # published digests are keyed with it; 32 random bytes or more
`;
}
function connectionOf(engine) {
	const known = Object.keys(CONNECTION_SCHEMAS);
	if (!known.includes(engine)) throw new LifeboatError({
		code: "usage-invalid",
		what: `There is no engine ${engine}${didYouMean(engine, known)}`,
		fix: `use one of ${known.join(", ")}`
	});
	const node = schemaOf(CONNECTION_SCHEMAS[engine]);
	return (node.anyOf ?? node.oneOf)?.[0] ?? node;
}
/** What an engine requires, and what else it takes as comments. */
function connectionLines(connection, target) {
	return Object.entries(connection.properties ?? {}).filter(([, node]) => node.type !== "object").map(([key, node]) => {
		const required = connection.required?.includes(key) === true && node.default === void 0;
		const comment = node.description === void 0 ? "" : `    # ${node.description}`;
		return `      ${required ? "" : "# "}${key}: ${sample(node, `${target}-${key}`) ?? (required ? "localhost" : "…")}${comment}`;
	});
}
function sample(node, label) {
	if (isSecretNode(node)) return `{ env: ${label.replaceAll("-", "_").toUpperCase()} }`;
	const value = node.examples?.[0] ?? node.default ?? node.enum?.[0] ?? node.minimum;
	return typeof value === "string" ? value : JSON.stringify(value);
}
/** Names of folders are not always names here. */
function asName(text) {
	const name = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 63);
	return name === "" ? "lifeboat" : name;
}
export { SCHEMA_FILE, starterConfiguration };
