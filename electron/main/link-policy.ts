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
  /** Who would get the mail, copies among them; undefined for a page of the web. */
  recipients?: string[]
}

/** Mail programs have attached local files that a link's author named (`?attach=/etc/passwd`). */
const MAILTO_FIELDS = new Set(['to', 'cc', 'bcc', 'subject', 'body', 'in-reply-to'])
const RECIPIENT_FIELDS = new Set(['to', 'cc', 'bcc'])
/** Nothing in it that a sender could write a sentence with. */
const MAILBOX = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}$/
/** More are no answer to anybody, and a dialog has no room for them. */
const MOST_RECIPIENTS = 10

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
      const recipients = [url.pathname, ...fields.filter(isRecipients).map(contentOf)].flatMap(mailboxesIn)
      if (recipients.length > MOST_RECIPIENTS || !recipients.every((one) => MAILBOX.test(one)))
        return undefined
      const href = `mailto:${url.pathname}${fields.length === 0 ? '' : `?${fields.join('&')}`}`
      return { href, host: url.pathname, readableHost: null, warnings: [], recipients }
    }
    default:
      return undefined
  }
}

/** @param field `name=value` as it stands in the address: "+" is a plus there, not a space as in a form. */
function isMailtoField(field: string): boolean {
  return MAILTO_FIELDS.has(nameOf(field))
}

function isRecipients(field: string): boolean {
  return RECIPIENT_FIELDS.has(nameOf(field))
}

function nameOf(field: string): string {
  return (field.split('=')[0] ?? '').toLowerCase()
}

function contentOf(field: string): string {
  return field.slice(field.indexOf('=') + 1)
}

/** Mail programs part them at commas, and some at semicolons. */
function mailboxesIn(list: string): string[] {
  let readable: string
  try {
    readable = decodeURIComponent(list)
  } catch {
    readable = list
  }
  return readable
    .split(/[,;]/)
    .map((mailbox) => mailbox.trim())
    .filter((mailbox) => mailbox !== '')
}
