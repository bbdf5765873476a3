/**
 * What the first or last segment of a path must be for a pattern to match, read off the pattern's own text, so
 * that a URL meets only the patterns that its segments name.
 */
export interface PathKeys {
  where: 'first' | 'last'
  /** Lower case. */
  segments: string[]
}

/** More spellings than this and the pattern is better tried on every URL. */
const MAXIMUM_SPELLINGS = 64
const ATOM = /(?:\\([.\-/])|([A-Za-z0-9_-])|\[([A-Za-z0-9_-]+)\])(\?)?/y

export function pathKeys(pattern: string): PathKeys | null {
  if (pattern.startsWith('^/')) {
    const group = /^\^\/\(\?:([A-Za-z0-9_|-]+)\)[/$]/.exec(pattern)?.[1]
    const segments = group === undefined ? spellings(pattern.slice(2)) : group.split('|')
    if (segments !== null) return { where: 'first', segments: segments.map((one) => one.toLowerCase()) }
  }
  const last = /\/((?:[A-Za-z0-9_-]|\\\.)+)\$$/.exec(pattern)?.[1]
  if (last === undefined || pattern.includes('|')) return null
  return { where: 'last', segments: [last.replaceAll('\\', '').toLowerCase()] }
}

/** Every text that a pattern of letters, small classes and optional characters allows before its first `/`. */
function spellings(pattern: string): string[] | null {
  let texts = ['']
  let at = 0
  while (pattern[at] !== '/' && !(pattern[at] === '$' && at === pattern.length - 1)) {
    ATOM.lastIndex = at
    const atom = ATOM.exec(pattern)
    if (atom === null) return null
    at = ATOM.lastIndex
    // A repeated atom has no end of spellings.
    if (pattern[at] === '+' || pattern[at] === '*' || pattern[at] === '{') return null
    const choices = atom[3] === undefined ? [atom[1] ?? atom[2] ?? ''] : charactersOf(atom[3])
    if (atom[4] === '?') choices.push('')
    texts = texts.flatMap((text) => choices.map((choice) => text + choice))
    if (texts.length > MAXIMUM_SPELLINGS) return null
  }
  return texts
}

function charactersOf(characterClass: string): string[] {
  return Array.from(
    characterClass.replaceAll(/(.)-(.)/g, (_, from: string, to: string) =>
      Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_each, index) =>
        String.fromCharCode(from.charCodeAt(0) + index),
      ).join(''),
    ),
  )
}
