import { t as ConfigError } from "./config-error.js";
import { n as parseYamlWith } from "./parse-yaml.js";
import { r as LifeboatError } from "./errors.js";
import { n as planSchema } from "./plan-schema.js";
import { basename, join, relative } from "node:path";
import { readFile } from "node:fs/promises";
// src/drill/plan.ts
/** The plan of that name in the folder of drill plans; without a name a plain drill of the newest backup. */
async function loadDrillPlan(name, folder) {
	if (name === void 0) return {
		name: "default",
		...planSchema.parse({ version: 1 })
	};
	if (name !== basename(name)) throw absent(name, folder);
	const file = join(folder, `${name}.yaml`);
	return {
		name,
		...parseDrillPlan(await readFile(file, "utf8").catch((error) => {
			throw absent(name, folder, error);
		}), join(basename(folder), relative(folder, file)))
	};
}
/** Reads a plan. Throws `config-invalid` with every fault, its place and its fix. */
function parseDrillPlan(text, fileName) {
	const parsed = parseYamlWith(planSchema, text, fileName);
	if (!parsed.ok) throw new ConfigError(fileName, parsed.problems);
	return parsed.value;
}
function absent(name, folder, cause) {
	return new LifeboatError({
		code: "config-absent",
		what: `there is no drill plan ${name}`,
		why: cause instanceof Error ? cause.message : `${folder} holds plans as NAME.yaml`,
		fix: `write ${join(basename(folder), `${name}.yaml`)}, or drill without --plan`,
		cause
	});
}
export { loadDrillPlan };
