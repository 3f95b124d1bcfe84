import { r as LifeboatError } from "./errors.js";
// src/runtime/parse-connection.ts
/** What `connection:` of a target holds, as its engine's schema accepts it. Throws `config-invalid`. */
function parseConnection(schema, written, engine) {
	const parsed = schema.safeParse(written);
	if (parsed.success) return parsed.data;
	throw new LifeboatError({
		code: "config-invalid",
		what: `the connection of a ${engine} target is not valid`,
		why: parsed.error.issues.map((issue) => issue.message).join("; ")
	});
}
export { parseConnection as t };
