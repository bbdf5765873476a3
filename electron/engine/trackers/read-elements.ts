import { decodeHTMLAttribute } from 'entities/decode'
import type { ReferenceKind } from '../../../shared/models/remote-content.ts'
import { SHOWN_TAGS, UNWANTED_MEDIA } from '../../../shared/shown-markup.ts'
import { splitSrcset, versionsOf } from '../../../shared/srcset.ts'
import { type MarkupReader, scanMarkup } from '../parse/scan-markup.ts'
import { AnchorText } from './anchor-text.ts'
import { findCssReferences } from './css-references.ts'
import { ElementLooks, type Look, UNKNOWN_LOOK } from './element-looks.ts'
import {
  addressAttribute,
  kindOfLink,
  SVG_STYLE_ATTRIBUTES,
  WANTED_ATTRIBUTES,
} from './element-references.ts'
import { LIMITS } from './limits.ts'

export type { Look }

/** Takes what is found; `at` is a position in the outermost document. */
export interface ElementSink {
  /** Any address, remote or not, that something would fetch. */
  reference(raw: string, kind: ReferenceKind, look: Look, at: number): void
  /** Of the addresses by which an `img` could be shown the one by which it is. */
  shownOf(versions: readonly string[]): string | undefined
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
  /** The page shows its pictures: not those of a document inside another, nor what is no element in its tree. */
  drawn: boolean
}

const CONDITIONAL_COMMENT = /^\s*\[if\b[^\]]{0,300}\]>/i
const DOCUMENT_URL =
  /^\s*data:\s*(text\/html|text\/css|image\/svg\+xml|application\/xhtml\+xml|text\/xml)\b([^,]{0,200}),/i
/** A style that says something of the background's picture, or hides what it says. */
const SETS_BACKGROUND =
  /background(?!-(?:color|position|repeat|size|attachment|origin|clip|blend-mode))|\\|(?:^|;)\s{0,9}all\s{0,9}:/i
/** Raw text that another reader than Chromium (or Chromium elsewhere) takes for markup. */
const MARKUP_IN_TEXT = new Set(['xmp', 'iframe', 'noembed', 'noframes'])
const MEDIA_PARAMETERS = new Set(['movie', 'src', 'url', 'data', 'filename', 'href'])
const ANIMATIONS = new Set(['animate', 'set', 'animatemotion', 'animatetransform'])

/** Hands every address in a document to the sink, and in the documents inside it. */
export function readElements(html: string, sink: ElementSink): void {
  readDocument(html, sink, { nesting: 0, origin: null, office: false, drawn: true })
}

function readDocument(html: string, sink: ElementSink, where: Surroundings): void {
  const reader = new ElementReader(html, sink, where)
  const differs = scanMarkup(html, reader, 'elements')
  reader.end()
  if (differs) scanMarkup(html, new ElementReader(html, sink, { ...where, drawn: false }), 'text')
}

class ElementReader implements MarkupReader {
  readonly wanted = WANTED_ATTRIBUTES
  readonly #sink: ElementSink
  readonly #where: Surroundings
  readonly #looks = new ElementLooks()
  readonly #anchor: AnchorText
  /** The sheet that was opened last is one that the page leaves out. */
  #isUnwantedSheet = false

  constructor(html: string, sink: ElementSink, where: Surroundings) {
    this.#sink = sink
    this.#where = where
    this.#anchor = new AnchorText(html)
  }

