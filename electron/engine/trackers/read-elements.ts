import { decodeHTMLAttribute } from 'entities/decode'
import type { ReferenceKind } from '../../../shared/models/remote-content.ts'
import { type MarkupReader, scanMarkup } from '../parse/scan-markup.ts'
import { createAnchorText } from './anchor-text.ts'
import { findCssReferences } from './css-references.ts'
import { createElementLooks, type Look, UNKNOWN_LOOK } from './element-looks.ts'
import {
  addressAttribute,
  kindOfLink,
  SVG_STYLE_ATTRIBUTES,
  splitSrcset,
  WANTED_ATTRIBUTES,
} from './element-references.ts'
import { LIMITS } from './limits.ts'

export type { Look }

/** Takes what is found; `at` is a position in the outermost document. */
export interface ElementSink {
  /** Any address, remote or not, that something would fetch. */
  reference(raw: string, kind: ReferenceKind, look: Look, at: number): void
  /** An address that waits for a click. @returns where to put what its element shows, null when nobody asks. */
  link(raw: string): { texts: string[] } | null
  /** Something a reader would see stands here. */
  seen(at: number): void
}

interface Surroundings {
  /** Documents around this one. */
  nesting: number
  /** Position in the outermost document that everything in a nested one counts as, or null in the outermost. */
  origin: number | null
  /** In a conditional comment: only Outlook reads it, so Chromium never fetches anything of it. */
  office: boolean
}

const CONDITIONAL_COMMENT = /^\s*\[if\b[^\]]{0,300}\]>/i
const DOCUMENT_URL =
  /^\s*data:\s*(text\/html|text\/css|image\/svg\+xml|application\/xhtml\+xml|text\/xml)\b([^,]{0,200}),/i
/** Raw text that another reader than Chromium (or Chromium elsewhere) takes for markup. */
const MARKUP_IN_TEXT = new Set(['xmp', 'iframe', 'noembed', 'noframes'])
const MEDIA_PARAMETERS = new Set(['movie', 'src', 'url', 'data', 'filename', 'href'])
const ANIMATIONS = new Set(['animate', 'set', 'animatemotion', 'animatetransform'])

/** Hands every address in a document to the sink, and in the documents inside it. */
export function readElements(html: string, sink: ElementSink): void {
  readDocument(html, sink, { nesting: 0, origin: null, office: false })
}

function readDocument(html: string, sink: ElementSink, where: Surroundings): void {
  const reader = createReader(html, sink, where)
  const differs = scanMarkup(html, reader, 'elements')
  reader.end()
  if (differs) scanMarkup(html, createReader(html, sink, where), 'text')
}

