import openServices from './open-services.json' with { type: 'json' }
import { pathKeys } from './path-keys.ts'
import { plainPath, withoutNeedlessEscapes } from './plain-spelling.ts'
import redirectors from './redirectors.json' with { type: 'json' }

export interface UrlPattern {
  /** Host name or a parent domain of it. */
  host?: string | undefined
  /** Regular expression on the host name, for names that carry numbers (cmail20.com). */
  hostPattern?: string | undefined
  /** Regular expression on `URL.pathname`, in its plain spelling. */
  path?: string | undefined
  /** Regular expression on `URL.search` without its question mark. */
  query?: string | undefined
  /** high: names a host. medium: a path only its software has, at any host. low: a thin shape. */
  confidence: string
}

export interface CatalogueEntry {
  id: string
  name: string
  patterns: readonly UrlPattern[]
}

export type Confidence = 'high' | 'medium' | 'low'

export interface CatalogueMatch<Entry extends CatalogueEntry> {
  entry: Entry
  confidence: Confidence
}

interface Rule<Entry extends CatalogueEntry> {
  match: CatalogueMatch<Entry>
  /** Position in the catalogue: the earlier wins a tie. */
  order: number
  /** A named host outweighs any shape, then the more parts agree the better. */
  weight: number
  path: RegExp | null
  query: RegExp | null
}

/** Gives the entry that fits a URL best, the earlier on a tie. */
export type Matcher<Entry extends CatalogueEntry> = (url: URL) => CatalogueMatch<Entry> | null

/** Hosts whose rules are remembered; a newsletter has about ten. */
const REMEMBERED_HOSTS = 1_000
/** A pattern on the host never looks at more: DNS allows 253. */
const MAXIMUM_HOST = 255

/**
 * Compiles entries so that a URL meets few regular expressions: rules with a host are found once per host, in a
 * Map by suffix; rules without one are kept under the first or last segment that their path must have, and only
 * what has neither is tried on every URL.
 */
export function compileMatcher<Entry extends CatalogueEntry>(entries: readonly Entry[]): Matcher<Entry> {
  const bySuffix = new Map<string, Rule<Entry>[]>()
  const byHostPattern: { pattern: RegExp; rule: Rule<Entry> }[] = []
  const byFirst = new Map<string, Rule<Entry>[]>()
  const byLast = new Map<string, Rule<Entry>[]>()
  const always: Rule<Entry>[] = []
  const ofHost = new Map<string, readonly Rule<Entry>[]>()
  let order = 0

  for (const entry of entries) {
    for (const pattern of entry.patterns) {
      const { host, hostPattern, path, query } = pattern
      const rule: Rule<Entry> = {
        match: { entry, confidence: toConfidence(pattern.confidence) },
        order: order++,
        weight:
          ((host ?? hostPattern) ? 3 : 0) + (path === undefined ? 0 : 1) + (query === undefined ? 0 : 1),
        path: path === undefined ? null : new RegExp(path, 'i'),
        query: query === undefined ? null : new RegExp(query, 'i'),
      }
      const keys = path === undefined ? null : pathKeys(path)
      if (host !== undefined) append(bySuffix, host, rule)
      else if (hostPattern !== undefined) byHostPattern.push({ pattern: new RegExp(hostPattern, 'i'), rule })
      else if (keys === null) always.push(rule)
      else for (const key of keys.segments) append(keys.where === 'first' ? byFirst : byLast, key, rule)
    }
  }

  const anyPath = anyOf(always.map(({ path }) => path))
  const anyQuery = anyOf(always.map((rule) => (rule.path === null ? rule.query : null)))
  /** One look for all the rules that have no key, of which nearly no URL meets one. */
  const mayFit = (path: string, query: string): boolean =>
    anyPath.test(path) || (query !== '' && anyQuery.test(query))

  function rulesOfHost(hostname: string): readonly Rule<Entry>[] {
    const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
    const known = ofHost.get(host)
    if (known !== undefined) return known
    const rules: Rule<Entry>[] = []
    for (let at = 0; at >= 0; at = host.indexOf('.', at) + 1 || -1)
      rules.push(...(bySuffix.get(host.slice(at)) ?? []))
    if (host.length <= MAXIMUM_HOST) {
      for (const { pattern, rule } of byHostPattern) if (pattern.test(host)) rules.push(rule)
    }
    if (ofHost.size >= REMEMBERED_HOSTS) ofHost.clear()
    ofHost.set(host, rules)
    return rules
  }

  return (url) => {
    const path = plainPath(url.pathname)
    const query = withoutNeedlessEscapes(url.search.slice(1))
    let best: Rule<Entry> | null = null
    for (const rules of [
      rulesOfHost(url.hostname),
      byFirst.get(firstSegment(path)),
      byLast.get(path.slice(path.lastIndexOf('/') + 1).toLowerCase()),
      mayFit(path, query) ? always : undefined,
    ]) {
      if (rules === undefined) continue
      for (const rule of rules) {
        if (
          best !== null &&
          (rule.weight < best.weight || (rule.weight === best.weight && rule.order > best.order))
        ) {
          continue
        }
        if (rule.query !== null && query === '') continue
        if (rule.path?.test(path) === false || rule.query?.test(query) === false) continue
        best = rule
      }
    }
    return best?.match ?? null
  }
}

/** Matches what one of the patterns does; nothing where there is none. */
function anyOf(patterns: readonly (RegExp | null)[]): RegExp {
  const sources = patterns.filter((pattern) => pattern !== null).map(({ source }) => `(?:${source})`)
  return new RegExp(sources.length === 0 ? '(?!)' : sources.join('|'), 'i')
}

function firstSegment(path: string): string {
  const end = path.indexOf('/', 1)
  return path.slice(1, end < 0 ? undefined : end).toLowerCase()
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

function toConfidence(text: string): Confidence {
  return text === 'medium' || text === 'low' ? text : 'high'
}

export type OpenService = (typeof openServices)[number]
export type Redirector = (typeof redirectors)[number]

/** Services that count openings, by the address of their pixel. For pictures and the like, never for links. */
export const matchOpenService: Matcher<OpenService> = compileMatcher(openServices)

/** Services that count clicks, by the address they lead through. For links only. */
export const matchRedirector: Matcher<Redirector> = compileMatcher(redirectors)
