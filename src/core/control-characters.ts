/** Line breaks, escapes, and what turns the direction of writing. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

/** Whether printing a text could show something else than what it says, or make a line of its own. */
export function holdsControlCharacter(text: string): boolean {
  return CONTROL.test(text)
}
