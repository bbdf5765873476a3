/**
 * How sure it is that a URL names one recipient. `address`: somebody's mail address is in it. `named`: a parameter says so (`uid=`, `rcpt=`). `opaque`: a
 * part that could only be made up for one mailing or person. `file`: an opaque name or folder of a picture,
 * which picture hosts give to everything. `id`: a number, as many things have.
 */
export type TokenStrength = 'address' | 'named' | 'opaque' | 'file' | 'id'

const PERSONAL_NAMES = new Set(
  (
    'uid u_id userid user_id user usr uuid guid sid subid subscriber subscriber_id subscriberid sub subscription ' +
    'rid rcpt recipient recipient_id recipientid recip r_id to email email_id emailid e_id eid em mail emailaddress ' +
    'mid m_id mailid mail_id msgid msg_id messageid message_id mailing_id mailingid cid contact contact_id contactid ' +
    'customer customer_id customerid client_id member member_id memberid profile profile_id pid person lead lead_id ' +
    'leadid tid token tok hash key ukey upn enid elq elqtrackid mkt_tok trk_msg trk_contact sendid send_id ' +
    'mi_u esp_uid euid ek eh bid jobid job_id ref_id uniqid unique unique_id trackid tracking_id trackingid track_id ' +
    'empfaenger empfaenger_id abonnent abonnement destinataire abonne lecteur destinatario suscriptor iscritto ' +
    'clickid u r i c e l m k x z a b d p n visitor visitor_id vid qs _t _e _m _ri_ _ei_ nid nonce signature_id ext_id external_id'
  ).split(' '),
)
const PERSONAL_ENDING =
  /(?:uuid|guid|(?:user|subscriber|recipient|contact|customer|member|lead|email|mail|message)[_-]?(?:id|key|hash|token))$/
const ADDRESS = /^[^@\s/]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i
/** A number or a short hexadecimal word: a campaign, an article or a person. */
const SHORT_ID = /^(?:\d{5,}|(?=[a-f]*\d)[0-9a-f]{8,})(?:\.[a-z]{2,5})?$/i
/** Parameters that look random and name nobody: versions, signatures of a picture host, sizes. */
const IMPERSONAL_NAMES = new Set(
  (
    'v ver version t ts time timestamp cb cache cachebuster bust rev hash_v etag w h width height size q quality fit crop ' +
    'format fm auto dpr s sig signature expires exp policy key-pair-id x-amz-signature x-amz-credential x-amz-date ' +
    'x-amz-security-token x-amz-algorithm x-amz-expires x-amz-signedheaders x-goog-signature sv sr se sp st spr skoid ' +
    'resize ixlib ixid bg color text name alt lang locale itok _ rand random rnd ' +
    'nocache updated updatedat mtime modified lastmod'
  ).split(' '),
)

const PICTURE_FILE = /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?)$/i
/** Characters of a record that say what it is about. */
const RECORD_BEGINNING = 240
const RECORD = /^eyJ[A-Za-z0-9_=+-]{13}/
const PADDED = /^[A-Za-z0-9_+/-]{10,2048}={1,2}$/
/** Four digits, or a letter between digits, or capitals only, or capitals inside: nobody calls a thing so. */
const NO_WORD = /\d{4}|\d[^/]{0,60}[A-Za-z][^/]{0,60}\d|^[A-Z0-9]{10,}$|[a-z][A-Z][^/]{0,60}[a-z][A-Z]/
const PICTURE_SIZE = /^\d{1,4}x\d{1,4}|^20\d\d$|^v\d/
/** Segments and values looked at: real URLs have fewer, a hostile one stays cheap. */
const MAXIMUM_PIECES = 64
/** Characters of one piece looked at. */
const MAXIMUM_LENGTH = 2_048

