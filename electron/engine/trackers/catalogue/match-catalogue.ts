import openServices from './open-services.json' with { type: 'json' }
import redirectors from './redirectors.json' with { type: 'json' }

export interface UrlPattern {
  /** Host name or a parent domain of it. */
  host?: string | undefined
  /** Regular expression on the host name, for names that carry numbers (cmail20.com). */
  hostPattern?: string | undefined
  /** Regular expression on `URL.pathname`. */
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

interface Rule<Entry> {
  entry: Entry
  confidence: Confidence
  /** A named host outweighs any shape, then the more parts agree the better. */
  weight: number
  hostPattern: RegExp | null
  path: RegExp | null
  query: RegExp | null
}

/** Matches a parsed URL against every entry and gives the one that fits best, the earlier on a tie. */
export type Matcher<Entry extends CatalogueEntry> = (url: URL) => CatalogueMatch<Entry> | null

/**
 * Compiles entries so that a URL meets few regular expressions: named hosts are found in a Map, one look-up per
 * label of the host; patterns without a host are kept under the first segment their path must begin with, and
 * only what has no such segment is tried on every URL.
 */
export function compileMatcher<Entry extends CatalogueEntry>(entries: readonly Entry[]): Matcher<Entry> {
  const byHost = new Map<string, Rule<Entry>[]>()
  const bySegment = new Map<string, Rule<Entry>[]>()
  const always: Rule<Entry>[] = []

  for (const entry of entries) {
    for (const pattern of entry.patterns) {
      const rule: Rule<Entry> = {
        entry,
        confidence:
          pattern.confidence === 'medium' || pattern.confidence === 'low' ? pattern.confidence : 'high',
        weight:
          (pattern.host !== undefined || pattern.hostPattern !== undefined ? 3 : 0) +
          (pattern.path !== undefined ? 1 : 0) +
          (pattern.query !== undefined ? 1 : 0),
        hostPattern: compile(pattern.hostPattern),
        path: compile(pattern.path),
        query: compile(pattern.query),
      }
      const segments = pattern.path === undefined ? null : firstSegments(pattern.path)
      if (pattern.host !== undefined) add(byHost, pattern.host, rule)
      else if (pattern.hostPattern === undefined && segments !== null) {
        for (const segment of segments) add(bySegment, segment, rule)
      } else always.push(rule)
    }
  }

  return (url) => {
    const host = url.hostname
    const path = url.pathname
    const query = url.search.slice(1)
    let best: Rule<Entry> | null = null
    const consider = (rules: readonly Rule<Entry>[] | undefined): void => {
      if (rules === undefined) return
      for (const rule of rules) {
        if (best !== null && rule.weight <= best.weight) continue
        if (rule.hostPattern !== null && !rule.hostPattern.test(host)) continue
        if (rule.path !== null && !rule.path.test(path)) continue
        if (rule.query !== null && !rule.query.test(query)) continue
        best = rule
      }
    }
    for (let at = 0; ; ) {
      consider(byHost.get(host.slice(at)))
      const dot = host.indexOf('.', at)
      if (dot < 0) break
      at = dot + 1
    }
    const end = path.indexOf('/', 1)
    consider(bySegment.get(path.slice(1, end < 0 ? undefined : end).toLowerCase()))
    consider(always)
    return best === null ? null : toMatch(best)
  }
}

function toMatch<Entry extends CatalogueEntry>(rule: Rule<Entry>): CatalogueMatch<Entry> {
  return { entry: rule.entry, confidence: rule.confidence }
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

function compile(source: string | undefined): RegExp | null {
  return source === undefined ? null : new RegExp(source, 'i')
}

/** The literal first segments that a path pattern allows, or null when it does not begin with any. */
function firstSegments(pattern: string): string[] | null {
  const literal = /^\^\/((?:[a-z0-9_-]|\\\.)+)(?:\/|\$$)/i.exec(pattern)
  if (literal?.[1] !== undefined) return [literal[1].replaceAll('\\', '').toLowerCase()]
  const group = /^\^\/\(\?:([a-z0-9_|-]+)\)\//i.exec(pattern)
  return group?.[1] === undefined ? null : group[1].toLowerCase().split('|')
}

export type OpenService = (typeof openServices)[number]
export type Redirector = (typeof redirectors)[number]

/** Services that count openings, by the address of their pixel. For pictures and the like, never for links. */
export const matchOpenService: Matcher<OpenService> = compileMatcher(openServices)

/** Services that count clicks, by the address they lead through. For links only. */
export const matchRedirector: Matcher<Redirector> = compileMatcher(redirectors)
