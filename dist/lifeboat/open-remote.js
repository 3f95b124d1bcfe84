import { n as getOctokit } from "../dependencies/actions-github.js";
import { t as retry } from "../dependencies/octokit-plugin-retry.js";
import { i as factsOfError, r as factsOfAnswer, t as explained } from "./failure.js";
import { setTimeout } from "node:timers/promises";
// src/github/limit.ts
const SECOND_MS = 1e3;
/** GitHub asks for at least so much where it does not say how long. */
const UNSAID_MS = 60 * SECOND_MS;
/** For how long GitHub wants to be left alone; undefined when it did not refuse for having been asked too often. */
function limitMs({ status, headers, words }, now) {
	if (!/rate limit|abuse detection/i.test(words) && status !== 429) return void 0;
	const after = Number(headers["retry-after"]);
	if (headers["retry-after"] !== void 0 && Number.isFinite(after)) return after * SECOND_MS;
	const reset = Number(headers["x-ratelimit-reset"]);
	if (String(headers["x-ratelimit-remaining"]) === "0" && Number.isFinite(reset)) return Math.max(0, reset * SECOND_MS - now.getTime());
	return UNSAID_MS;
}
// src/github/wait-for-limits.ts
/** An Octokit plugin: waits as long as GitHub asks after too many requests, as far as that is bearable, and asks again. */
function waitForLimits(waiting, { signal, clock, reporter }) {
	return ({ hook }) => hook.wrap("request", async (request, options) => {
		for (let leftMs = waiting.limitMs;;) {
			options.request.signal = AbortSignal.any([signal, AbortSignal.timeout(waiting.answerMs)]);
			const settled = await settle(async () => request(options));
			const facts = "error" in settled ? factsOfError(settled.error) : factsOfAnswer(settled.result);
			const waitMs = facts === void 0 ? void 0 : limitMs(facts, clock.now());
			if (waitMs === void 0 || waitMs > leftMs) {
				if ("error" in settled) throw settled.error;
				return settled.result;
			}
			leftMs -= waitMs;
			const message = `GitHub limits requests: waiting ${Math.ceil(waitMs / 1e3)} s`;
			reporter.report({
				event: "notice",
				message
			});
			await setTimeout(waitMs, void 0, { signal });
		}
	});
}
async function settle(ask) {
	try {
		return { result: await ask() };
	} catch (error) {
		return { error };
	}
}
// src/github/client.ts
const PATIENCE = {
	answerMs: 3e4,
	limitMs: 12e4,
	retries: 3,
	retryMs: 1e3
};
/** Refusals that another try would meet again, and limits, which are waited for elsewhere. */
const FINAL = [
	400,
	401,
	403,
	404,
	409,
	410,
	422,
	429,
	451
];
const SILENT = {
	debug: ignore,
	info: ignore,
	warn: ignore,
	error: ignore
};
/** A client for REST and GraphQL that repeats what an outage broke and waits where GitHub asks to. Nothing is sent yet. */
function openClient({ apiUrl, token }, context, patience = PATIENCE) {
	return getOctokit(token.reveal(), {
		baseUrl: apiUrl,
		userAgent: "lifeboat",
		log: SILENT,
		retry: {
			retries: patience.retries,
			retryAfterBaseValue: patience.retryMs,
			doNotRetry: FINAL
		}
	}, waitForLimits(patience, context), retry);
}
function ignore() {}
// src/github/open-remote.ts
/** Opens a repository at GitHub; asks it for its default branch. Throws `evidence-undelivered`. */
async function openRemote(repository, context, patience) {
	const place = {
		owner: repository.owner,
		repo: repository.name
	};
	const { signal } = context;
	const remote = {
		client: openClient(repository, context, patience),
		place,
		signal,
		blobs: /* @__PURE__ */ new Map()
	};
	const { data } = await explained(`Opening ${place.owner}/${place.repo}`, signal, () => remote.client.rest.repos.get(place));
	return {
		remote,
		about: {
			defaultBranch: data.default_branch,
			isPublic: !data.private
		}
	};
}
export { openRemote };
