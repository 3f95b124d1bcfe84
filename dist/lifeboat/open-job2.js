import { t as openLedger } from "./open-ledger.js";
// src/cli/open-job.ts
/** A use case's job on a configured target, by default because the shell runs; disposing it closes the store. */
async function openJob(target, shell, occasion = { trigger: shell.trigger }) {
	const configuration = await shell.configuration();
	const context = await shell.engineContext();
	const engine = await configuration.engineOf(target);
	const store = await configuration.openStore(target.store);
	return {
		target,
		engine,
		store,
		removeLease: (key) => store.remove(key),
		encryption: configuration.encryption,
		policy: configuration.policy,
		context,
		...occasion,
		[Symbol.asyncDispose]: () => store.close()
	};
}
/** The same for what trusts a backup only as far as a record vouches for it. */
async function openAnchoredJob(target, shell, occasion) {
	const opened = await openLedger(shell);
	return {
		...await openJob(target, shell, occasion),
		...opened
	};
}
export { openJob as n, openAnchoredJob as t };
