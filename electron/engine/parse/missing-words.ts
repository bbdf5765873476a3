/** Slots of the sieve: ten times the different words of most alternatives. */
const SLOTS = 4096

/**
 * Words of the alternatives that what is shown does not hold, each once. The plain text beside a newsletter
 * repeats its words with the long addresses of its links between them: indexed, they would double the index.
 *
 * Only words of the alternatives become strings. Of one that is shown, a number made of its letters says whether
 * it may be among them: a Set of all that is shown, thousands of words, took a sixth of the time of parsing.
 */
export function missingWords(shown: string, alternative: string): string {
  const missing = new Set<string>()
  for (const word of alternative.split(/\s+/)) if (!word.includes('://')) missing.add(word)
  /** How many of the missing words have this number. */
  const sieve = new Uint32Array(SLOTS)
  for (const word of missing) sieve[slotOf(word)] = (sieve[slotOf(word)] ?? 0) + 1

  let start = 0
  let hash = 0
  for (let at = 0; at <= shown.length && missing.size > 0; at++) {
    const code = at < shown.length ? shown.charCodeAt(at) : SPACE
    if (!isWhite(code)) {
      hash = mix(hash, code)
      continue
    }
    const slot = hash & (SLOTS - 1)
    const alike = sieve[slot] ?? 0
    if (alike > 0 && missing.delete(shown.slice(start, at))) sieve[slot] = alike - 1
    while (at + 1 < shown.length && isWhite(shown.charCodeAt(at + 1))) at++
    start = at + 1
    hash = 0
  }
  return [...missing].join(' ')
}

function slotOf(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = mix(hash, word.charCodeAt(at))
  return hash & (SLOTS - 1)
}

function mix(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0
}

/** What `\s` matches. */
function isWhite(code: number): boolean {
  if (code < 0xa0) return code === SPACE || (code <= 0x0d && code >= 0x09)
  if (code < 0x2000) return code === 0xa0 || code === 0x1680
  if (code > 0x3000) return code === 0xfeff
  return code <= 0x200a || MORE_BLANKS.has(code)
}

const SPACE = 0x20
const MORE_BLANKS = new Set([0x2028, 0x2029, 0x202f, 0x205f, 0x3000])
