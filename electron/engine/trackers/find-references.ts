import { Parser } from 'htmlparser2'
import type { ReferenceKind } from '../../../shared/models/remote-content.ts'

/** One remote address in a body part, with what its element says about being seen. */
export interface FoundReference {
  /** Position of the body part, from 0. */
  part: number
  /** Absolute and normalised: `new URL(...).href`. */
  url: string
  /** As it stood in the markup, entities decoded. */
  raw: string
  kind: ReferenceKind
  /** Declared size in CSS pixels, by attribute or style; null when the message does not say. */
  width: number | null
  height: number | null
  hidden: boolean
}

const KIND_OF_ATTRIBUTE: Record<string, ReferenceKind> = {
  'img src': 'img',
  'image src': 'img',
  'input src': 'img',
  'source src': 'source',
  'video src': 'video',
  'video poster': 'poster',
  'audio src': 'audio',
  'track src': 'track',
  'iframe src': 'iframe',
  'frame src': 'iframe',
  'embed src': 'embed',
  'object data': 'object',
  'script src': 'script',
}

/** A remote URL in its one normal form, or null: relative, cid:, data: and mailto: are not remote. */
export function normaliseRemote(raw: string): string | null {
  const trimmed = raw.replaceAll(/[\t\n\r]/g, '').trim()
  const absolute = /^[\\/]{2}/.test(trimmed) ? `https:${trimmed}` : trimmed
  if (!/^(?:https?|ftp|wss?):/i.test(absolute)) return null
  return URL.canParse(absolute) ? new URL(absolute).href : null
}

/** Every remote reference in a piece of HTML, one per URL and kind. */
export function findReferences(html: string, part: number): FoundReference[] {
  const found = new Map<string, FoundReference>()
  const parser = new Parser({
    onopentag(name, attributes) {
      const size = { width: pixels(attributes['width']), height: pixels(attributes['height']) }
      const hidden = /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes['style'] ?? '')
      const add = (raw: string, kind: ReferenceKind): void => {
        const url = normaliseRemote(raw)
        if (url === null || found.has(`${kind} ${url}`)) return
        found.set(`${kind} ${url}`, { part, url, raw, kind, ...size, hidden })
      }
      for (const [attribute, value] of Object.entries(attributes)) {
        const kind = KIND_OF_ATTRIBUTE[`${name} ${attribute}`]
        if (kind !== undefined) add(value, kind)
        else if (attribute === 'background') add(value, 'background')
      }
    },
  })
  parser.end(html)
  return [...found.values()]
}

function pixels(value: string | undefined): number | null {
  const number = Number.parseFloat(value ?? '')
  return Number.isFinite(number) ? number : null
}
