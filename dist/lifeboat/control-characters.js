// src/core/control-characters.ts
/** Line breaks, escapes, and what turns the direction of writing. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const EVERY_CONTROL = new RegExp(CONTROL, "gu");
/** Whether printing a text could show something else than what it says, or make a line of its own. */
function holdsControlCharacter(text) {
	return CONTROL.test(text);
}
/** The same text with each of them written as JSON would: `\n`, `\u001b`. */
function escapeControlCharacters(text) {
	return text.replaceAll(EVERY_CONTROL, (character) => SHORT[character] ?? hexadecimal(character));
}
const SHORT = {
	"\n": String.raw`\n`,
	"\r": String.raw`\r`,
	"	": String.raw`\t`
};
function hexadecimal(character) {
	return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
export { holdsControlCharacter as n, escapeControlCharacters as t };