export function personalToken(url: URL): TokenStrength | null {
  let strongest: TokenStrength | null = null
  let hasNumber = false
  const query = url.search.length > 1 ? url.search.slice(1).split('&', MAXIMUM_PIECES) : []
  for (const field of query) {
    // Base64 may end in the signs that part names from values.
    const equals = PADDED.test(field) ? -1 : field.indexOf('=')
    const name = (equals < 0 ? '' : field.slice(0, equals)).toLowerCase()
    const value = decode(equals < 0 ? field : field.slice(equals + 1))
    if (name.startsWith('utm_')) continue
    if (IMPERSONAL_NAMES.has(name)) {
      if (isOpaque(value)) strongest ??= 'file'
      continue
    }
    if (ADDRESS.test(value) || holdsAddress(value)) return 'address'
    if (isPersonalName(name) && identifies(value)) return 'named'
    hasNumber ||= SHORT_ID.test(value)
    if (isOpaque(value)) strongest = 'opaque'
  }
  const segments = url.pathname.split('/', MAXIMUM_PIECES)
  if (segments.some(holdsAddress)) return 'address'
  if (strongest === 'opaque') return strongest
  const file = segments.pop() ?? ''
  const isPicture = PICTURE_FILE.test(file) || tellsOfPicture(file)
  // A record in JSON is about somebody, whatever stands behind it, or about a picture.
  if (segments.some((segment) => RECORD.test(segment) && !tellsOfPicture(segment))) return 'opaque'
  if (!isPicture && (isOpaque(file) || segments.some(isOpaque))) return 'opaque'
  if (strongest !== null) return strongest
  if (isPicture && (isOpaque(file.replace(PICTURE_FILE, '')) || segments.some(isOpaque))) return 'file'
  return hasNumber || [...segments, file].some((segment) => SHORT_ID.test(segment)) ? 'id' : null
}

/**
 * Whether there is anything in an address that could tell readers apart: a parameter that is no version or size,
 * a segment that is no word. Little by itself; enough where the address says that it counts.
 */
export function mayIdentify(url: URL): boolean {
  const fields = url.search.length > 1 ? url.search.slice(1).split('&', MAXIMUM_PIECES) : []
  const named = fields.some((field) => {
    const equals = field.indexOf('=')
    const name = (equals < 0 ? '' : field.slice(0, equals)).toLowerCase()
    const says = equals < 0 ? field.length >= 4 : field.length > equals + 1
    return says && !IMPERSONAL_NAMES.has(name) && !name.startsWith('utm_')
  })
  return (
    named ||
    url.pathname
      .split('/', MAXIMUM_PIECES)
      .some((segment) => NO_WORD.test(segment.replace(PICTURE_FILE, '')) && !PICTURE_SIZE.test(segment))
  )
}

/** A parameter with a name and a number that is no version: `?n=88374611`, not `?v=20260101` nor `?20260101`. */
export function hasNumberInQuery(url: URL): boolean {
  const fields = url.search.length > 1 ? url.search.slice(1).split('&', MAXIMUM_PIECES) : []
  return fields.some((field) => {
    const equals = field.indexOf('=')
    const name = field.slice(0, Math.max(0, equals)).toLowerCase()
    if (name === '' || IMPERSONAL_NAMES.has(name) || name.startsWith('utm_')) return false
    return SHORT_ID.test(field.slice(equals + 1))
  })
}

export function hasOpaqueQuery(url: URL): boolean {
  return url.search
    .slice(1)
    .split('&', MAXIMUM_PIECES)
    .some((field) => isOpaque(decode(field.slice(field.indexOf('=') + 1))))
}

/** Folders of a path that are opaque: one is an account, two are a mailing and a reader. */
export function opaqueFolders(url: URL): number {
  return url.pathname.split('/', MAXIMUM_PIECES).slice(0, -1).filter(isOpaque).length
}

export function isPictureFile(url: URL): boolean {
  return PICTURE_FILE.test(url.pathname)
}

function isPersonalName(name: string): boolean {
  return PERSONAL_NAMES.has(name) || PERSONAL_ENDING.test(name)
}

