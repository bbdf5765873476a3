/** What one Authentication-Results header says (RFC 8601 2.2). */
export interface AuthenticationResults {
  /** Lower case. */
  authservId: string
  results: MethodResult[]
}

export interface MethodResult {
  /** Lower case: "dkim", "dmarc", "spf". */
  method: string
  /** Lower case: "pass", "fail", "none". */
  result: string
  /** "header.d" and the like, in lower case, with values as they came. A name may come twice. */
  properties: { name: string; value: string }[]
}

interface Token {
  kind: 'word' | 'quoted' | '=' | ';'
  text: string
  /** Nothing stands between it and the one before it. */
  joined: boolean
}

/** Longer than any host's name. */
const LONGEST_ID = 255
/** "temperror" is the longest that is defined. */
const LONGEST_RESULT = 20

const WORD = /[^\s()";=]+/y
const QUOTED = /"((?:[^"\\]|\\.)*)"/y
const BLANK = /\s+/y

/**
 * null when the header has no authserv-id, another version, or is broken anywhere: a part of it could then be
 * something that the sender wrote, such as an address with a bracket that ends a comment.
 */
export function readAuthenticationResults(value: string): AuthenticationResults | null {
  const tokens = tokenize(value)
  if (tokens === null) return null
  const [head = [], ...rest] = splitAtSemicolons(tokens)
  const authservId = readHead(head)
  if (authservId === null) return null
  const segments = rest.filter((segment) => segment.length > 0)
  if (segments.length === 1 && segments[0]?.length === 1 && isWord(segments[0][0], 'none')) {
    return { authservId, results: [] }
  }
  const results: MethodResult[] = []
  for (const segment of segments) {
    const result = readResult(segment)
    if (result === null) return null
    if (result !== 'other-version') results.push(result)
  }
  return { authservId, results }
}

function tokenize(value: string): Token[] | null {
  const tokens: Token[] = []
  let joined = false
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(value)
    if (found) at = pattern.lastIndex
    return found
  }
  while (at < value.length) {
    const char = value[at]
    if (char === '(') {
      at = commentEnd(value, at)
      if (at < 0) return null
      joined = false
    } else if (char === ';' || char === '=') {
      tokens.push({ kind: char, text: char, joined })
      at += 1
      joined = true
    } else if (match(BLANK)) {
      joined = false
    } else {
      const quoted = match(QUOTED)
      const word = quoted ? null : match(WORD)
      if (quoted) tokens.push({ kind: 'quoted', text: (quoted[1] ?? '').replace(/\\(.)/g, '$1'), joined })
      else if (word) tokens.push({ kind: 'word', text: word[0], joined })
      else return null
      joined = true
    }
  }
  return tokens
}

/** Comments nest, and a backslash takes its meaning from what follows it. -1 for one without an end. */
function commentEnd(value: string, start: number): number {
  let depth = 0
  for (let at = start; at < value.length; at += 1) {
    const char = value[at]
    if (char === '\\') at += 1
    else if (char === '(') depth += 1
    else if (char === ')') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}

function splitAtSemicolons(tokens: readonly Token[]): Token[][] {
  const segments: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === ';') segments.push([])
    else segments.at(-1)?.push(token)
  }
  return segments
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === text
}

/** `authserv-id [version]`. Some servers leave the id out and begin with a result: that is nobody's word. */
function readHead([id, version, ...more]: readonly Token[]): string | null {
  if (id === undefined || id.kind === '=' || id.text === '' || more.length > 0) return null
  if (id.text.length > LONGEST_ID) return null
  if (version !== undefined && (version.joined || !isWord(version, '1'))) return null
  return id.text.toLowerCase()
}

/** `method[/version] = result`, then any number of `name = value`. */
function readResult(segment: readonly Token[]): MethodResult | 'other-version' | null {
  const pairs = readPairs(segment)
  const [first, ...properties] = pairs ?? []
  if (first === undefined) return null
  const [method = '', version = '1'] = first.name.split('/')
  if (version !== '1') return 'other-version'
  return { method, result: first.value.slice(0, LONGEST_RESULT).toLowerCase(), properties }
}

function readPairs(tokens: readonly Token[]): { name: string; value: string }[] | null {
  const pairs: { name: string; value: string }[] = []
  let at = 0
  while (at < tokens.length) {
    let name = ''
    for (; tokens[at]?.kind === 'word'; at += 1) {
      const { text = '', joined = false } = tokens[at] ?? {}
      // Blanks may stand around the dot and the slash within a name, and nowhere else.
      if (name !== '' && !joined && !/[./]$/.test(name) && !/^[./]/.test(text)) return null
      name += text
    }
    if (name === '' || tokens[at]?.kind !== '=') return null
    at += 1
    const begin = tokens[at]
    if (begin === undefined || begin.kind === '=') return null
    let value = begin.text
    at += 1
    // "=" and quoted strings may be part of an address: bounce+a=b@c.example, "a b"@c.example.
    for (let next = tokens[at]; next?.joined; next = tokens[at]) {
      value += next.text
      at += 1
    }
    pairs.push({ name: name.toLowerCase(), value })
  }
  return pairs
}
