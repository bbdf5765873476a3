import { remoteUrl } from '../../../shared/remote-url.ts'
import { needOfAddress } from './link-needs.ts'
import { isOpaque } from './personal-token.ts'
import { siteOf } from './site.ts'

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
/** Those that do nothing else: they also lead from a part of a site to another part of it. */
const COUNTER_HOST = /^(?:[a-z0-9-]+\.)?(?:clicks?|clk|clicktracks?|ctrk|trk|trck|redir(?:ect)?)\d{0,3}\./
const CLICK_SEGMENT =
  /^(?:clicks?|clk|cl|ct|clickthrough|click-?track\w*|track(?:ing)?(?:[-_]?(?:click|link|url))?|trk|redir|redirect(?:or|ion)?|rd|lnk|linktrack\w*|linkclick|forward|out|away|go|ls|l0|cl0)$/i
/** What asks a service to do something with an address, rather than to lead there. */
const ASKS =
  /(?:^|[/._-])(?:share\w*|submit|pin|msg|intent|sign-?in|log-?in|logout|auth\w*|oauth\d?|sso|account\w*|preview|translate|cache|proxy|fetch|embed|screenshot|validat\w*|search|subscribe)(?:[/._-]|$)|unsub|opt-?out|preference|profile/i
/** Too short to say anything alone, but enough beside the address of another site. */
const SHORT_SEGMENT = /^(?:[rluch]|tl|url|link|links|trace|visit|leave)$/i
/** How a field is called that says where a link leads. */
const LEADS =
  /^(?:(?:\w+[_.-])?(?:\w*ur[il]|link|href|to|goto|target|dest(?:ination)?|redir(?:ect)?(?:to)?|forward|out)|url\d|[a-z]|)$/i
/** What an address is for that is sent along, though its name ends in the same way. */
const BESIDE =
  /^(?:return|back|callback|cancel|error|success|ref|source|src|page|ima?ge?|pic|thumb|avatar|logo|icon)/i
const ADDRESS = /^https?(?::|%(?:25)*3a)(?:\/|%(?:25)*2f){1,2}[^/]/i
const HOLDS_ADDRESS = /https?(?::|%(?:25)*3a)|aHR0c|eyJ/i
/** base64 of "http", and of an object in JSON. */
const ENCODED = /^aHR0c[A-Za-z0-9+/_=-]{10,}$/
const ENCODED_OBJECT = /^(?:eyJ[A-Za-z0-9_-]+\.)?(eyJ[A-Za-z0-9+/_=-]{10,})/
/** The first address among the values of an object: not who issued a token, and for whom. */
const ADDRESS_IN_JSON = /"(?!(?:iss|aud|azp|sub)")[^"]*"\s*:\s*"(https?:(?:\\?\/){2}[^"\s]+)"/
/** Times that an address is taken to have been percent-encoded. */
const MAXIMUM_LAYERS = 3
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
  if (ASKS.test(path) || isForItself(url, path)) return null
  const segments = path.split('/', MAXIMUM_PIECES).filter(Boolean)
  const names = segments.map((segment) => segment.replace(/\.[a-z]{2,5}$/i, ''))
  if (!isClickHost && !names.some((name) => CLICK_SEGMENT.test(name) || SHORT_SEGMENT.test(name))) return null
  const fields = url.search.slice(1, 8_000).split('&', MAXIMUM_PIECES)
  const leading = fields.filter(leads).map(valueOfField)
  const leadsInside = COUNTER_HOST.test(url.hostname)
  for (const piece of [...leading, ...segments, restOfPath(url, path)]) {
    const target = piece === null ? null : targetIn(piece)
    if (target === null || target.hostname === url.hostname) continue
    if (leadsInside || siteOf(target.hostname) !== siteOf(url.hostname)) return { name: url.hostname, target }
  }
  const isToken = (piece: string): boolean => piece.length >= LONG && isOpaque(piece)
  const hidesTarget = isClickHost && (segments.some(isToken) || fields.map(valueOfField).some(isToken))
  return hidesTarget ? { name: url.hostname, target: null } : null
}

/** Who confirms an account or pays needs that page, and not the one that it sends them to afterwards. */
function isForItself(url: URL, path: string): boolean {
  const own = path.replace(/https?(?::|%3a|\/).*/i, '')
  return needOfAddress(new URL(own, url.origin), []) !== null
}

function leads(field: string): boolean {
  const name = field.slice(0, Math.max(0, field.indexOf('=')))
  return LEADS.test(name) && !BESIDE.test(name)
}

function valueOfField(field: string): string {
  return field.slice(field.indexOf('=') + 1)
}

/** "/x/https://shop.example/a?b=c" leads to all that follows. */
function restOfPath(url: URL, path: string): string | null {
  const at = path.search(/\/https?:\/{1,2}[^/]/i)
  return at < 0 ? null : path.slice(at + 1).replace(/^(https?:)\/+/i, '$1//') + url.search
}

function targetIn(piece: string): URL | null {
  let text = ENCODED.test(piece) ? Buffer.from(piece, 'base64').toString('utf8') : piece
  const object = ENCODED_OBJECT.exec(piece)?.[1]
  if (object !== undefined) {
    const json = Buffer.from(object, 'base64').toString('utf8')
    text = ADDRESS_IN_JSON.exec(json)?.[1]?.replaceAll('\\/', '/') ?? ''
  }
  if (!ADDRESS.test(text)) return null
  try {
    for (let layer = 0; layer < MAXIMUM_LAYERS && /^https?(?:%|:%)/i.test(text); layer++) {
      text = decodeURIComponent(text)
    }
    const target = remoteUrl(text)
    return target !== null && /^https?:$/.test(target.protocol) ? target : null
  } catch {
    return null
  }
}
