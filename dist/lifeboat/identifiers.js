// src/core/identifiers.ts
const SUFFIX_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const SUFFIX_LENGTH = 8;
const ID_PATTERN = /^(\d{8}T\d{6}Z)-[0-9a-z]{4,12}$/;
const TIMESTAMP_PATTERN = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
/** A new id that sorts by time and has no colons: `20261121T021700Z-3fk9p2xw`. */
function newId(clock, random) {
	const suffix = Array.from(random.bytes(SUFFIX_LENGTH), (byte) => SUFFIX_ALPHABET[byte % 32]).join("");
	return `${idTimestamp(clock.now())}-${suffix}`;
}
/** The UTC time part of an id, to the second: `20261121T021700Z`. */
function idTimestamp(time) {
	return `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}
function isId(text) {
	return ID_PATTERN.test(text);
}
/** The instant an id was made, to the second, or undefined when the text is no id or there is no such time. */
function idTime(id) {
	return timestampTime(ID_PATTERN.exec(id)?.[1] ?? "");
}
/** The instant of an `idTimestamp`, or undefined when the text is none: a date rolls over to another day, and is no time then. */
function timestampTime(text) {
	const match = TIMESTAMP_PATTERN.exec(text);
	if (match === null) return void 0;
	const [, year, month, day, hour, minute, second] = match;
	const time = /* @__PURE__ */ new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(time.getTime()) || idTimestamp(time) !== text ? void 0 : time;
}
export { timestampTime as a, newId as i, idTimestamp as n, isId as r, idTime as t };