  open(tag: string, attributes: readonly string[], closed: boolean, at: number): void {
    const look = this.#looks.open(tag, attributes, closed)
    const anchor = this.#anchor
    if (tag === 'img' && !this.#where.office && isVisible(look)) this.#sink.seen(this.#where.origin ?? at)
    anchor.tag(tag)
    if (tag === 'img' && anchor.wantsPicture() && !look.hidden)
      anchor.picture(attribute(attributes, 'alt') ?? '')
    if (tag === 'style') this.#isUnwantedSheet = UNWANTED_MEDIA.test(attribute(attributes, 'media') ?? '')
    if (attributes.length === 0) return
    this.#readElement(tag, attributes, look, at)
    this.#readAttributes(tag, attributes, look, at)
  }

  close(tag: string): void {
    this.#looks.close(tag)
    if (tag === 'a') this.#anchor.close()
    else this.#anchor.tag(tag)
  }

  text(at: number, end: number): void {
    if (this.#where.office || this.#looks.hidden()) return
    this.#sink.seen(this.#where.origin ?? at)
    this.#anchor.text(at, end)
  }

  blank(): void {
    this.#anchor.blank()
  }

  end(): void {
    this.#anchor.close()
  }

  raw(tag: string, content: string, at: number): void {
    if (tag === 'style') {
      this.#looks.readRules(content)
      this.#readCss(content, 'sheet', !this.#isUnwantedSheet && this.#isKept(tag), UNKNOWN_LOOK, at)
    } else if (MARKUP_IN_TEXT.has(tag)) this.#readInside(content, at, this.#where.office)
  }

  comment(content: string, at: number): void {
    const condition = CONDITIONAL_COMMENT.exec(content)
    if (condition !== null) this.#readInside(content.slice(condition[0].length), at, true)
  }

  /** What an element fetches by attributes that belong together. */
  #readElement(tag: string, attributes: readonly string[], look: Look, at: number): void {
    switch (tag) {
      case 'a':
      case 'area': {
        const href = attribute(attributes, 'href') ?? attribute(attributes, 'xlink:href')
        if (this.#where.office) break
        this.#anchor.open(href === undefined ? null : this.#sink.link(href))
        // An area holds nothing; its words stand in an attribute.
        if (tag === 'area') this.#anchor.picture(attribute(attributes, 'alt') ?? '')
        break
      }
      case 'img':
      case 'image':
        this.#readVersions(attribute(attributes, 'src'), attribute(attributes, 'srcset'), look, at)
        break
      case 'link': {
        const kind = kindOfLink(attribute(attributes, 'rel') ?? '')
        const href = attribute(attributes, 'href')
        if (kind !== null && href !== undefined) this.#reference(href, kind, UNKNOWN_LOOK, at)
        break
      }
      case 'meta': {
        if (attribute(attributes, 'http-equiv')?.trim().toLowerCase() !== 'refresh') break
        const target = refreshTarget(attribute(attributes, 'content') ?? '')
        this.#reference(target, 'meta-refresh', UNKNOWN_LOOK, at)
        break
      }
      case 'param': {
        const value = attribute(attributes, 'value')
        const name = attribute(attributes, 'name')?.toLowerCase() ?? ''
        if (value !== undefined && MEDIA_PARAMETERS.has(name)) {
          this.#reference(value, 'object', UNKNOWN_LOOK, at)
        }
        break
      }
    }
  }

  #readAttributes(tag: string, attributes: readonly string[], look: Look, at: number): void {
    const animated =
      ANIMATIONS.has(tag) && (attribute(attributes, 'attributename') ?? '').toLowerCase().endsWith('href')
    for (let i = 0; i < attributes.length; i += 2) {
      const name = attributes[i] ?? ''
      if (name === 'style') {
        // No declaration fetches without a function.
        const style = attributes[i + 1] ?? ''
        if (style.includes('(') || style.includes('&')) {
          this.#readCss(decode(style), 'attribute', this.#isKept(tag), look, at)
        }
        continue
      }
      if (IRRELEVANT.has(name) || readByItself(tag, name)) continue
      const value = decode(attributes[i + 1] ?? '')
      if (name === 'background') {
        const isSet = SETS_BACKGROUND.test(attribute(attributes, 'style') ?? '')
        this.#reference(value, this.#isKept(tag) && !isSet ? 'background' : 'unshown', look, at)
      } else if (animated && (name === 'to' || name === 'from' || name === 'by' || name === 'values')) {
        for (const one of value.split(';', LIMITS.references)) this.#reference(one, 'svg', look, at)
      } else this.#readAttribute(tag, name, value, look, at)
    }
  }

  #readAttribute(tag: string, name: string, value: string, look: Look, at: number): void {
    if (name === 'srcdoc') {
      this.#readInside(value, at, this.#where.office)
      return
    }
    const foreign = this.#looks.foreign()
    if (SVG_STYLE_ATTRIBUTES.has(name)) {
      if (foreign === 'svg') {
        findCssReferences(value, 'attribute', (address) => this.#reference(address, 'svg', look, at))
      }
      return
    }
    const address = addressAttribute(tag, name, foreign)
    if (address === null) return
    if (address.form === 'url') this.#reference(value, address.kind, look, at)
    else for (const one of splitAddresses(value, address.form)) this.#reference(one, address.kind, look, at)
  }

  #readVersions(src: string | undefined, srcset: string | undefined, look: Look, at: number): void {
    const shownKind = this.#isKept('img') ? 'img' : 'unshown'
    // Of one version there is no choice, and hardly a picture in mail has more.
    if (srcset === undefined) {
      if (src !== undefined) this.#reference(src, shownKind, look, at)
      return
    }
    const versions = versionsOf(src ?? null, srcset)
    const shown = this.#sink.shownOf(versions)
    for (const version of new Set(versions)) {
      this.#reference(version, version === shown ? shownKind : 'srcset', look, at)
    }
  }

