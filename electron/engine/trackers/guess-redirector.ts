import { isOpaque } from './personal-token.ts'

/** A redirector that the catalogue does not know, by the shape of its address. */
export interface GuessedRedirector {
  /** Its host: no other name is known. */
  name: string
  /** Where it leads, or null when it does not say. */
  target: URL | null
}

/** Hosts that count clicks say so in their first labels. */
const CLICK_HOST =
  /^(?:[a-z0-9-]+\.)?(?:clicks?|clk|clicktracks?|ctrk|trk|trck|track(?:ing|er)?|ct|links?|lnks?|redir(?:ect)?|url)\d{0,3}\./
const CLICK_SEGMENT =
  /^(?:clicks?|clk|cl|ct|clickthrough|click-?track\w*|track(?:ing)?(?:[-_]?(?:click|link|url))?|trk|redir|redirect(?:or|ion)?|rd|lnk|linktrack\w*|linkclick|forward|out|away|go|ls|l0|cl0)$/i
/** What asks a service to do something with an address, rather than to lead there. */
const ASKS =
  /(?:^|[/._-])(?:share\w*|intent|sign-?in|log-?in|logout|auth\w*|oauth\d?|sso|account\w*|preview|translate|cache|proxy|fetch|embed|screenshot|validat\w*|search|subscribe)(?:[/._-]|$)|unsub|opt-?out|preference|profile/i
/** Too short to say anything alone, but enough beside the address of another site. */
const SHORT_SEGMENT = /^(?:[rluch]|tl|url|link|links|trace|visit|leave)$/i
const ADDRESS = /^https?(?::|%3a)(?:\/|%2f){1,2}[^/]/i
const HOLDS_ADDRESS = /https?(?::|%3a)|aHR0c/i
/** base64 of "http". */
const ENCODED = /^aHR0c[A-Za-z0-9+/_=-]{10,}$/
/** Segments and fields that are looked at. */
const MAXIMUM_PIECES = 32
/** Characters of a token that only a counter needs: shorter ones name articles. */
const LONG = 20

/** Only addresses of a whole other site count: a site that leads to itself counts nobody's clicks for others. */
export function guessRedirector(url: URL): GuessedRedirector | null {
  const isClickHost = CLICK_HOST.test(url.hostname)
  // Most links end here: they neither hold another address nor stand at a host that counts.
  if (!isClickHost && !HOLDS_ADDRESS.test(url.pathname + url.search)) return null
  const path = url.pathname.slice(0, 2_000)
  if (ASKS.test(path)) return null
  const segments = path.split('/', MAXIMUM_PIECES).filter(Boolean)
  const names = segments.map((segment) => segment.replace(/\.[a-z]{2,5}$/i, ''))
  if (!isClickHost && !names.some((name) => CLICK_SEGMENT.test(name) || SHORT_SEGMENT.test(name))) return null
  const fields = url.search
    .slice(1, 8_000)
    .split('&', MAXIMUM_PIECES)
    .map((field) => field.slice(field.indexOf('=') + 1))
  for (const piece of [...fields, ...segments]) {
    const target = targetIn(piece)
    if (target !== null && siteOf(target.hostname) !== siteOf(url.hostname))
      return { name: url.hostname, target }
  }
  const isToken = (piece: string): boolean => piece.length >= LONG && isOpaque(piece)
  const hidesTarget = isClickHost && (segments.some(isToken) || fields.some(isToken))
  return hidesTarget ? { name: url.hostname, target: null } : null
}

function targetIn(piece: string): URL | null {
  const text = ENCODED.test(piece) ? Buffer.from(piece, 'base64').toString('utf8') : piece
  if (!ADDRESS.test(text)) return null
  try {
    const target = URL.parse(decodeURIComponent(text))
    return target !== null && /^https?:$/.test(target.protocol) ? target : null
  } catch {
    return null
  }
}

/** The last two labels: near enough to tell another site from one's own. */
function siteOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}
