/** Escapes of characters that need none: `%6F` asks for the same as `o` (RFC 3986, 6.2.2.2). */
const NEEDLESS = /%(?:2[DE]|3\d|[46][1-9A-F]|[57][\dA]|5F|7E)/gi

/** Text of an address in the one spelling that patterns are written for. */
export function withoutNeedlessEscapes(text: string): string {
  if (!text.includes('%')) return text
  return text.replaceAll(NEEDLESS, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
}

/** A path in the same way; most servers take several slashes for one. */
export function plainPath(pathname: string): string {
  const path = withoutNeedlessEscapes(pathname)
  return path.includes('//') ? path.replaceAll(/\/{2,}/g, '/') : path
}
