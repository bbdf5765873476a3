import openServices from './catalogue/open-services.json' with { type: 'json' }
import platforms from './catalogue/platforms.json' with { type: 'json' }

export interface Platform {
  id: string
  name: string
  /** The catalogue knows it to count openings. */
  tracks: boolean
}

interface Rule {
  platform: Platform
  pattern: RegExp | null
  weight: number
}

const WEIGHT: Record<string, number> = { strong: 3, medium: 2, weak: 1 }
/** One weak sign (a DKIM domain that anyone can share) names nobody. */
const ENOUGH = 2
/** Characters of one header that are read: signatures are long, what is looked for is not. */
const MAXIMUM_LENGTH = 4_000

const TRACKING = new Set(openServices.map((service) => service.id))
const RULES = new Map<string, Rule[]>()
for (const { id, name, rules } of platforms) {
  const platform = { id, name, tracks: TRACKING.has(id) }
  for (const { header, pattern, strength } of rules) {
    const rule = {
      platform,
      pattern: pattern === null ? null : new RegExp(pattern, 'i'),
      weight: WEIGHT[strength] ?? 1,
    }
    const known = RULES.get(header)
    if (known === undefined) RULES.set(header, [rule])
    else known.push(rule)
  }
}

/**
 * What a message was sent with, by its headers. The sender wrote them, so this names and never proves.
 *
 * @param headers names in lower case, values unfolded.
 */
export function findPlatform(headers: readonly { name: string; value: string }[]): Platform | null {
  const scores = new Map<Platform, number>()
  for (const { name, value } of headers) {
    for (const { platform, pattern, weight } of RULES.get(name) ?? []) {
      if (pattern !== null && !pattern.test(value.slice(0, MAXIMUM_LENGTH))) continue
      scores.set(platform, (scores.get(platform) ?? 0) + weight)
    }
  }
  let best: Platform | null = null
  let most = ENOUGH - 1
  for (const [platform, score] of scores) {
    if (score <= most) continue
    best = platform
    most = score
  }
  return best
}
