import { zstdDecompressSync } from 'node:zlib'
import { MailError } from '../../../shared/errors.ts'
import type { BodyPart, Link, MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { IngestedReference } from './ingested-message.ts'
import { compress, unpack } from './packed.ts'
import { unpackText } from './packed-source.ts'
import { getCompressedSource } from './sources.ts'
import { sql } from './sql.ts'

export interface BodyContent {
  parts: BodyPart[]
  links: Link[]
  references: IngestedReference[]
}

/** Begins a body that was packed with the text of its source; one that was not begins with zstd's own 0x28. */
const WITH_TEXT = 1
/** Looking for what is the same in more than this takes longer than it saves. */
const MOST_TEXT_BYTES = 2_000_000
/** Of a body, to find it by in that text; an alternative or a quote may begin in the same way. */
const BEGINNING_BYTES = 64
const MOST_TRIES = 8

/**
 * Pure, for the thread that read the mail: packing here what it would send costs less than sending it.
 *
 * @param text of the source that is stored with it (`packSource`): a body is mostly the same, and takes a quarter of
 *   the space where that is known.
 */
export function packBody(body: BodyContent, text?: Uint8Array): Uint8Array<ArrayBuffer> {
  if (text === undefined || text.byteLength > MOST_TEXT_BYTES) {
    return new Uint8Array(compress(Buffer.from(JSON.stringify(body)), 1))
  }
  const whole = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  return new Uint8Array(Buffer.concat([Buffer.of(WITH_TEXT), compress(toBytes(body, whole), 3, text)]))
}

/** `at`: where the content, its lines ended by CRLF, stands in the text of the source; else it follows the JSON. */
type PackedPart = Omit<BodyPart, 'content'> & { content: number; at?: number }

/** Contents beside the JSON of the rest: in JSON every quote of the markup would be written in another way. */
function toBytes({ parts, links, references }: BodyContent, text: Buffer): Buffer {
  const contents: Buffer[] = []
  const packed = parts.map((part): PackedPart => {
    const lines = Buffer.from(part.content.replaceAll('\n', '\r\n'))
    const at = part.content.includes('\r') ? -1 : placeOf(lines, text)
    if (at >= 0) return { ...part, content: lines.length, at }
    const content = Buffer.from(part.content)
    contents.push(content)
    return { ...part, content: content.length }
  })
  const json = Buffer.from(JSON.stringify({ parts: packed, links, references }))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(json.length)
  return Buffer.concat([size, json, ...contents])
}

/** Looks for a whole body by its beginning: `indexOf` is not linear in what a stranger may have written. @returns -1: not found. */
function placeOf(lines: Buffer, text: Buffer): number {
  const beginning = lines.subarray(0, BEGINNING_BYTES)
  let at = text.indexOf(beginning)
  for (let tries = 1; at >= 0 && tries <= MOST_TRIES; tries += 1) {
    if (text.subarray(at, at + lines.length).equals(lines)) return at
    at = text.indexOf(beginning, at + 1)
  }
  return -1
}

function fromBytes(bytes: Buffer, text: Buffer): BodyContent {
  let end = 4 + bytes.readUInt32LE(0)
  const { parts: packed, links, references } = JSON.parse(bytes.toString('utf8', 4, end))
  const parts = packed.map(({ content: length, at, ...part }: PackedPart) => {
    if (at !== undefined) {
      return { ...part, content: text.toString('utf8', at, at + length).replaceAll('\r\n', '\n') }
    }
    end += length
    return { ...part, content: bytes.toString('utf8', end - length, end) }
  })
  return { parts, links, references }
}

/** @throws MailError 'database-damaged' */
function unpackBody(
  db: ReadableDatabase,
  messageId: MessageId,
  packed: Uint8Array,
): Pick<BodyContent, 'parts' | 'links'> & Partial<BodyContent> {
  if (packed[0] !== WITH_TEXT) return JSON.parse(new TextDecoder().decode(unpack(packed)))
  const source = getCompressedSource(db, messageId)
  try {
    const text = (source && unpackText(source)) ?? Buffer.alloc(0)
    return fromBytes(zstdDecompressSync(packed.subarray(1), { dictionary: text }), text)
  } catch (error) {
    throw new MailError('database-damaged', { cause: error })
  }
}

/** Replaces what was there, and writes nothing when it is the same. */
export function saveBody(db: WritableDatabase, messageId: MessageId, packed: Uint8Array): void {
  db.run(sql`
    INSERT INTO bodies (message_id, packed) VALUES (${messageId}, ${packed})
    ON CONFLICT (message_id) DO UPDATE SET packed = excluded.packed WHERE packed <> excluded.packed`)
}

/** What analysers below version 3 did not tell of a link: true until the mail has been judged again. */
const UNTOLD = { readableHost: null, opaque: false, kept: null, warnings: [], claims: null }

/** Empty while the body is missing. */
export function getBody(db: ReadableDatabase, messageId: MessageId): BodyContent {
  const body = db.get(sql<{ packed: Uint8Array }>`SELECT packed FROM bodies WHERE message_id = ${messageId}`)
  if (body === undefined) return { parts: [], links: [], references: [] }
  // Analysers below version 4 did not put references here.
  const { parts, links, references = [] } = unpackBody(db, messageId, body.packed)
  return { parts, links: links.map((link) => ({ ...UNTOLD, ...link })), references }
}
