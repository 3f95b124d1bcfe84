import { t as KEYS } from "./manifest.js";
// src/evidence/complain-of-place.ts
/** Why a record cannot be the one with this id: a backup's record has the backup's id. Undefined when it can. */
function complainOfPlace(record, id) {
	if (record.id !== id) return `it says it is record ${record.id}`;
	if (record.kind !== "backup" || record.backup === void 0) return void 0;
	const { backup } = record;
	if (backup.id !== id) return `it speaks of backup ${backup.id}`;
	return backup.manifestKey === KEYS.manifest(record.target, id) ? void 0 : `it speaks of ${backup.manifestKey}`;
}
export { complainOfPlace as t };
