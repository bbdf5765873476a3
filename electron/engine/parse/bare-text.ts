/**
 * A structured header's value (RFC 5322 3.2) without its comments and quoted strings, each of which leaves a
 * blank. null when one of them has no end, or ends without having begun: then nobody can say what is text.
 */
export function bareText(value: string): string | null {
  let bare = ''
  let depth = 0
  let quoted = false
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at)
    if ((quoted || depth > 0) && char === '\\') at += 1
    else if (quoted) quoted = char !== '"'
    else if (char === '(') depth += 1
    else if (char === ')') {
      depth -= 1
      if (depth < 0) return null
      bare += ' '
    } else if (depth > 0) continue
    else if (char === '"') {
      quoted = true
      bare += ' '
    } else bare += char
  }
  return quoted || depth > 0 ? null : bare
}
