import { constants, zstdCompressSync } from 'node:zlib'
import type { BodyPart, Link, MessageId } from '../../../shared/models/message.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { unpack } from './packed.ts'
import { sql } from './sql.ts'

export interface BodyContent {
  parts: BodyPart[]
  links: Link[]
}

/**
 * Level 1 turns 100 kB of newsletter into a tenth in about 0.2 ms, less than writing the rest would take.
 */
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Pure, for the thread that read the mail: packing here what it would send costs less than sending it. */
export function packBody(body: BodyContent): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zstdCompressSync(JSON.stringify(body), fast))
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
  if (body === undefined) return { parts: [], links: [] }
  const { parts, links }: BodyContent = JSON.parse(new TextDecoder().decode(unpack(body.packed)))
  return { parts, links: links.map((link) => ({ ...UNTOLD, ...link })) }
}