function createReader(html: string, sink: ElementSink, where: Surroundings): MarkupReader & { end(): void } {
  const looks = createElementLooks()
  const anchor = createAnchorText(html)

  function reference(raw: string, kind: ReferenceKind, look: Look, at: number): void {
    const position = where.origin ?? at
    const document = DOCUMENT_URL.exec(raw)
    if (document !== null) readDataUrl(raw, document, look, position)
    else sink.reference(raw, where.office ? 'vml' : kind, look, position)
  }

  function readInside(markup: string, at: number, office: boolean): void {
    if (where.nesting >= LIMITS.nesting) return
    readDocument(markup, sink, { nesting: where.nesting + 1, origin: where.origin ?? at, office })
  }

  /** A document in an address (`<object data="data:image/svg+xml,…">`) fetches like any other. */
  function readDataUrl(raw: string, document: RegExpExecArray, look: Look, at: number): void {
    const body = raw.slice(document[0].length)
    const text = document[2]?.toLowerCase().includes('base64')
      ? Buffer.from(body, 'base64').toString('utf8')
      : decodePercent(body)
    if (document[1]?.toLowerCase() === 'text/css') {
      if (where.nesting < LIMITS.nesting) readCss(text, look, at)
    } else readInside(text, at, where.office)
  }

  function readCss(css: string, look: Look, at: number, kind?: ReferenceKind): void {
    findCssReferences(css, (address, cssKind) => reference(address, kind ?? cssKind, look, at))
  }

  function readAttribute(tag: string, name: string, value: string, look: Look, at: number): void {
    if (name === 'srcdoc') {
      readInside(value, at, where.office)
      return
    }
    const foreign = looks.foreign()
    if (SVG_STYLE_ATTRIBUTES.has(name)) {
      if (foreign === 'svg') readCss(value, look, at, 'svg')
      return
    }
    const address = addressAttribute(tag, name, foreign)
    if (address === null) return
    if (address.form === 'url') reference(value, address.kind, look, at)
    else for (const one of splitAddresses(value, address.form)) reference(one, address.kind, look, at)
  }

  return {
    wanted: WANTED_ATTRIBUTES,
    open(tag, attributes, closed, at) {
      const look = looks.open(tag, attributes, closed)
      if (tag === 'img' && !where.office && isVisible(look)) sink.seen(where.origin ?? at)
      anchor.tag(tag)
      if (tag === 'img' && anchor.wantsPicture() && !look.hidden)
        anchor.picture(attribute(attributes, 'alt') ?? '')
      if (attributes.length === 0) return
      switch (tag) {
        case 'a':
        case 'area': {
          const href = attribute(attributes, 'href') ?? attribute(attributes, 'xlink:href')
          if (where.office) break
          anchor.open(href === undefined ? null : sink.link(href))
          // An area holds nothing; its words stand in an attribute.
          if (tag === 'area') anchor.picture(attribute(attributes, 'alt') ?? '')
          break
        }
        case 'link': {
          const kind = kindOfLink(attribute(attributes, 'rel') ?? '')
          const href = attribute(attributes, 'href')
          if (kind !== null && href !== undefined) reference(href, kind, UNKNOWN_LOOK, at)
          break
        }
        case 'meta': {
          if (attribute(attributes, 'http-equiv')?.trim().toLowerCase() !== 'refresh') break
          reference(refreshTarget(attribute(attributes, 'content') ?? ''), 'meta-refresh', UNKNOWN_LOOK, at)
          break
        }
        case 'param': {
          const value = attribute(attributes, 'value')
          if (
            value !== undefined &&
            MEDIA_PARAMETERS.has(attribute(attributes, 'name')?.toLowerCase() ?? '')
          ) {
            reference(value, 'object', UNKNOWN_LOOK, at)
          }
          break
        }
      }
      const animated =
        ANIMATIONS.has(tag) && (attribute(attributes, 'attributename') ?? '').toLowerCase().endsWith('href')
      for (let i = 0; i < attributes.length; i += 2) {
        const name = attributes[i] ?? ''
        if (name === 'style') {
          // No declaration fetches without a function.
          const style = attributes[i + 1] ?? ''
          if (style.includes('(') || style.includes('&')) readCss(decode(style), look, at)
          continue
        }
        if (IRRELEVANT.has(name)) continue
        if ((tag === 'a' || tag === 'area' || tag === 'link') && (name === 'href' || name === 'xlink:href'))
          continue
        const value = decode(attributes[i + 1] ?? '')
        if (animated && (name === 'to' || name === 'from' || name === 'by' || name === 'values')) {
          for (const one of value.split(';', LIMITS.references)) reference(one, 'svg', look, at)
        } else readAttribute(tag, name, value, look, at)
      }
    },
    close(tag) {
      looks.close(tag)
      if (tag === 'a') anchor.close()
      else anchor.tag(tag)
    },
    text(at, end) {
      if (where.office || looks.hidden()) return
      sink.seen(where.origin ?? at)
      anchor.text(at, end)
    },
    blank: anchor.blank,
    end: () => anchor.close(),
    raw(tag, content, at) {
      if (tag === 'style') {
        looks.readRules(content)
        readCss(content, UNKNOWN_LOOK, at)
      } else if (MARKUP_IN_TEXT.has(tag)) readInside(content, at, where.office)
    },
    comment(content, at) {
      const condition = CONDITIONAL_COMMENT.exec(content)
      if (condition !== null) readInside(content.slice(condition[0].length), at, true)
    },
  }
}

/** Only facts of looks, or read with their element. */
const IRRELEVANT = new Set([
  'alt',
  'width',
  'height',
  'class',
  'id',
  'hidden',
  'rel',
  'name',
  'content',
  'http-equiv',
  'attributename',
  'value',
])

function isVisible(look: Look): boolean {
  return !look.hidden && !((look.width ?? 99) <= 3 || (look.height ?? 99) <= 3)
}

function decode(value: string): string {
  return value.includes('&') ? decodeHTMLAttribute(value) : value
}

function attribute(attributes: readonly string[], name: string): string | undefined {
  for (let i = 0; i < attributes.length; i += 2) {
    if (attributes[i] === name) return decode(attributes[i + 1] ?? '')
  }
  return undefined
}

function splitAddresses(value: string, form: 'srcset' | 'urls' | 'list'): string[] {
  switch (form) {
    case 'srcset':
      return splitSrcset(value)
    case 'urls':
      return value.split(/[\s,]+/, LIMITS.references)
    case 'list':
      return value.split(';', LIMITS.references)
  }
}

/** `0; url='https://…'` in all the spellings that browsers take (HTML 4.2.5.3). */
function refreshTarget(content: string): string {
  const target = content.replace(/^[\s\d.,;]+/, '').replace(/^url\s*=\s*/i, '')
  const quote = target.charAt(0)
  if (quote !== '"' && quote !== "'") return target
  const end = target.indexOf(quote, 1)
  return target.slice(1, end < 0 ? undefined : end)
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
