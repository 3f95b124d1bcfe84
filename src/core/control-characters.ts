/** Line breaks, escapes, and what turns the direction of writing. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u
const EVERY_CONTROL = new RegExp(CONTROL, 'gu')

/** Whether printing a text could show something else than what it says, or make a line of its own. */
export function holdsControlCharacter(text: string): boolean {
  return CONTROL.test(text)
}

/** The same text with each of them written as JSON would: `\n`, `\u001b`. */
export function escapeControlCharacters(text: string): string {
  return text.replaceAll(EVERY_CONTROL, (character) => SHORT[character] ?? hexadecimal(character))
}

const SHORT: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
}

function hexadecimal(character: string): string {
  return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
