import type { LinkWarning } from './models/message.ts'

/** The parts of a parsed http address that can deceive. */
export interface AddressParts {
  /** Of the URL standard: lower case, in ASCII; numbers normalised, IPv6 in brackets. */
  hostname: string
  username: string
  password: string
  /** The host in its own script, or null when that is the same. */
  readableHost: string | null
}

/** A warning that needs nothing but the address. */
export type AddressWarning = Exclude<LinkWarning, 'text-is-another-site'>

/** How an address itself can pass for another, whatever the text of its link says. */
export function addressWarnings({
  hostname,
  username,
  password,
  readableHost,
}: AddressParts): AddressWarning[] {
  const warnings: AddressWarning[] = []
  if (readableHost !== null) {
    const labels = readableHost.split('.')
    const ending = scriptsOf(labels.at(-1) ?? '')
    const foreign = labels.filter((label) => NOT_ASCII.test(label))
    if (foreign.some((label) => looksAscii(label, ending))) warnings.push('look-alike-letters')
    if (foreign.some(mixesScripts)) warnings.push('mixed-scripts')
  }
  if (username !== '' || password !== '') warnings.push('hidden-user')
  if (/^(?:\d+\.){3}\d+$/.test(hostname) || hostname.startsWith('[')) warnings.push('bare-address')
  return warnings
}

const NOT_ASCII = /[^\0-\x7f]/

/**
 * Letters that are drawn like an ASCII letter in common fonts (a selection from Unicode's confusables.txt, by
 * what domain names may hold), each behind the letter that it passes for.
 */
const TWINS: Record<string, string> = {
  a: 'аɑα',
  b: 'ьƅ',
  c: 'сϲⅽᴄ',
  d: 'ԁɗ',
  e: 'еҽє',
  f: 'ƒ',
  g: 'ɡցɢ',
  h: 'һհ',
  i: 'іıɩιӏ',
  j: 'јϳյ',
  k: 'κ',
  l: 'ӏⅼן',
  m: 'ⅿ',
  n: 'ոпղ',
  o: 'оοօסᴏ',
  p: 'рρ',
  q: 'ԛզ',
  r: 'гᴦꭇ',
  s: 'ѕꜱ',
  t: 'τ',
  u: 'цսυʋᴜ',
  v: 'ѵνᴠ',
  w: 'ԝѡωшա',
  x: 'хχ',
  y: 'уγүʏყ',
  z: 'ᴢʐ',
}
/** Letters that pass only between ASCII letters: alone, they make honest Cyrillic and Greek words. */
const TWINS_IN_COMPANY: Record<string, string> = { b: 'вβ', h: 'нη', k: 'к', m: 'м', t: 'т', r: 'я', n: 'и' }
/** Names that are imitated most: a mark on one of their letters (pạypal, gоoglé) is no honest spelling. */
const IMITATED = new Set(
  (
    'adobe airbnb aliexpress allegro amazon americanexpress apple appleid bankofamerica barclays binance booking ' +
    'chase citibank coinbase commerzbank deutschebank dhl docusign dropbox ebay etsy facebook fedex gmail google ' +
    'hotmail hsbc icloud instagram kraken linkedin mastercard metamask microsoft netflix office office365 onedrive ' +
    'orange outlook paypal playstation postbank postfinance revolut roblox santander shopify snapchat sparkasse ' +
    'spotify steam steamcommunity stripe swisscom telegram tiktok trezor twitter ubs ups usps vinted visa vodafone ' +
    'walmart wellsfargo whatsapp wise yahoo youtube zoom'
  ).split(' '),
)

const ascii = new Map(
  Object.entries(TWINS).flatMap(([letter, twins]) => [...twins].map((twin) => [twin, letter])),
)
const asciiInCompany = new Map([
  ...ascii,
  ...Object.entries(TWINS_IN_COMPANY).flatMap(([letter, twins]) =>
    [...twins].map((twin) => [twin, letter] as const),
  ),
])

/** @param ending scripts of the top-level domain: a Cyrillic word under a Cyrillic one is what it seems. */
function looksAscii(label: string, ending: ReadonlySet<string>): boolean {
  const scripts = scriptsOf(label)
  const [only] = scripts
  if (scripts.size === 1 && only !== undefined && only !== 'Latin' && ending.has(only)) return false
  const twins = scripts.has('Latin') ? asciiInCompany : ascii
  let isTwin = true
  let plain = ''
  for (const letter of label) {
    const twin = NOT_ASCII.test(letter) ? twins.get(letter) : letter
    isTwin &&= twin !== undefined
    plain += twin ?? letter
  }
  const bare = plain.normalize('NFD').replaceAll(/\p{Mark}/gu, '')
  return isTwin || (scripts.has('Latin') && bare.split('-').some((word) => IMITATED.has(word)))
}

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Bengali',
  'Thai',
  'Cherokee',
  'Coptic',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
]
const scriptTests = SCRIPTS.map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const)
/** Letters and marks of any script that is not in the list count as one more script. */
const OTHER_SCRIPT = new RegExp(
  `(?!${SCRIPTS.map((name) => `\\p{Script=${name}}`).join('|')}|\\p{Script=Common}|\\p{Script=Inherited})\\p{L}`,
  'u',
)

function scriptsOf(label: string): Set<string> {
  const scripts = new Set<string>()
  for (const [name, test] of scriptTests) if (test.test(label)) scripts.add(name)
  if (OTHER_SCRIPT.test(label)) scripts.add('another')
  return scripts
}

/** Writing systems that use several scripts side by side, Latin among them (UTS 39, 5.2). */
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]
/** Scripts whose letters pass for Latin ones. */
const LATIN_LIKE = new Set(['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic'])

/** Beyond what UTS 39 calls moderately restrictive. */
function mixesScripts(label: string): boolean {
  const scripts = [...scriptsOf(label)]
  if (scripts.length < 2 || TOGETHER.some((system) => scripts.every((script) => system.includes(script)))) {
    return false
  }
  return scripts.length > 2 || !scripts.includes('Latin') || scripts.some((script) => LATIN_LIKE.has(script))
}
