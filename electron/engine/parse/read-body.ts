import libmime from 'libmime'
import type { BodyPart } from '../../../shared/models/message.ts'
import { decodeBytes, decodeHtmlBytes } from './decode-text.ts'
import { decodeTransfer } from './decode-transfer.ts'
import { limits } from './limits.ts'
import type { MimePart } from './mime-tree.ts'

export interface MessageBody {
  /** What is shown, in order. */
  parts: BodyPart[]
  /** Other forms of what is shown (the plain text beside the HTML): for search only. */
  alternatives: BodyPart[]
  attachments: MimePart[]
  truncated: boolean
}

type Content = Pick<MessageBody, 'parts' | 'alternatives' | 'attachments'>

/** Forms of the body for programs that Curtain is not: neither shown nor worth listing. */
const OTHER_FORMS = new Set(['text/x-amp-html', 'text/watch-html'])

/** Whether the part is text of the mail itself, whatever becomes of it. */
export function isBodyText(part: MimePart): boolean {
  if (part.disposition === 'attachment') return false
  return part.mediaType === 'text/plain' || part.mediaType === 'text/html'
}

/** HTML wins over text, the later over the earlier (RFC 2046 5.1.4), and anything over nothing. */
function richest(forms: readonly Content[]): Content | undefined {
  return (
    forms.findLast((form) => form.parts.some((part) => part.kind === 'html')) ??
    forms.findLast((form) => form.parts.length > 0)
  )
}

/**
 * Decides what of a message is its body. Each text part stays a document of its own: joined into one, a part
 * the sender can't read could be wrapped into an address of his (EFAIL).
 */
export function readBody(source: Buffer, root: MimePart): MessageBody {
  let truncated = false
  let textLeft: number = limits.text
  let partsLeft: number = limits.bodyParts

  function readText(part: MimePart): BodyPart | null {
    const most = Math.min(limits.textPart, textLeft)
    if (part.end - part.start > most) truncated = true
    const end = Math.min(part.end, part.start + most)
    textLeft -= end - part.start
    const bytes = decodeTransfer(source.subarray(part.start, end), part.encoding)
    const kind = part.mediaType === 'text/html' ? 'html' : 'text'
    const content = kind === 'html' ? decodeHtmlBytes(bytes, part.charset) : decodeBytes(bytes, part.charset)
    if (content.trim() === '') return null
    return {
      kind,
      content:
        kind === 'text' && part.flowed !== 'no'
          ? libmime.decodeFlowed(content, part.flowed === 'delsp')
          : content,
    }
  }

  function readLeaf(part: MimePart): Content {
    if (OTHER_FORMS.has(part.mediaType)) return { parts: [], alternatives: [], attachments: [] }
    // A multipart nothing could be found in is shown as it came.
    const unreadable = part.mediaType.startsWith('multipart/') && part.disposition !== 'attachment'
    if (!isBodyText(part) && !unreadable) return { parts: [], alternatives: [], attachments: [part] }
    if (partsLeft <= 0) {
      truncated = true
      return { parts: [], alternatives: [], attachments: [part] }
    }
    const text = readText(part)
    if (text !== null) partsLeft--
    // A text sent as a file to be shown in its place can be saved too.
    const attachments = part.disposition === 'inline' && part.filename !== null && part !== root ? [part] : []
    return { parts: text === null ? [] : [text], alternatives: [], attachments }
  }

  function read(part: MimePart): Content {
    if (part.children.length === 0) return readLeaf(part)
    const children = part.children.map(read)
    const attachments = children.flatMap((child) => child.attachments)
    const shown = part.mediaType === 'multipart/alternative' ? [richest(children)] : children
    return {
      parts: shown.flatMap((child) => child?.parts ?? []),
      alternatives: children.flatMap((child) =>
        shown.includes(child) ? child.alternatives : [...child.parts, ...child.alternatives],
      ),
      attachments,
    }
  }

  return { ...read(root), truncated }
}
