import { MailError, type MailErrorCode, toMailFailure } from '../../../shared/errors.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { ExportFormat, Transfer } from '../../../shared/models/transfer.ts'
import { listFolderMails } from '../store/folder-mails.ts'
import type { Store } from '../store/open-store.ts'
import { createComparison } from './compare-with-folder.ts'
import { importMails } from './import-mails.ts'
import type { FiledMail } from './mail-file.ts'
import { openMailFiles } from './read-files.ts'
import { openWriter } from './write-files.ts'

export interface TransferParts {
  store: Store
  /** Stores a mail in that folder, and has it put on the server. @throws MailError */
  append(folderId: FolderId, mail: FiledMail): Promise<void>
  /** Lets no more wait for the server than need be; throws when none gets there. */
  appendRoom(folderId: FolderId, signal: AbortSignal): { wait(): Promise<void> }
  /** A mail as it came, brought in where it is not here. @throws MailError */
  source(messageId: MessageId): Promise<Uint8Array>
  /** Looks what the folder holds now. */
  imported(folderId: FolderId): void
  changed(transfer: Transfer): void
  /** Bytes of one mail. */
  largest: number
}

/** Import and export, one at a time, in the background of everything else. */
export interface Transfers {
  state(): Transfer | null
  /** @throws MailError 'bad-request' while another is under way. */
  import(folderId: FolderId, paths: readonly string[]): void
  export(folderId: FolderId, format: ExportFormat, path: string): void
  cancel(): void
  /** Cancels, and ends when no file is open. */
  stop(): Promise<void>
}

const TOLD_EVERY_MS = 100
/** Why a mail is left out of an export, which goes on. */
const MISSING: ReadonlySet<MailErrorCode> = new Set(['message-unavailable', 'message-too-large', 'not-found'])

type Report = (counts: Partial<Transfer>) => void
type Run = (report: Report, signal: AbortSignal) => Promise<void>

export function createTransfers(parts: TransferParts): Transfers {
  const { store } = parts
  let state: Transfer | null = null
  let cancelling = new AbortController()
  let underWay: Promise<void> | undefined

  function begin(kind: Transfer['kind'], folderId: FolderId, run: Run): void {
    if (underWay) throw new MailError('bad-request')
    const stop = new AbortController()
    cancelling = stop
    const begun: Transfer = {
      ...{
        kind,
        folderId,
        stage: 'running',
        done: 0,
        total: 0,
        mails: 0,
        known: 0,
        refused: 0,
        failure: null,
      },
    }
    let now = begun
    let told = 0
    const report: Report = (counts) => {
      now = { ...now, ...counts }
      state = now
      // Thousands of mails are written in a second.
      if (counts.stage === undefined && performance.now() - told < TOLD_EVERY_MS) return
      told = performance.now()
      parts.changed(now)
    }
    report({})
    underWay = run(report, stop.signal)
      .then(
        () => report({ stage: 'done' }),
        (error) =>
          stop.signal.aborted
            ? report({ stage: 'cancelled' })
            : report({ stage: 'failed', failure: toMailFailure(toFileError(error)) }),
      )
      .finally(() => {
        underWay = undefined
      })
  }

  async function exportMails(
    ...[folderId, format, path, report, signal]: [FolderId, ExportFormat, string, Report, AbortSignal]
  ): Promise<void> {
    const mails = listFolderMails(store.read, folderId)
    const writer = await openWriter(format, path)
    const counts = { done: 0, mails: 0, refused: 0, total: mails.length }
    try {
      for (const { messageId, subject, flags, receivedAt } of mails) {
        signal.throwIfAborted()
        const source = await sourceOf(messageId)
        if (source === null) counts.refused += 1
        else {
          await writer.write({ source, receivedAt, flags: flags.split(' ').filter(Boolean) }, subject)
          counts.mails += 1
        }
        counts.done += 1
        report(counts)
      }
      await writer.close()
    } catch (error) {
      await writer.abandon()
      throw error
    }
  }

  /** null when neither store nor server has it any more, or it is larger than any mail. */
  async function sourceOf(messageId: MessageId): Promise<Buffer | null> {
    try {
      const source = await parts.source(messageId)
      return Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    } catch (error) {
      // A server that is away is no reason to leave out what it still has.
      if (error instanceof MailError && MISSING.has(error.code)) return null
      throw error
    }
  }

  return {
    state: () => state,
    import(folderId, paths) {
      begin('import', folderId, async (report, signal) => {
        const files = await openMailFiles(paths, parts.largest)
        report({ total: files.total })
        const room = parts.appendRoom(folderId, signal)
        try {
          await importMails(files, {
            ...{ signal, report },
            isKnown: createComparison(store.read, folderId),
            async append(mail) {
              await room.wait()
              await parts.append(folderId, mail)
            },
          })
        } finally {
          parts.imported(folderId)
        }
      })
    },
    export(folderId, format, path) {
      begin('export', folderId, (report, signal) => exportMails(folderId, format, path, report, signal))
    },
    cancel: () => cancelling.abort(new MailError('cancelled')),
    async stop() {
      cancelling.abort(new MailError('cancelled'))
      await underWay
    },
  }
}

/** What a disk said, in the user's terms. */
function toFileError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT') return new MailError('disk-full', { cause: error })
  if (code === 'ENOENT') return new MailError('not-found', { cause: error })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new MailError('file-refused', { cause: error })
  return error
}
