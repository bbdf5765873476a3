/**
 * A stock Chromium knows no `app://`. Each scheme that the program registers is represented there by an
 * origin of its own below `.invalid` (RFC 6761: never resolves), whose requests are all answered by the
 * interception and never reach the network: `app://curtain/x` is `https://curtain.app.invalid/x`. Everything
 * that crosses into the program is translated back, so it only ever sees its own addresses.
 */
const schemes = new Set<string>()

export function addScheme(scheme: string): void {
  schemes.add(scheme)
}

export function toChromium(address: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/s.exec(address) ?? []
  return schemes.has(scheme) ? `https://${host}.${scheme}.invalid${rest}` : address
}

export function fromChromium(address: string): string {
  const [, host = '', scheme = '', rest = ''] =
    /^https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.invalid(.*)$/s.exec(address) ?? []
  return schemes.has(scheme) ? `${scheme}://${host}${rest}` : address
}
