import { t as findingOf } from "./finding2.js";
// src/config/findings/sealing-findings.ts
/** Targets whose backups would be refused, because nobody could seal what their servers write. Loads the engines' code. */
async function sealingFindings(configuration) {
	if (configuration.encryption.recipients.length === 0) return [];
	const found = [];
	for (const target of configuration.targets) {
		if (target.encryption === "provider" || !await configuration.delegates(target)) continue;
		found.push(findingOf(unsealable(target.name), configuration));
	}
	return found;
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
