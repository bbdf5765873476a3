import type { ImapFlow, MailboxObject } from 'imapflow'
import { speak } from '../network/open-imap.ts'
import type { ServerFolder } from './plan-sync.ts'

/** Opens a folder for reading only, so that looking changes nothing (RFC 3501 6.3.2), and says what it holds. */
export async function openFolder(client: ImapFlow, path: string): Promise<ServerFolder> {
  const folder = await speak(client, () => client.mailboxOpen(path, { readOnly: true }))
  // Copied at once: imapflow moves these on as messages arrive, and a sync must not claim to have seen them.
  return {
    uidValidity: uidValidityOf(folder),
    uidNext: folder.uidNext || null,
    exists: folder.exists,
    highestModseq:
      folder.highestModseq === undefined || folder.noModseq ? null : folder.highestModseq.toString(),
  }
}

/** 32 bits by RFC 3501 2.3.1.1; a server that leaves it out promises nothing, so all its UIDs are one era. */
export function uidValidityOf({ uidValidity }: Pick<MailboxObject, 'uidValidity'>): number {
  return Number(BigInt.asUintN(32, uidValidity ?? 0n))
}
