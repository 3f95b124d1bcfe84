import { r as LifeboatError } from "./errors.js";
import { a as openPart, n as joinStreams, o as pourPart, r as readVolume, t as ProgressMeter } from "./progress.js";
import { t as eachOrStop } from "./each-or-stop.js";
import { n as explainNoSpace } from "./no-space.js";
import { Transform } from "node:stream";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { mkdir } from "node:fs/promises";
import { pipeline as pipeline$1 } from "node:stream/promises";
// src/backup/fetch-parts.ts
const DOWNLOADS_AT_ONCE = 4;
const READ_BYTES = 1048576;
/**
* Downloads every volume and compares size and SHA-256 with the manifest; gives the parts' bytes from the files.
* Throws `volume-absent`, `volume-altered`, `disk-full`, the store's errors or `cancelled`; all downloads have ended by then.
*/
async function fetchParts(manifest, { store, directory, context }) {
	await mkdir(directory, {
		recursive: true,
		mode: 448
	});
	const volumes = manifest.parts.flatMap((part) => part.volumes);
	const fileOf = ({ key }) => join(directory, encodeURIComponent(key));
	const totalBytes = volumes.reduce((sum, { bytes }) => sum + bytes, 0);
	const progress = new ProgressMeter({
		name: "fetch",
		totalBytes
	}, context);
	const sideBySide = {
		atOnce: DOWNLOADS_AT_ONCE,
		signal: context.signal
	};
	try {
		await eachOrStop(volumes, sideBySide, async (volume, signal) => {
			const content = await readVolume(volume, store);
			const file = createWriteStream(fileOf(volume), {
				mode: 384,
				highWaterMark: READ_BYTES
			});
			await pipeline$1(content, counted(progress), file, { signal });
		});
	} catch (error) {
		throw explainNoSpace(error);
	}
	progress.report();
	return (part) => joinStreams(part.volumes.map((volume) => async () => {
		return createReadStream(fileOf(volume), { highWaterMark: READ_BYTES });
	}));
}
function counted(progress) {
	return new Transform({ transform: (chunk, _encoding, done) => {
		progress.add(chunk.length);
		done(null, chunk);
	} });
}
// src/backup/part-reader.ts
/** The parts of a backup as engines read them. */
function partSource(manifest, volumes, opening) {
	return {
		names: manifest.parts.map(({ name }) => name),
		requirements: manifest.requirements,
		...opening.trees === void 0 || opening.trees.size === 0 ? {} : { trees: opening.trees },
		open: async (name) => openPart(partOf(manifest, name), volumes, opening),
		pour: async (name, output) => pourPart(partOf(manifest, name), {
			volumes,
			opening,
			output
		})
	};
}
function partOf({ parts }, name) {
	const part = parts.find((candidate) => candidate.name === name);
	if (part !== void 0) return part;
	throw new LifeboatError({
		code: "manifest-malformed",
		what: `the backup has no part ${name}`,
		fix: "restore another backup"
	});
}
export { fetchParts as n, partSource as t };
