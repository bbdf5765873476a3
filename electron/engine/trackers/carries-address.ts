import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { LIMITS } from './limits.ts'

/** `readable`: anyone can read the address back. `digest`: only who knows it can recognise it. */
export type AddressTrace = 'readable' | 'digest'

/** Tells whether a URL holds one of the addresses, in any of the encodings that senders use. */
export type AddressFinder = (url: string) => AddressTrace | null

/** Identities that are looked for; people have a handful. */
const MAXIMUM_ADDRESSES = 50
const DIGESTS = ['md5', 'sha1', 'sha256'] as const
const HEX_RUN = /[0-9a-f]{32}/
/** base64url of a zlib stream begins with this: Mailgun's tokens hold the recipient inside one. */
const ZLIB_TOKEN = /eJ[A-Za-z0-9_-]{30,4000}/

/**
 * @param addresses of the user, as they are written; a `+tag` is looked for with and without.
 */
export function addressFinder(addresses: readonly string[]): AddressFinder {
  const key = addresses.slice(0, MAXIMUM_ADDRESSES).join(' ')
  let finder = remembered.get(key)
  if (finder === undefined) {
    finder = createAddressFinder(addresses)
    if (remembered.size >= REMEMBERED) remembered.clear()
    remembered.set(key, finder)
  }
  return finder
}

/** Nearly every message of an account goes to the same addresses, and digests cost more than the rest. */
const remembered = new Map<string, AddressFinder>()
const REMEMBERED = 100

function createAddressFinder(addresses: readonly string[]): AddressFinder {
  const forms = new Set<string>()
  for (const address of addresses.slice(0, MAXIMUM_ADDRESSES)) {
    const plain = address.trim().toLowerCase()
    if (!/^[^@\s]+@[^@\s]+$/.test(plain)) continue
    forms.add(plain)
    forms.add(plain.replace(/\+[^@]*@/, '@'))
  }
  if (forms.size === 0) return () => null

  const readable: string[] = []
  /** What the readable ones hold: a look for these few alone passes nearly every URL by. */
  const cores: string[] = []
  /** Upper and lower case differ here. */
  const base64: string[] = []
  const base64Digests: string[] = []
  const digests: string[] = []
  for (const form of forms) {
    const hex = Buffer.from(form).toString('hex')
    const reversed = [...form].reverse().join('')
    for (const text of [form, reversed]) {
      readable.push(text, encodeURIComponent(text), text.replace('@', '='), text.replace('@', '_at_'))
    }
    readable.push(hex)
    const [, host = ''] = form.split('@')
    const [reversedHost = ''] = reversed.split('@')
    for (const core of [host, encodeURIComponent(host), reversedHost, encodeURIComponent(reversedHost), hex])
      if (!cores.includes(core)) cores.push(core)
    base64.push(...base64Forms(form))
    for (const algorithm of DIGESTS) {
      const digest = createHash(algorithm).update(form).digest()
      digests.push(digest.toString('hex'))
      base64Digests.push(digest.toString('base64').replace(/=+$/, ''))
    }
  }
  const isReadable = (text: string): boolean =>
    cores.some((core) => text.includes(core)) && readable.some((needle) => text.includes(needle))
  const needsCapitals = [...base64, ...base64Digests].every((needle) => /[A-Z]/.test(needle))

  return (url) => {
    const lower = url.toLowerCase()
    if (isReadable(lower)) return 'readable'
    if (lower.includes('%') && isReadable(decodePercent(lower))) return 'readable'
    // The address of most pictures is in small letters, which base64 never is.
    const mayBeBase64 = lower !== url || !needsCapitals
    const standard = mayBeBase64 ? url.replaceAll('-', '+').replaceAll('_', '/') : url
    if (mayBeBase64 && base64.some((needle) => standard.includes(needle))) return 'readable'
    if (HEX_RUN.test(lower) && digests.some((needle) => lower.includes(needle))) return 'digest'
    if (!mayBeBase64) return null
    if (base64Digests.some((needle) => standard.includes(needle))) return 'digest'
    const zlib = ZLIB_TOKEN.exec(url)
    if (zlib !== null && isReadable(inflate(zlib[0]).toLowerCase())) return 'readable'
    return null
  }
}

/**
 * The characters that stand for the address in base64, whatever stands before and after it: three alignments,
 * without the characters at the ends that its neighbours share.
 */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(' '.repeat(offset) + text)
      .toString('base64')
      .replace(/=+$/, '')
    const shared = (offset + text.length) % 3 === 0 ? 0 : 1
    return encoded.slice(offset === 0 ? 0 : offset + 1, encoded.length - shared)
  })
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A chunk is set aside for each token, and is much larger than what one holds if nothing is said. */
const INFLATING = { maxOutputLength: LIMITS.inflated, chunkSize: 1024 }

/** Never more than `LIMITS.inflated` bytes: a token may be a bomb. */
export function inflate(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  // RFC 1950 2.2. Any long token may begin so by chance, and to fail takes zlib as long as judging ten pictures.
  if (bytes.length < 2 || bytes.readUInt16BE() % 31 !== 0) return ''
  try {
    return inflateSync(bytes, INFLATING).toString('latin1')
  } catch {
    return ''
  }
}