  /** @param drawn whether the page keeps the sheet, or the element with the attribute. */
  #readCss(css: string, form: 'sheet' | 'attribute', drawn: boolean, look: Look, at: number): void {
    findCssReferences(css, form, (address, kind) =>
      this.#reference(address, kind === 'css-image' && !drawn ? 'unshown' : kind, look, at),
    )
  }

  #reference(raw: string, kind: ReferenceKind, look: Look, at: number): void {
    const position = this.#where.origin ?? at
    const document = DOCUMENT_URL.exec(raw)
    if (document !== null) this.#readDataUrl(raw, document, look, position)
    else this.#sink.reference(raw, this.#where.office ? 'vml' : kind, look, position)
  }

  /** A document in an address (`<object data="data:image/svg+xml,…">`) fetches like any other. */
  #readDataUrl(raw: string, document: RegExpExecArray, look: Look, at: number): void {
    const body = raw.slice(document[0].length)
    const text = document[2]?.toLowerCase().includes('base64')
      ? Buffer.from(body, 'base64').toString('utf8')
      : decodePercent(body)
    if (document[1]?.toLowerCase() === 'text/css') {
      if (this.#where.nesting < LIMITS.nesting) this.#readCss(text, 'sheet', false, look, at)
    } else this.#readInside(text, at, this.#where.office)
  }

  #readInside(markup: string, at: number, office: boolean): void {
    if (this.#where.nesting >= LIMITS.nesting) return
    const nesting = this.#where.nesting + 1
    readDocument(markup, this.#sink, { nesting, origin: this.#where.origin ?? at, office, drawn: false })
  }

  /** Whether the page keeps the element with its attributes. `tag` may hold raw text, which its own name says nothing of. */
  #isKept(tag: string): boolean {
    return this.#where.drawn && SHOWN_TAGS.has(tag) && !this.#looks.isTakenOut(tag)
  }
}

/** Only facts of looks, or read with their element. */
const IRRELEVANT = new Set([
  'alt',
  'width',
  'height',
  'class',
  'id',
  'media',
  'hidden',
  'rel',
  'name',
  'content',
  'http-equiv',
  'attributename',
  'value',
])

function readByItself(tag: string, name: string): boolean {
  if (tag === 'img' || tag === 'image') return name === 'src' || name === 'srcset'
  return (tag === 'a' || tag === 'area' || tag === 'link') && (name === 'href' || name === 'xlink:href')
}

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
      return splitSrcset(value).map(({ address }) => address)
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
