import { n as WITHHELD } from "./publish-checks.js";
import { createHmac } from "node:crypto";
// src/evidence/publish-datasets.ts
const PSEUDONYM_HEX_DIGITS = 16;
/**
* The datasets of a fingerprint as they may be published.
* `full`: names, exact counts, keyed digests. `pseudonymous`: the same with keyed pseudonyms for names; counts stay exact, so
* whoever must hide sizes takes `totals`: only the sums. Pseudonyms need the key: without one `totals` is published instead.
*/
function publishDatasets(fingerprint, options) {
	const disclosure = effectiveDisclosure(options);
	const { datasets } = fingerprint;
	return {
		disclosure,
		...options.key === void 0 ? {} : { keyId: options.key.id },
		datasetCount: datasets.length,
		itemCount: datasets.reduce((sum, dataset) => sum + dataset.count, 0),
		datasets: disclosure === "totals" ? [] : datasets.map((dataset) => publishDataset(dataset, options))
	};
}
/** What `publishDatasets` cannot show under these options, one sentence each, for the record's limitations. */
function disclosureLimitations({ disclosure, key }) {
	if (key !== void 0) return [];
	const digests = "No dataset digests are published, since no evidence key is configured; the comparison itself is not weaker.";
	if (disclosure !== "pseudonymous") return [digests];
	return [digests, "Only totals are published, since pseudonyms need an evidence key."];
}
/** The disclosure that these options allow: pseudonyms without a key would be guessable. */
function effectiveDisclosure({ disclosure, key }) {
	return disclosure === "pseudonymous" && key === void 0 ? "totals" : disclosure;
}
/** A dataset's or object's name as it may be published; `(withheld)` under `totals`. */
function publishName(name, options) {
	const disclosure = effectiveDisclosure(options);
	if (disclosure === "full") return name;
	if (disclosure === "totals" || options.key === void 0) return WITHHELD;
	return `~${hmac(options.key, `name\n${name}`).slice(0, PSEUDONYM_HEX_DIGITS)}`;
}
/** HMAC-SHA-256 (hex) of `digest\n` and the digest: small tables could be guessed from a plain one. */
function keyedDigest(key, digest) {
	return hmac(key, `digest\n${digest}`);
}
function publishDataset({ name, kind, count, digest }, options) {
	const published = {
		name: publishName(name, options),
		kind,
		count
	};
	return options.key === void 0 ? published : {
		...published,
		keyedDigest: keyedDigest(options.key, digest)
	};
}
function hmac(key, text) {
	return createHmac("sha256", key.secret.reveal()).update(text).digest("hex");
}
// src/backup/backup-limitations.ts
const TOLERATED_SKEW_MS = 6e4;
const UNSEALED = "The backup is not encrypted: no recipient is configured.";
const UNPROVABLE = "The engine gave no fingerprint, so no drill can prove this backup.";
const UNPRINTED = "No fingerprint was taken, as configured, so no drill can prove this backup.";
const DELEGATED = "What the server wrote by itself is not sealed by Lifeboat, and nothing kept it from replacing what it had written.";
const OPAQUE = "The store's tags are no digests of what the server wrote: only a restore drill compares that content, all else its sizes and tags.";
const SKEWED = /^The server's clock is \d+ s (ahead of|behind) this computer's, so ages between the two are wrong by as much\.$/;
const OWN_SENTENCES = /* @__PURE__ */ new Set([
	UNSEALED,
	UNPROVABLE,
	UNPRINTED,
	DELEGATED,
	OPAQUE
]);
/** What the login cannot see, and clocks so far apart that ages computed from both are wrong. */
function probeLimitations({ missing, serverTime }, now) {
	const skewMs = serverTime.getTime() - now.getTime();
	if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return missing;
	const seconds = Math.round(Math.abs(skewMs) / 1e3);
	const direction = skewMs > 0 ? "ahead of" : "behind";
	return [...missing, `The server's clock is ${seconds} s ${direction} this computer's, so ages between the two are wrong by as much.`];
}
/** What a capture leaves unproven or open, by its engine or by the configuration. */
function captureLimitations(job, { capture, delegated }) {
	const unprovable = job.target.settings.fingerprint ? UNPROVABLE : UNPRINTED;
	return [
		...capture.limitations,
		...capture.fingerprint === void 0 ? [unprovable] : [],
		...job.encryption.recipients.length === 0 ? [UNSEALED] : [],
		...delegated.length > 0 ? [DELEGATED] : [],
		...delegated.some(({ tags }) => tags === "opaque") ? [OPAQUE] : []
	];
}
/** Notes a backup's limitations, also those read back from its manifest: what the engine said may name what the database holds. */
function noteLimitations(sentences, log) {
	for (const sentence of sentences) if (OWN_SENTENCES.has(sentence) || SKEWED.test(sentence)) log.limitation(sentence);
	else log.named(sentence);
}
export { effectiveDisclosure as a, publishName as c, disclosureLimitations as i, noteLimitations as n, keyedDigest as o, probeLimitations as r, publishDatasets as s, captureLimitations as t };
