// src/core/control-characters.ts
/** Line breaks, escapes, and what turns the direction of writing. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
/** Whether printing a text could show something else than what it says, or make a line of its own. */
function holdsControlCharacter(text) {
	return CONTROL.test(text);
}
export { holdsControlCharacter as t };
