// src/backup/stored-bytes.ts
/** What a backup takes in its store: its volumes, and what its server wrote by itself. */
function storedBytesOf({ parts, delegated = [] }) {
	return [...parts.flatMap((part) => part.volumes), ...delegated].reduce((sum, { bytes }) => sum + bytes, 0);
}
export { storedBytesOf as t };
