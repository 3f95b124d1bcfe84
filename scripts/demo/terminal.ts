import { styleText } from 'node:util'

const WIDTH = 78

/** Prints a step's number, its title and why it is there. */
export function heading(step: string, title: string, why: string): void {
  const rule = '─'.repeat(Math.max(3, WIDTH - step.length - title.length - 5))
  console.log(`\n${styleText('bold', `── ${step} ${title}`)} ${styleText('dim', rule)}`)
  console.log(styleText('dim', why))
}

/** Prints a command line as somebody would type it. */
export function command(line: string): void {
  console.log(`\n${styleText('cyan', '$')} ${styleText('bold', line)}`)
}

/** Prints a remark of the demo itself. */
export function remark(text: string): void {
  console.log(styleText('dim', `# ${text}`))
}

/** Prints one line of the closing summary. */
export function fact(label: string, text: string): void {
  console.log(`  ${styleText('green', '✔')} ${label.padEnd(11)}${text}`)
}

/** Prints lines that belong to the fact above. */
export function detail(label: string, text: string): void {
  console.log(`    ${label.padEnd(11)}${text}`)
}
