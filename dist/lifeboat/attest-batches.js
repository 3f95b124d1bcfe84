// src/github/attest-batches.ts
/** What the attestation says its subject is; verifiers name it. */
const PREDICATE_TYPE = "urn:lifeboat:evidence-batch:v1";
const MAX_REASON = 200;
/** Vouches for ledger batches at Sigstore by the run's identity. A refusal is not tried again, and its reason is told. */
function attestBatches(attesting) {
	const { repository, attest = attestByToolkit } = attesting;
	let refused = knownRefusal(attesting);
	return async (batch) => {
		if (refused !== void 0) return refused;
		try {
			const { bundle } = await attest(optionsOf(attesting, batch));
			return { bundle: new TextEncoder().encode(`${JSON.stringify(bundle)}\n`) };
		} catch (error) {
			return refused = { unavailable: reasonOf(error, repository.token.reveal()) };
		}
	};
}
function knownRefusal({ repository, hasIdentity }) {
	if (!/^(api\.github\.com|api\..+\.ghe\.com)$/.test(new URL(repository.apiUrl).hostname)) return { unavailable: "a GitHub Enterprise Server makes no attestations" };
	return hasIdentity ? void 0 : { unavailable: "the job has no permission id-token: write" };
}
function optionsOf({ repository, about, folder }, { path, sha256, sequence, recordCount }) {
	return {
		subjects: [{
			name: `${folder}/${path}`,
			digest: { sha256 }
		}],
		predicateType: PREDICATE_TYPE,
		predicate: {
			sequence,
			recordCount,
			...repository.runUrl === void 0 ? {} : { run: repository.runUrl }
		},
		token: repository.token.reveal(),
		sigstore: about.isPublic ? "public-good" : "github"
	};
}
async function attestByToolkit(options) {
	const { attest } = await import("./lib.js");
	return await attest(options);
}
/** GitHub's own words, such as that the plan has no attestations for private repositories. */
function reasonOf(error, token) {
	return (error instanceof Error ? error.message : String(error)).replace(/ - https:\S+$/, "").replaceAll(token, "***").replaceAll(/\s+/g, " ").trim().slice(0, MAX_REASON);
}
export { attestBatches };
