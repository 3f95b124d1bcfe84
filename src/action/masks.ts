/** Masking less would hide every third word of a log. */
const SHORTEST = 4

/** Every form in which a secret could show up in a log: encoded, line by line, and the password inside a URL. */
export function masksOf(secret: string): readonly string[] {
  const values = [secret, ...secret.split(/\r\n|\r|\n/), ...passwordsOf(secret)]
  const forms = values.filter((value) => value.length >= SHORTEST).flatMap(formsOf)
  return [...new Set(forms)]
}

function formsOf(value: string): readonly string[] {
  const url = encodeURIComponent(value)
  const strict = url.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const bytes = Buffer.from(value)
  return [
    value,
    url,
    strict,
    strict.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('hex'),
    ...[0, 1, 2].flatMap((before) => insideBase64(bytes, before)),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ].filter((form) => form.length >= SHORTEST)
}

/** What depends on the secret alone where so many bytes come before it, as in a header of user and password. */
function insideBase64(bytes: Buffer, before: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(before), bytes])
  const inner = (text: string): string =>
    text.slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6))
  return [inner(whole.toString('base64')), inner(whole.toString('base64url'))]
}

function passwordsOf(secret: string): readonly string[] {
  if (!URL.canParse(secret)) return []
  const { password, searchParams } = new URL(secret)
  const given = [password, decoded(password), searchParams.get('password') ?? '']
  return given.filter((value) => value !== '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
