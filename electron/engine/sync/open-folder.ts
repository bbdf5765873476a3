import type { ImapFlow, MailboxObject } from 'imapflow'
import { MailError, type MailErrorCode } from '../../../shared/errors.ts'
import { speakWithin } from '../network/open-imap.ts'
import { canonicalNames } from '../store/placements.ts'
import { type FlagChange, type FolderChanges, isLater, type ServerFolder } from './plan-sync.ts'

/** Of what a server tells as a folder is opened: its flags may be many. */
const MAX_BYTES = 1024 * 1024

/** Opens a folder for reading only, so that looking changes nothing (RFC 3501 6.3.2), and says what it holds. */
export async function openFolder(client: ImapFlow, path: string): Promise<ServerFolder> {
  return toServerFolder(
    await speakWithin(client, MAX_BYTES, () => client.mailboxOpen(path, { readOnly: true })),
  )
}

/** What says nothing of the other folders of its account. */
export const FOLDER_TROUBLE: ReadonlySet<MailErrorCode> = new Set([
  'server-misbehaved',
  'message-unavailable',
])

/** Up to when a folder is known. */
export interface Since {
  uidValidity: number
  highestModseq: string
}

/** Beyond it, comparing all is no more work. */
const MAX_CHANGES = 200_000
/** Enough for a change to each of a million mails. */
const MAX_CHANGES_BYTES = 128 * 1024 * 1024

/**
 * The same, with what happened in the folder since then (QRESYNC, RFC 7162 3.2.5); null where the server can't tell,
 * or the folder is another one now.
 */
export async function reopenFolder(
  client: ImapFlow,
  path: string,
  since: Since | null,
): Promise<{ server: ServerFolder; changes: FolderChanges | null }> {
  if (since === null || !client.enabled.has('QRESYNC')) {
    return { server: await openFolder(client, path), changes: null }
  }
  const before = client.mailbox ? client.mailbox.path : null
  const [vanished, flagged]: [number[], FlagChange[]] = [[], []]
  let floods = false
  const count = () => {
    floods ||= vanished.length + flagged.length >= MAX_CHANGES
    return !floods
  }
  // What vanishes right now does so in the folder that was open until now: until the server says [CLOSED], it tells
  // of that one (RFC 7162 3.2.11), and imapflow names the new one all the same.
  const onExpunge = ({ uid, earlier }: { uid?: number | undefined; earlier?: boolean | undefined }) => {
    if (uid !== undefined && earlier && count()) vanished.push(uid)
  }
  const onFlags = ({ uid, flags }: { uid?: number | undefined; flags?: Set<string> | undefined }) => {
    if (uid === undefined || flags === undefined || !count()) return
    flagged.push({ uid, flags: canonicalNames(flags) })
  }
  client.on('expunge', onExpunge)
  client.on('flags', onFlags)
  try {
    const from = { uidValidity: BigInt(since.uidValidity), changedSince: BigInt(since.highestModseq) }
    const folder = await speakWithin(client, MAX_CHANGES_BYTES, () =>
      client.mailboxOpen(path, { readOnly: true, ...from }),
    )
    const server = toServerFolder(folder)
    const told = 'qresync' in folder && folder.qresync === true && !floods
    const isTold = told && isLater(server.highestModseq, since.highestModseq)
    // Flags that changed in that one look as those of this one do.
    const flags = flagged.length > 0 && before !== null && before !== folder.path ? null : flagged
    return { server, changes: isTold ? { vanished, flags } : null }
  } finally {
    client.off('expunge', onExpunge)
    client.off('flags', onFlags)
  }
}

/**
 * Whether it is the trouble of one folder, which the user may not read or which is damaged on the server, and no reason
 * to leave the others alone.
 */
export function isFoldersOwn(error: unknown, client: ImapFlow): error is MailError {
  return error instanceof MailError && FOLDER_TROUBLE.has(error.code) && client.usable
}

function toServerFolder(folder: MailboxObject): ServerFolder {
  // Copied at once: imapflow moves these on as messages arrive, and a sync must not claim to have seen them.
  return {
    uidValidity: uidValidityOf(folder),
    uidNext: folder.uidNext || null,
    exists: folder.exists,
    mailboxId: folder.mailboxId ?? null,
    highestModseq:
      // 0: kept by the server, but not for this folder.
      folder.highestModseq && !folder.noModseq ? folder.highestModseq.toString() : null,
  }
}

/** 32 bits by RFC 3501 2.3.1.1; a server that leaves it out promises nothing, so all its UIDs are one era. */
export function uidValidityOf({ uidValidity }: Pick<MailboxObject, 'uidValidity'>): number {
  return Number(BigInt.asUintN(32, uidValidity ?? 0n))
}
