import { r as LifeboatError } from "./errors.js";
import { t as Secret } from "./secret.js";
// src/github/repository.ts
/**
* The repository that a workflow run belongs to, by the variables that GitHub sets and `GITHUB_TOKEN`. Throws `usage-invalid`
* outside of a workflow, `secret-missing` without a token.
*/
function gitHubRepository(environment) {
	const { GITHUB_REPOSITORY: repository = "", GITHUB_TOKEN: token = "" } = environment;
	const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
	if (owner === void 0 || name === void 0) throw noRepository(repository);
	if (token === "") throw noToken();
	return {
		owner,
		name,
		apiUrl: environment["GITHUB_API_URL"] ?? "https://api.github.com",
		token: new Secret(token),
		runUrl: runUrl(environment)
	};
}
function runUrl(environment) {
	const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
	if (server === void 0 || run === void 0) return void 0;
	return `${server}/${repository}/actions/runs/${run}`;
}
function noRepository(written) {
	return new LifeboatError({
		code: "usage-invalid",
		what: "There is no repository to publish to at GitHub",
		why: `GITHUB_REPOSITORY is ${written === "" ? "not set" : JSON.stringify(written)}`,
		fix: "run in a workflow, set GITHUB_REPOSITORY=owner/name, or publish with --publish git"
	});
}
function noToken() {
	return new LifeboatError({
		code: "secret-missing",
		what: "There is no token to publish with at GitHub",
		why: "GITHUB_TOKEN is not set",
		fix: "give the step `env: { GITHUB_TOKEN: ${{ github.token }} }`, and the job `permissions: { contents: write }`"
	});
}
export { gitHubRepository };
