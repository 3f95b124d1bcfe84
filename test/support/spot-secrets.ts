import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a secret looks like in the encodings that programs and protocols use. */
function disguises(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const url = encodeURIComponent(secret)
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((before) => inBase64(bytes, before)),
  ]
}

/** The characters that depend on the secret alone where so many bytes come before it, in both alphabets. */
function inBase64(bytes: Buffer, before: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(before), bytes])
  const inner = (text: string): string =>
    text.slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6))
  return [inner(whole.toString('base64')), inner(whole.toString('base64url'))]
}

/** Names the secrets that bytes hold, in whatever encoding. */
export function spotSecrets(
  secrets: Readonly<Record<string, string>>,
  bytes: Buffer | string,
): readonly string[] {
  const found = Object.entries(secrets).filter(([, secret]) =>
    disguises(secret).some((disguise) => bytes.includes(disguise)),
  )
  return found.map(([name]) => name)
}

/** Names the secrets in the files and file names below a folder, with where they are. */
export async function spotSecretsIn(
  secrets: Readonly<Record<string, string>>,
  folder: string,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const content = entry.isFile() ? await readFile(path) : ''
    return [...spotSecrets(secrets, path), ...spotSecrets(secrets, content)].map(
      (name) => `${name} in ${path}`,
    )
  })
  return (await Promise.all(found)).flat()
}
