import type { ImapFlow, MessageStructureObject } from 'imapflow'
import { speak } from '../network/open-imap.ts'
import { fetchRows } from './fetch-rows.ts'

/**
 * Some bytes of one mail in the folder that is open; fewer at its end, or none.
 *
 * @returns null: the server has no such mail.
 */
export async function fetchPiece(
  client: ImapFlow,
  uid: number,
  { start, count, withStructure = false }: { start: number; count: number; withStructure?: boolean },
): Promise<{ bytes: Buffer; structure?: MessageStructureObject } | null> {
  const query = {
    uid: true,
    source: { start, maxLength: count },
    ...(withStructure && { bodyStructure: true }),
  }
  let found: { bytes: Buffer; structure?: MessageStructureObject } | null = null
  await speak(client, async () => {
    for await (const { uid: of, source, bodyStructure } of fetchRows(client, [uid], query)) {
      // The first answer counts; a change of its flags has nothing of what was asked.
      if (of !== uid || found !== null || source === undefined) continue
      // NIL, which imapflow makes false, is nothing: what is beyond the end.
      const bytes = Buffer.isBuffer(source) ? source : Buffer.alloc(0)
      found = { bytes, ...(bodyStructure && { structure: bodyStructure }) }
    }
  })
  return found
}
