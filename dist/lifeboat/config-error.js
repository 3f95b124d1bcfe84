import { t as escapeControlCharacters } from "./control-characters.js";
import { r as LifeboatError } from "./errors.js";
import { i as problemText, t as inOrder } from "./problem2.js";
// src/config/config-error.ts
/** All that is wrong with a configuration, at once. */
var ConfigError = class extends LifeboatError {
	problems;
	constructor(subject, problems) {
		const sorted = inOrder(problems);
		const count = sorted.length === 1 ? "1 problem" : `${sorted.length} problems`;
		super({
			code: sorted.some(({ code }) => code === "secret-literal") ? "secret-literal" : "config-invalid",
			what: `${escapeControlCharacters(subject)} has ${count}`,
			why: `\n${sorted.map(problemText).join("\n")}`
		});
		this.name = "ConfigError";
		this.problems = sorted;
	}
};
export { ConfigError as t };
