import { dropRootDot } from '../../../shared/drop-root-dot.ts'
import { textAddresses } from '../../../shared/text-addresses.ts'

/** A piece of one line of plain text. */
export type TextPiece = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string }

/** Lines that belong together: `depth` is how often they are quoted, 0 for the writer's own. */
export interface TextBlock {
  depth: number
  pieces: TextPiece[]
}

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
  for (const { written, at, url } of textAddresses(text)) {
    if (found >= most) break
    // As the engine names it, which knows where it leads.
    const parsed = URL.parse(url)
    if (parsed === null) continue
    found += 1
    if (at > end) pieces.push({ kind: 'text', text: text.slice(end, at) })
    pieces.push({ kind: 'link', text: written, url: dropRootDot(parsed).href })
    end = at + written.length
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}
