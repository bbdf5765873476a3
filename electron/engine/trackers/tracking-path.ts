import { plainPath, withoutNeedlessEscapes } from './catalogue/plain-spelling.ts'
import { isOpaque, mayIdentify } from './personal-token.ts'

/**
 * How an address speaks of counting. `opening`: it names the opening of a mail or a beacon (`/track/open.php`,
 * `/pixel.gif`, `?event=opened`). `counting`: it names counting of some kind (`/trk/`, `/stats/`).
 */
export type TrackingPath = 'opening' | 'counting'

/** What a name that speaks of opening is put together from, without signs and trailing digits. */
const WHOSE =
  '(?:e?mails?|img|image|msg|message|newsletter|nl|campaign|track(?:ing)?|count|log|record|mark|register|update|set|is|as|on|stats?|report|view|api|user|contact|recipient|action)'
const OPENING = new RegExp(
  `^(?:${[
    `${WHOSE}{0,3}open(?:s|ed|ings?|rate|stats?|log|img|image|pixel|px|track(?:er|ing)?|count(?:er)?|mail|email|event|com)?`,
    `${WHOSE}{1,3}(?:read|seen|viewed|opened|ouv|ouverture|oeffnung|geoeffnet|gelesen|apertura|abierto|lettura|geopend|abertura|otwarcie)`,
    `(?:e?mail|message)?readreceipt|markread|${WHOSE}?beacons?|webbug|e?mailopenlog|openlogpic`,
    `(?:${WHOSE}|spy|trk|conv(?:ersion)?|zaehl|web|read|imp)?(?:pixels?|px)(?:track(?:er|ing)?|server)?|track(?:e?mail|er?pixel)`,
    'e?mailtrack(?:er|ing)?|e?mailtag|imps?|impressions?|footerimage|ouv',
  ].join('|')})$`,
)
/** The same in other languages, where it stands as the name of a program; as that of a picture it may be a shop's. */
const OPENING_PROGRAM =
  /(?:ouvertures?|oeffnung(?:en)?|geoeffnet|gelesen|apertura|aberto|abertura|lettura|geopend|otwarcie|lesebestaetigung)\.(?:php\d?|aspx?|jspx?|cgi|cfm|do|pl)$/i
/** Words of a segment. */
const COUNTING = new Set(
  (
    'track tracks tracking tracker trackers tracked trk trck trkr tr t trace stat stats statistic statistics analytics ' +
    'collect collector telemetry log logger event events ping hit hits count counter spy bug viewed seen ' +
    'read receipt statistik statistique statistiques estadistica estadisticas statistiche zaehler compteur contador ' +
    'o op oo eo mo q wf ho imgping opened beacon'
  ).split(' '),
)
/** Two words that say it together, in either order. */
const PAIRS =
  /(?:e?mail|track|count|log|msg|message|newsletter|campaign|crm)[-_.]?(?:open(?:ed|s|ings?)?|track(?:er|ers|ing)?)(?:[^a-z]|$)|(?:^|[^a-z])open(?:ed|ing|s)?[-_.](?:track|log|pixel|count|e?mail|action|status)/i
const QUERY =
  /(?:^|&)[a-z_-]{0,20}(?:action|event|type|endpoint|kind|name|cmd|act|task|route|op|do|method|entrypoint|[ateln]|ea|ev|en|es)=(?:[a-z_.-]{0,30}(?:[_.-]|track|mail))?(?:open|opened|opens|openstats?|impression|pixel|beacon)(?:&|$|[_.-])/i
/** Folders that counters live in; pictures have longer names for theirs. */
const COUNTER = /\/(?:o|op|oo|eo|wf|t|tr|trk|trck|track|tracker|tracking|trace)\//i
const CAMEL = /([a-z])([A-Z])/g
/** Nobody gives such a picture a parameter but to count with it; `o.gif` is many counters' own name. */
const ONE_LETTER = /^[a-z]\.gif$/i
/** Characters of a path and of a query that are read. */
const MAXIMUM_LENGTH = 1_024
/** Characters of a segment beyond which it is no word. */
const MAXIMUM_NAME = 40
const COUNTING_HOST =
  /^(?:[a-z0-9-]+\.)?(?:opens?(?:-?track(?:er|ing)?)?|e?mail-?track(?:er|ing)?|openrate|pixels?|px|beacons?|trk|trck|track(?:ing|er)?|trace|stats?|analytics|imp|collect(?:or)?|metrics|telemetry)\d{0,3}\./
const PHOTO = /\.(?:jpe?g|png|webp|avif|svg)$/i
const EXTENSION = /\.[a-z]{2,8}$/i

export function trackingPath(url: URL): TrackingPath | null {
  const path = plainPath(url.pathname.slice(0, MAXIMUM_LENGTH))
  const file = path.slice(path.lastIndexOf('/') + 1)
  const stem = file.replace(EXTENSION, '')
  // A photo or logo with a name for people is content, even in a folder of that name (/track/hero.jpg).
  if (PHOTO.test(file) && !isOpaque(stem)) return isOpening(stem) && mayIdentify(url) ? 'opening' : null
  if (ONE_LETTER.test(file) && (url.search.length > 1 || file === 'o.gif') && mayIdentify(url))
    return 'opening'
  const segments = path.split('/').filter(Boolean)
  if (segments.some((segment) => isOpening(segment.replace(EXTENSION, '')) || PAIRS.test(segment)))
    return 'opening'
  if (OPENING_PROGRAM.test(file)) return 'opening'
  const query = withoutNeedlessEscapes(url.search.slice(1, MAXIMUM_LENGTH))
  if (QUERY.test(query) || query.split('&').some(namesOpening)) return 'opening'
  return segments.some(isCounting) || COUNTING_HOST.test(url.hostname) ? 'counting' : null
}

/** Whether the last segment lies in a folder that counters live in: `/o/…`, `/x/trk/…`. */
export function isInCounter(url: URL): boolean {
  return COUNTER.test(plainPath(url.pathname.slice(0, MAXIMUM_LENGTH)))
}

/** `mailopen=8a7b6c`: a parameter that says so and whose value tells readers apart. */
function namesOpening(field: string): boolean {
  const equals = field.indexOf('=')
  return equals >= 6 && field.length > equals + 4 && isOpening(field.slice(0, equals))
}

function isOpening(name: string): boolean {
  if (name.length > MAXIMUM_NAME) return false
  return OPENING.test(
    name
      .replaceAll(/[^A-Za-z0-9]/g, '')
      .replace(/\d{1,4}$/, '')
      .toLowerCase(),
  )
}

/** A long name is a sentence about something, not a word for what it does. */
function isCounting(segment: string): boolean {
  const words = segment
    .replaceAll(CAMEL, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  return words.length <= 4 && words.some((word) => COUNTING.has(word))
}
