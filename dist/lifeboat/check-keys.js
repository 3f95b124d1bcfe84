import { a as identityToRecipient } from "../dependencies/age-encryption.js";
import { n as EXIT, r as LifeboatError } from "./errors.js";
import { t as listBackups } from "./catalog2.js";
import "./part-reader.js";
import { a as openPart, i as readVolumes } from "./progress.js";
import { t as readManifest } from "./read-manifest2.js";
import { finished } from "node:stream/promises";
// src/backup/check-keys.ts
/** Compares the secret keys at hand with the recipients, and opens the smallest sealed part of each target's newest backup. */
async function checkKeys(request) {
	const owned = new Set(await ownRecipients(request.encryption));
	const recipients = request.encryption.recipients.map((recipient) => ({
		recipient,
		atHand: owned.has(recipient)
	}));
	const strangers = [...owned].filter((recipient) => !request.encryption.recipients.includes(recipient)).length;
	const backups = [];
	for (const target of request.targets) {
		const store = await request.openStore(target.store);
		try {
			backups.push(...await newestOpens(target.name, store, request));
		} finally {
			await store.close();
		}
	}
	return {
		recipients,
		strangers,
		backups
	};
}
async function ownRecipients({ identities }) {
	const keys = (await identities()).flatMap((secret) => secret.reveal().split("\n").map((line) => line.trim())).filter((line) => line.startsWith("AGE-SECRET-KEY-"));
	return Promise.all(keys.map((key) => identityToRecipient(key)));
}
/** One entry, or none when the target has no sealed backup. */
async function newestOpens(target, store, { encryption, context }) {
	const newest = (await listBackups(store, target)).at(-1);
	if (newest === void 0) return [];
	const { manifest } = await readManifest(store, newest, {});
	const [part] = manifest.parts.filter(({ seal }) => seal === "age").toSorted((a, b) => size(a) - size(b));
	if (part === void 0) return [];
	try {
		const content = await openPart(part, (each) => readVolumes(each, store), {
			...encryption,
			context
		});
		await finished(content.resume());
		return [{
			target,
			id: newest.id,
			part: part.name,
			result: "opens"
		}];
	} catch (error) {
		if (!(error instanceof LifeboatError)) throw error;
		const isClosed = ["identity-wrong", "identity-missing"].includes(error.code);
		if (!isClosed && error.exitCode !== EXIT.bad) throw error;
		return [{
			target,
			id: newest.id,
			part: part.name,
			result: isClosed ? "closed" : "bad",
			why: error.message
		}];
	}
}
function size(part) {
	return part.volumes.reduce((sum, { bytes }) => sum + bytes, 0);
}
export { checkKeys };
