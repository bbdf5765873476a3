import type { ReferenceKind } from '../../../shared/models/remote-content.ts'
import { type NameTable, nameTable } from '../parse/name-table.ts'

/** How the value of an attribute holds addresses. */
export type AddressForm =
  | 'url'
  /** Candidates with descriptors (HTML 4.8.4.2.1). */
  | 'srcset'
  /** Several, with spaces between. */
  | 'urls'
  /** Several, with semicolons between (SVG `values`). */
  | 'list'

export interface AddressAttribute {
  kind: ReferenceKind
  form: AddressForm
}

const url = (kind: ReferenceKind): AddressAttribute => ({ kind, form: 'url' })

/** Attributes that mean the same on every element that has them. */
const ANYWHERE: Record<string, AddressAttribute> = {
  background: url('background'),
  poster: url('poster'),
  srcset: { kind: 'srcset', form: 'srcset' },
  imagesrcset: { kind: 'preload', form: 'srcset' },
  ping: { kind: 'ping', form: 'urls' },
  attributionsrc: { kind: 'ping', form: 'urls' },
  action: url('form'),
  'action-xhr': url('form'),
  'verify-xhr': url('form'),
  formaction: url('form'),
  manifest: url('manifest'),
  lowsrc: url('unshown'),
  dynsrc: url('unshown'),
}

/** `src`, by element; any other element with one is `other`. */
const SRC: Record<string, ReferenceKind> = {
  input: 'unshown',
  'amp-img': 'unshown',
  'amp-anim': 'unshown',
  'amp-pixel': 'unshown',
  source: 'source',
  video: 'video',
  'amp-video': 'video',
  audio: 'audio',
  'amp-audio': 'audio',
  bgsound: 'audio',
  track: 'track',
  iframe: 'iframe',
  'amp-iframe': 'iframe',
  frame: 'iframe',
  portal: 'iframe',
  fencedframe: 'iframe',
  layer: 'iframe',
  ilayer: 'iframe',
  embed: 'embed',
  script: 'script',
  xml: 'object',
  mglyph: 'mathml',
}

const OTHERS: Record<string, AddressAttribute> = {
  'object data': url('object'),
  'object codebase': url('object'),
  'object classid': url('object'),
  'object archive': { kind: 'object', form: 'urls' },
  'applet code': url('object'),
  'applet codebase': url('object'),
  'applet archive': { kind: 'object', form: 'urls' },
  'applet object': url('object'),
  'math href': url('mathml'),
}

/** Presentation attributes of SVG whose value is CSS. */
export const SVG_STYLE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'fill',
  'stroke',
  'filter',
  'mask',
  'clip-path',
  'cursor',
  'marker',
  'marker-start',
  'marker-mid',
  'marker-end',
])

/** Names of the relations that fetch or look up something; the others (`canonical`, `next` …) are only words. */
const LINK_RELATIONS: readonly (readonly [RegExp, ReferenceKind])[] = [
  [/stylesheet|import/, 'stylesheet'],
  [/icon/, 'icon'],
  [/preload|modulepreload|subresource|compression-dictionary/, 'preload'],
  [/prefetch|prerender/, 'prefetch'],
  [/preconnect/, 'preconnect'],
  [/manifest/, 'manifest'],
]

/** @param rel value of the attribute; null when the relation fetches nothing. */
export function kindOfLink(rel: string): ReferenceKind | null {
  const relation = rel.toLowerCase()
  if (relation.includes('dns-prefetch')) return 'preconnect'
  return LINK_RELATIONS.find(([pattern]) => pattern.test(relation))?.[1] ?? null
}

/** What an attribute would have fetched, or null. `img`, `link`, `meta`, `a` and `param` are read by themselves. */
export function addressAttribute(
  tag: string,
  attribute: string,
  inForeign: 'svg' | 'math' | null,
): AddressAttribute | null {
  if (isOffice(tag)) {
    return attribute === 'src' || attribute.endsWith(':href') || attribute === 'altimg' ? url('vml') : null
  }
  const anywhere = ANYWHERE[attribute]
  if (anywhere !== undefined) return anywhere
  if (attribute === 'src') return url(SRC[tag] ?? 'other')
  if (attribute === 'href' || attribute === 'xlink:href') {
    if (tag === 'base') return url('base')
    if (inForeign !== null || attribute === 'xlink:href') return url(inForeign === 'math' ? 'mathml' : 'svg')
    if (tag === 'image' || tag === 'use' || tag === 'feimage' || tag === 'script') return url('svg')
  }
  return OTHERS[`${tag} ${attribute}`] ?? null
}

/** `v:fill`, `o:OLEObject`: elements that only Outlook and Word draw. */
export function isOffice(tag: string): boolean {
  return tag.includes(':') && /^[vow]\d*:/.test(tag)
}

/** Every attribute that is looked at; the scanner skips the rest. */
export const WANTED_ATTRIBUTES: NameTable = nameTable([
  ...Object.keys(ANYWHERE),
  ...SVG_STYLE_ATTRIBUTES,
  'alt',
  'altimg',
  'archive',
  'attributename',
  'by',
  'class',
  'classid',
  'code',
  'codebase',
  'content',
  'data',
  'from',
  'height',
  'hidden',
  'href',
  'http-equiv',
  'id',
  'media',
  'name',
  'o:href',
  'object',
  'r:href',
  'rel',
  'src',
  'srcdoc',
  'style',
  'to',
  'value',
  'values',
  'width',
  'xlink:href',
  'xml:base',
])
