import { randomUUID } from 'node:crypto'
import { escapeText, escapeUTF8 } from 'entities'
import { Parser } from 'htmlparser2'
import type { AttachmentId, OpenMessage } from '../../../shared/models/message.ts'
import type { ReferenceId } from '../../../shared/models/remote-content.ts'
import { remoteUrl } from '../../../shared/remote-url.ts'
import { shownVersion, versionsOf } from '../../../shared/srcset.ts'
import { readHtmlText } from '../parse/html-text.ts'
import { limits } from '../parse/limits.ts'
import { createTextRun, quotedText } from './quoted-text.ts'
import { linkSharer, type ShareLink } from './shareable-link.ts'

interface Picture {
  mediaType: string
  bytes: Uint8Array
}

export interface RelatedPicture extends Picture {
  /** Without angle brackets; the HTML shows it as `cid:`. */
  contentId: string
}

export interface QuotedMessage {
  /** Contents of a `<blockquote>`: no address in it but those of links that may be passed on. */
  html: string
  text: string
  related: RelatedPicture[]
}

export type QuotableMessage = Pick<OpenMessage, 'parts' | 'references' | 'links' | 'attachments'>

/** Attributes of an `img`. */
interface ImageAddresses {
  src?: string
  srcset?: string
}

export interface QuotedParts {
  /** The user's own addresses. */
  recipients: readonly string[]
  /** From the vault only: a picture that was never loaded stays out. */
  readPicture(id: ReferenceId): Picture | null
  /** What came inside the mail. */
  readInline(id: AttachmentId): Picture | null
}

const TAGS = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt
  em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt ruby s samp
  section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr`.split(
    /\s+/,
  ),
)
/** What stands between two of these reads as one text, an address among it; any other begins a new one. */
const WITHIN_TEXT = new Set(
  `a abbr address b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup
  time tt u var wbr`.split(/\s+/),
)
/** Of these not even the words stay. */
const DROPPED_WITH_CONTENT = new Set(
  `datalist head iframe math noembed noframes object plaintext script select style svg template textarea title xmp`.split(
    /\s+/,
  ),
)
const VOID_TAGS = new Set(['br', 'col', 'hr', 'img', 'wbr'])
const ATTRIBUTES = new Set(
  `align alt bgcolor border cellpadding cellspacing color colspan dir face height lang noshade nowrap reversed rowspan
  size span start title valign width`.split(/\s+/),
)
/** Attributes whose value is words. */
const TEXTS = new Set(['alt', 'title'])
/** No function but colours, no escape, no string: nothing in a value that passes can be an address. */
const STYLE_VALUE = /^(?:[\w\s#%.,+!-]|(?:rgb|hsl)a?\([\d\s.,%/a-z-]{0,60}\)){1,200}$/i
const STYLE_NAME =
  /^(?:color|direction|display|float|clear|unicode-bidi|visibility|opacity|vertical-align|white-space|line-height|letter-spacing|word-break|overflow-wrap|width|height|(?:min|max)-(?:width|height)|(?:background|border|font|margin|padding|table|text|list-style)(?:-[a-z-]{1,30})?)$/
/**
 * A mail as it may stand in a reply or forward: nothing in it that reports to its sender, nothing that lets
 * others act as its reader, and of its pictures only those that are here already, as parts of the new mail.
 */
export function quoteMessage(message: QuotableMessage, parts: QuotedParts): QuotedMessage {
  const share = linkSharer(message, parts.recipients)
  const related = new Map<string, RelatedPicture>()

  /** `cid:` of a picture that is here, or null. */
  function embed({ src, srcset }: ImageAddresses, base: URL | null, part: number): string | null {
    const source = shownVersion(versionsOf(src ?? null, srcset ?? ''), base) ?? ''
    const key = `${part} ${source}`
    const known = related.get(key)
    if (known !== undefined) return `cid:${known.contentId}`
    const picture = find(source, base, part)
    if (picture === null) return null
    const contentId = `${randomUUID()}@curtain.invalid`
    related.set(key, { ...picture, contentId })
    return `cid:${contentId}`
  }

  function find(source: string, base: URL | null, part: number): Picture | null {
    const contentId = /^cid:(.+)$/i.exec(source.trim())?.[1]
    if (contentId !== undefined) {
      const decoded = decodePercent(contentId)
      const attachment = message.attachments.find((one) => one.contentId === decoded)
      return attachment === undefined ? null : parts.readInline(attachment.id)
    }
    const url = remoteUrl(source, base)?.href
    const reference = message.references.find(
      (one) => one.part === part && one.url === url && one.state === 'loaded' && one.verdict !== 'tracker',
    )
    return reference === undefined ? null : parts.readPicture(reference.id)
  }

  const html = message.parts.map(({ kind, content }, part) =>
    kind === 'html'
      ? quoteHtml(content, share, (image, base) => embed(image, base, part))
      : `<div dir="auto" style="white-space:pre-wrap">${escapeText(quotedText(content, share))}</div>`,
  )
  const text = message.parts.map(({ kind, content }) =>
    quotedText(kind === 'html' ? readHtmlText(content, limits.searchText).text.trim() : content, share),
  )
  return { html: html.join('<hr>'), text: text.join('\n\n'), related: [...related.values()] }
}

function quoteHtml(
  html: string,
  share: ShareLink,
  embed: (image: ImageAddresses, base: URL | null) => string | null,
): string {
  const written: string[] = []
  const run = createTextRun(written, share)
  let dropping = 0
  let base: URL | null = null
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'base') base ??= remoteUrl(attributes['href'] ?? '')
      if (!WITHIN_TEXT.has(name)) run.end()
      if (DROPPED_WITH_CONTENT.has(name)) dropping++
      if (dropping > 0 || !TAGS.has(name)) return
      const source = name === 'img' ? embed(attributes, base) : null
      if (name === 'img' && source === null) {
        // Its words say what was there.
        run.add(attributes['alt'] ?? '')
        return
      }
      const href = name === 'a' ? share(attributes['href'] ?? '') : null
      const kept = Object.entries(attributes)
        .filter(([attribute]) => ATTRIBUTES.has(attribute))
        .map(([attribute, value]) => [attribute, TEXTS.has(attribute) ? quotedText(value, share) : value])
      const style = safeStyle(attributes['style'] ?? '')
      if (style !== '') kept.push(['style', style])
      if (source !== null) kept.push(['src', source])
      if (href !== null) kept.push(['href', href])
      written.push(`<${name}${kept.map(([key, value = '']) => ` ${key}="${escapeUTF8(value)}"`).join('')}>`)
    },
    ontext(text) {
      if (dropping === 0) run.add(text)
    },
    onclosetag(name) {
      if (!WITHIN_TEXT.has(name)) run.end()
      if (DROPPED_WITH_CONTENT.has(name)) dropping--
      else if (dropping === 0 && TAGS.has(name) && !VOID_TAGS.has(name)) written.push(`</${name}>`)
    },
  })
  parser.end(html)
  run.end()
  return written.join('')
}

function safeStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':')
      return [declaration.slice(0, colon).trim().toLowerCase(), declaration.slice(colon + 1).trim()] as const
    })
    .filter(([name, value]) => STYLE_NAME.test(name) && STYLE_VALUE.test(value))
    .map(([name, value]) => `${name}:${value}`)
    .join(';')
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
