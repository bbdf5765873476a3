/** A piece of one line of plain text. */
export type TextPiece = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string }

/** Lines that belong together: `depth` is how often they are quoted, 0 for the writer's own. */
export interface TextBlock {
  depth: number
  pieces: TextPiece[]
}

// Stops before the punctuation of the sentence around it, but keeps a bracket that the address itself opened.
const ADDRESS =
  /\b(?:https?:\/\/|www\.)(?:\([^\s<>"()]*\)|[^\s<>"()])*(?:\([^\s<>"()]*\)|[^\s<>"().,;:!?'\]}،؛؟»”’])/gi
const QUOTE = /^((?:>\s?)+)/
const DEEPEST = 6
/** Beyond this, addresses stay text: a mail of nothing but links must not slow the page down. */
const MOST_LINKS = 2_000

/** Plain text as quoted blocks with their links found. Pure; nothing in it is ever HTML. */
export function splitText(text: string): TextBlock[] {
  const blocks: { depth: number; lines: string[] }[] = []
  for (const line of text.replace(/\r\n?/g, '\n').trimEnd().split('\n')) {
    const marks = QUOTE.exec(line)?.[1] ?? ''
    const depth = Math.min(DEEPEST, marks.replace(/\s/g, '').length)
    const last = blocks.at(-1)
    const content = line.slice(marks.length)
    if (last?.depth === depth) last.lines.push(content)
    else blocks.push({ depth, lines: [content] })
  }
  let links = 0
  return blocks.map(({ depth, lines }) => {
    const pieces = findLinks(lines.join('\n'), MOST_LINKS - links)
    links += pieces.filter((piece) => piece.kind === 'link').length
    return { depth, pieces }
  })
}

function findLinks(text: string, most: number): TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  let found = 0
  for (const match of text.matchAll(ADDRESS)) {
    if (found >= most) break
    found += 1
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    const shown = match[0]
    const url = /^www\./i.test(shown) ? `https://${shown}` : shown
    pieces.push({ kind: 'link', text: shown, url })
    end = match.index + shown.length
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}
