// src/evidence/ledger/paths.ts
const SEQUENCE_DIGITS = 6;
/** `ledger/000001.json`; longer from the millionth batch on. */
function ledgerPath(sequence) {
	return `ledger/${String(sequence).padStart(SEQUENCE_DIGITS, "0")}.json`;
}
/** `attestations/000001.sigstore.json`: beside the ledger, where nothing but batches lies. */
function attestationPath(sequence) {
	return `attestations/${String(sequence).padStart(SEQUENCE_DIGITS, "0")}.sigstore.json`;
}
/** `records/2026/11/20261121T021700Z-3fk9.json`. */
function recordPath(id) {
	return `records/${id.slice(0, 4)}/${id.slice(4, 6)}/${id}.json`;
}
/** Orders ledger files by number, so that the millionth follows the 999,999th. */
function compareLedgerPaths(a, b) {
	return a.length - b.length || (a < b ? -1 : 1);
}
function isLedgerPath(path) {
	return /^ledger\/\d{6,}\.json$/.test(path);
}
export { recordPath as a, ledgerPath as i, compareLedgerPaths as n, isLedgerPath as r, attestationPath as t };
