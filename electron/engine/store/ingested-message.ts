import type { Mailbox, Receipt } from '../../../shared/models/message.ts'
import type { Reason, ReferenceKind, Verdict } from '../../../shared/models/remote-content.ts'
import type { LeftOut } from './left-out.ts'

/** How a part's bytes are written in the source. */
export type AttachmentEncoding = 'base64' | 'quoted-printable' | 'none'

/** `start` and `end`: byte range in the source, still encoded. `size`: bytes once decoded. */
export interface IngestedAttachment {
  filename: string
  mediaType: string
  size: number
  contentId: string | null
  inline: boolean
  start: number
  end: number
  encoding: AttachmentEncoding
}

/** Addresses and domains are comparable: lower case, ASCII. */
export interface IngestedAuthentication {
  author: string | null
  list: string | null
  authservId: string | null
  dmarc: { result: string; domain: string | null } | null
  dkim: { result: string; domain: string | null }[]
  receivedBy: string | null
}

/** One per (part, url, kind). */
export interface IngestedReference {
  /** null: it stands in no part that is shown. */
  part: number | null
  url: string
  host: string
  kind: ReferenceKind
  verdict: Verdict
  service: string | null
  reasons: Reason[]
}

/**
 * What reading and judging made of one source: the store's own shape of what the parser and the analyser
 * answer, for the store may import neither.
 */
export interface IngestedMessage {
  parsed: {
    subject: string
    from: Mailbox
    to: Mailbox[]
    cc: Mailbox[]
    replyTo: Mailbox[]
    inReplyTo: string | null
    references: string[]
    listId: string | null
    /** What the mail and its topmost Authentication-Results say of who it is from; null when it could not be read. */
    authentication: IngestedAuthentication | null
    /** The Date header, Unix time in ms. */
    date: number | null
    attachments: IngestedAttachment[]
    /** Plain text of every part, for search. */
    text: string
    snippet: string
    truncated: boolean
  }
  analysis: {
    /** How many references there are. */
    remoteCount: number
    receipts: Receipt[]
    platform: string | null
    summary: { trackers: number; suspects: number; services: string[] }
  }
  /** Its parts, links and references, as `packBody` packs them. */
  packedBody: Uint8Array<ArrayBuffer>
  /** The raw source, as packed-source.ts makes it; null when it came out of the store. */
  compressedSource: Uint8Array<ArrayBuffer> | null
  /** Attachments that are empty in that source. */
  leftOut?: readonly LeftOut[]
  /** Which parser and analyser this came from, so that better ones can derive it again. */
  parserVersion: number
  analyserVersion: number
}
