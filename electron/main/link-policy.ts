import { domainToUnicode } from 'node:url'
import { type AddressWarning, addressWarnings } from '../../shared/address-warnings.ts'

/** A link the user may open, as it must be shown to be judged. All ASCII but for `readableHost`. */
export interface OpenableLink {
  /** What is handed to the system. */
  href: string
  host: string
  /** What the host looks like in its own script, when that differs: look-alike letters show in `host`. */
  readableHost: string | null
  /** How the address as it was given poses as another. */
  warnings: AddressWarning[]
}

/** Mail programs have attached local files that a link's author named (`?attach=/etc/passwd`). */
const MAILTO_FIELDS = new Set(['to', 'cc', 'bcc', 'subject', 'body', 'in-reply-to'])

/**
 * What a link in a mail may ask of the system: the web and writing to somebody. Every other scheme (file, smb,
 * ms-msdt, search-ms, tel …) can start programs or send credentials, and is undefined here.
 */
export function judgeLink(text: string): OpenableLink | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  switch (url.protocol) {
    case 'http:':
    case 'https:': {
      const { hostname, username, password } = url
      const readable = domainToUnicode(hostname)
      const readableHost = readable === hostname ? null : readable
      const warnings = addressWarnings({ hostname, username, password, readableHost })
      // `https://your-bank.example@evil.example/` is only ever written to deceive.
      url.username = ''
      url.password = ''
      return { href: url.href, host: url.host, readableHost, warnings }
    }
    case 'mailto:': {
      const fields = url.search.slice(1).split('&').filter(isMailtoField)
      const href = `mailto:${url.pathname}${fields.length === 0 ? '' : `?${fields.join('&')}`}`
      return { href, host: url.pathname, readableHost: null, warnings: [] }
    }
    default:
      return undefined
  }
}

/** @param field `name=value` as it stands in the address: "+" is a plus there, not a space as in a form. */
function isMailtoField(field: string): boolean {
  return MAILTO_FIELDS.has((field.split('=')[0] ?? '').toLowerCase())
}
