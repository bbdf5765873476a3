import { remoteUrl } from '../../../shared/remote-url.ts'
import { inflate } from './carries-address.ts'
import { LIMITS } from './limits.ts'

/**
 * Gets the target out of a redirector's URL by one of the recipes of the catalogue, without any network.
 *
 * Recipes: `query:N` · `query-schemeless:N` · `query-base64:N` · `query-base64json:N:a.b` (strings on the way are
 * parsed as JSON) · `query-base64-last-field:N` · `query-tail:https?://` · `query-proofpoint:N` · `query-zeta:V` ·
 * `path:i` · `path-schemeless:i` · `path-rest:i` · `path-rest-schemeless:i` · `path-base64:i` ·
 * `path-base64json:i:key` · `path-jwt:i:key` · `path-base32:i` · `path-base32json:i:key` · `path-zlib-qs:i:key` ·
 * `path-sparkpost:i` · `between:X:Y` · `proofpoint-v3` · `opaque`. Segments count from 0 behind the leading slash, -1 is the last.
 *
 * @returns an http(s) URL, or null.
 */
export function decodeTarget(url: URL, recipe: string): URL | null {
  const [how = '', first = '', second = ''] = recipe.split(':')
  const raw = extract(url, how, first, second, recipe)
  if (raw === null || raw.length > LIMITS.url) return null
  return toHttp(raw)
}

function extract(url: URL, how: string, first: string, second: string, recipe: string): string | null {
  switch (how) {
    case 'query':
      return queryValue(url, first)
    case 'query-schemeless':
      return withScheme(queryValue(url, first))
    case 'query-base64':
      return map(queryValue(url, first), fromBase64)
    case 'query-base64json':
      return map(queryValue(url, first), (text) => member(fromBase64(text), second))
    case 'query-base64-last-field':
      return map(queryValue(url, first), (text) =>
        map(fromBase64(text).split(':').at(-1) ?? null, fromBase64),
      )
    case 'query-tail':
      return tail(url.search)
    case 'query-proofpoint':
      return map(queryValue(url, first), (text) => percent(text.replaceAll('-', '%').replaceAll('_', '/')))
    case 'query-zeta':
      return map(
        url.search
          .slice(1)
          .split('/')
          .find((field) => field.startsWith(first)) ?? null,
        (field) => fromBase64(field.slice(1)),
      )
    case 'path':
      return segment(url, first)
    case 'path-schemeless':
      return withScheme(segment(url, first))
    case 'path-rest':
      return rest(url, first)
    case 'path-rest-schemeless':
      return withScheme(rest(url, first))
    case 'path-base64':
      return map(segment(url, first), fromBase64)
    case 'path-base64json':
      return map(segment(url, first), (text) => member(fromBase64(text.split('.')[0] ?? ''), second))
    case 'path-jwt':
      return map(segment(url, first), (text) => member(fromBase64(text.split('.')[1] ?? ''), second))
    case 'path-base32':
      return map(segment(url, first), fromBase32)
    case 'path-base32json':
      return map(segment(url, first), (text) => member(fromBase32(text), second))
    case 'path-zlib-qs':
      return map(segment(url, first), (text) => new URLSearchParams(inflate(text)).get(second))
    case 'path-sparkpost':
      return map(segment(url, first), sparkpostTarget)
    case 'between':
      return between(url, recipe)
    case 'proofpoint-v3':
      return proofpoint(url.href)
    default:
      return null
  }
}

function toHttp(raw: string): URL | null {
  const text = raw.trim()
  // Some wrappers swallow a slash (https:/host) or leave the target percent-encoded once more.
  const whole = /^https?%3a/i.test(text) ? percent(text) : text.replace(/^(https?:)\/+(?=[^/])/i, '$1//')
  return /^https?:\/\//i.test(whole) ? remoteUrl(whole) : null
}

/** Decoded value of a parameter, names compared without regard to case. */
function queryValue(url: URL, name: string): string | null {
  const exact = url.searchParams.get(name)
  if (exact !== null) return exact
  const lower = name.toLowerCase()
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === lower) return value
  return null
}

function segments(url: URL): string[] {
  return url.pathname.slice(1).split('/')
}

function segment(url: URL, index: string): string | null {
  const found = segments(url).at(Number(index))
  return found === undefined || found === '' ? null : percent(found)
}

function rest(url: URL, index: string): string | null {
  const text = segments(url).slice(Number(index)).join('/')
  return text === '' ? null : percent(text) + url.search
}

function withScheme(text: string | null): string | null {
  return text === null || /^https?:\/\//i.test(text) ? text : `https://${text}`
}

function map(text: string | null, change: (text: string) => string | null): string | null {
  return text === null ? null : change(text)
}

/** The first http address that stands in the text, to its end. */
function tail(text: string): string | null {
  const at = text.search(/https?:\/\//)
  if (at >= 0) return text.slice(at)
  const encoded = text.search(/https?%3a/i)
  return encoded < 0 ? null : percent(text.slice(encoded))
}

/** `between:X:Y`, where X and Y may hold colons only as part of what the recipe's own colons leave. */
function between(url: URL, recipe: string): string | null {
  const [, opening = '', closing = ''] = recipe.split(':')
  const text = url.href
  const start = text.indexOf(opening)
  if (opening === '' || start < 0) return null
  const from = start + opening.length
  const end = closing === '' ? -1 : text.indexOf(closing, from)
  return end < 0 ? null : text.slice(from, end)
}

/** A run of two is an A. */
const RUNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** `*` stands for the next of the characters that follow `__;` in base64, `**X` for a run of them. */
function proofpoint(href: string): string | null {
  const [, text = '', encoded = ''] = /\/v3\/__(.+?)__;([^!]*)!/.exec(href) ?? []
  const taken = [...Buffer.from(encoded, 'base64url').toString('utf8')]
  const whole = percent(text).replace(/\*(?:\*(.))?/g, (_, run?: string) =>
    taken.splice(0, run === undefined ? 1 : RUNS.indexOf(run) + 2).join(''),
  )
  return whole === '' ? null : whole
}

/** Standard and URL alphabet; what is not base64 is skipped, never an error. */
function fromBase64(text: string): string {
  return Buffer.from(percent(text), 'base64').toString('utf8')
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function fromBase32(text: string): string {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const character of text.toUpperCase()) {
    const index = BASE32.indexOf(character)
    if (index < 0) continue
    value = ((value << 5) | index) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 0xff)
    }
  }
  return Buffer.from(bytes).toString('utf8')
}

/** Follows `a.b` through JSON; a string on the way is JSON again (Mandrill). */
function member(json: string, path: string): string | null {
  let value: unknown = json
  for (const key of path.split('.')) {
    const object: unknown = typeof value === 'string' ? parseJson(value) : value
    if (typeof object !== 'object' || object === null || !Object.hasOwn(object, key)) return null
    value = Object.entries(object).find(([name]) => name === key)?.[1]
  }
  return typeof value === 'string' ? value : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** SparkPost: tag, length, value; tag 0x44 holds the target, itself plain or base64. */
function sparkpostTarget(token: string): string | null {
  const bytes = Buffer.from(token.replaceAll('~', ''), 'base64url')
  // A tag and a length open the record; the fields follow.
  for (let at = bytes.indexOf(0x44); at >= 0 && at + 2 < bytes.length; at = bytes.indexOf(0x44, at + 1)) {
    const value = bytes.subarray(at + 2, at + 2 + (bytes[at + 1] ?? 0)).toString('latin1')
    if (/^https?:\/\//i.test(value)) return value
    if (/^aHR0c/.test(value)) return fromBase64(value)
  }
  return null
}

function percent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