/** A value that can tell people apart: a number of some length, or not a word. */
function identifies(value: string): boolean {
  if (value.length < 4 || value.length > MAXIMUM_LENGTH) return value.length > MAXIMUM_LENGTH
  return (
    /\d{4}|@/.test(value) ||
    isOpaque(value) ||
    (value.length >= 8 && /\d/.test(value) && /[a-z]/i.test(value))
  )
}

/** Rails and resizers name a picture by a record of where it lies and how large it is wanted. */
function tellsOfPicture(segment: string): boolean {
  if (!RECORD.test(segment)) return false
  const record = Buffer.from(segment.slice(0, RECORD_BEGINNING), 'base64').toString('latin1')
  return /^\{"(?:_rails|bucket|key|edits|url|src|image|w|h|width|height)"/.test(record)
}

const HIDDEN_ADDRESS = /[\w.+-]{2,64}@[a-z0-9-]{2,63}\.[a-z]{2,10}(?![a-z])/i
const BASE64 = /^[A-Za-z0-9+/_-]{16,}={0,2}$/
/** Parts of a JWT, and one more. */
const MAXIMUM_PARTS = 4
const HEXADECIMAL = /^(?:[0-9a-f]{2}){8,}$/i

/** Somebody's mail address in base64 (also a part of a JWT) or hexadecimal: no picture is called so. */
function holdsAddress(piece: string): boolean {
  if (piece.length < 16) return false
  const text =
    piece.length > MAXIMUM_LENGTH ? piece.slice(0, MAXIMUM_LENGTH) : piece.replace(PICTURE_FILE, '')
  if (HEXADECIMAL.test(text)) return HIDDEN_ADDRESS.test(Buffer.from(text, 'hex').toString('latin1'))
  return text.split('.', MAXIMUM_PARTS).some((part) => {
    // Words have no capitals inside; base64 of an address always does.
    if (!BASE64.test(part) || !/[a-z][A-Z]|[A-Z][a-z]/.test(part)) return false
    return HIDDEN_ADDRESS.test(Buffer.from(part, 'base64').toString('latin1'))
  })
}

const UUID = /^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i
const TOKEN_ALPHABET = /^[\w.~*+=:,|-]+$/

/**
 * Whether a piece of a URL was made by a machine for a machine: hexadecimal, base64, base32, a UUID or a long
 * number, and not words (`summer-sale-2024-final`). Words change between letters and digits rarely.
 */
export function isOpaque(piece: string): boolean {
  const text = piece.length > MAXIMUM_LENGTH ? piece.slice(0, MAXIMUM_LENGTH) : piece
  if (text.length < 10 || !TOKEN_ALPHABET.test(text)) return false
  if (UUID.test(text)) return true
  if (/^\d+$/.test(text)) return text.length >= 12
  const bare = text.replaceAll(/[^A-Za-z0-9]/g, '')
  if (/^[0-9a-f]+$/i.test(bare) && /\d/.test(bare)) return bare.length >= 16
  if (bare.length < 10) return false
  return changes(text) / bare.length >= (bare.length < 14 ? 0.3 : 0.22) || longestRun(text) >= 28
}

/** How often neighbours differ in kind: small letter, capital, digit, sign. A capital that begins a word is free. */
function changes(text: string): number {
  let count = 0
  let before = ''
  for (const character of text) {
    const kind = kindOf(character)
    if (
      before !== '' &&
      kind !== before &&
      kind !== '-' &&
      before !== '-' &&
      !(before === 'A' && kind === 'a')
    )
      count++
    before = kind
  }
  return count
}

function longestRun(text: string): number {
  let longest = 0
  for (const run of text.split(/[^A-Za-z0-9]/)) longest = Math.max(longest, run.length)
  return longest
}

function kindOf(character: string): string {
  if (character >= 'a' && character <= 'z') return 'a'
  if (character >= 'A' && character <= 'Z') return 'A'
  return character >= '0' && character <= '9' ? '0' : '-'
}

function decode(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
