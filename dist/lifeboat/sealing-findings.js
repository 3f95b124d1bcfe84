import { t as ConfigError } from "./config-error.js";
import { r as pathText } from "./problem2.js";
import { t as findingOf } from "./finding2.js";
// src/config/findings/sealing-findings.ts
/**
* Targets whose backups would be refused, because nobody could seal what their servers write. Loads the engines' code. Throws
* `config-invalid` for consents to what an engine never does.
*/
async function sealingFindings(configuration) {
	await requireDelegating(configuration);
	if (configuration.encryption.recipients.length === 0) return [];
	const found = [];
	for (const target of configuration.targets) {
		if (target.encryption === "provider" || !await configuration.delegates(target)) continue;
		found.push(findingOf(unsealable(target.name), configuration));
	}
	return found;
}
/** Whoever reads such a consent would take sealed backups for unsealed ones. */
async function requireDelegating({ file, targets, engineOf, locate }) {
	const problems = [];
	for (const target of targets) {
		if (target.encryption !== "provider" || (await engineOf(target)).delegates !== void 0) continue;
		const path = [
			"targets",
			target.name,
			"encryption"
		];
		problems.push({
			code: "config-invalid",
			location: locate(path),
			path: pathText(path),
			message: `${target.engine} has no backups that its server writes into the store by itself, so there is nothing to accept`,
			fix: "remove it: what is backed up here is sealed for the recipients"
		});
	}
	if (problems.length > 0) throw new ConfigError(file ?? "The configuration", problems);
}
function unsealable(target) {
	return {
		code: "unsealable",
		severity: "error",
		path: [
			"targets",
			target,
			"encryption"
		],
		message: "the server writes these backups by itself, so they cannot be sealed for the recipients, and none is taken",
		fix: "choose a way of backup that streams, or accept with encryption: provider that only the store encrypts them"
	};
}
export { sealingFindings };
