import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { speak } from '../network/open-imap.ts'
import { uidValidityOf } from './open-folder.ts'
import type { Turns } from './turns.ts'

/** A folder that is open for writing. */
export interface ActingFolder {
  uidValidity: number
  /** Flags that the server keeps, as it spells them; null: it did not say, or keeps any. */
  permanentFlags: ReadonlySet<string> | null
}

export type Act<T> = (client: ImapFlow, folder: ActingFolder) => Promise<T>

export interface ActingConnection {
  /**
   * Runs `act` in a folder that is open for writing: one act at a time, and never while its headers are synced.
   * What `act` throws comes out as a MailError. It is never run twice: whether an act whose connection was lost
   * has had its effect, only the caller can find out.
   *
   * @throws MailError 'not-found' when the server has no such folder.
   */
  inFolder<T>(path: string, act: Act<T>): Promise<T>
  /** Ends when no act is running any more. */
  close(): Promise<void>
}

/** Long enough for somebody who tidies up, short enough not to be a burden on the server. */
const KEEP_MS = 3 * 60_000
/** More often than a quiet connection counts as lost (IMAP_DEADLINES.silenceMs). */
const NOOP_EVERY_MS = 45_000

export function createActingConnection(parts: {
  connect(): Promise<ImapFlow>
  /** The turns that the sync of headers takes too, by path. */
  folderTurns: Turns<string>
}): ActingConnection {
  const { connect, folderTurns } = parts
  let client: ImapFlow | undefined
  let last: Promise<unknown> = Promise.resolve()
  let rests: NodeJS.Timeout | undefined
  let quietSince = 0

  async function open(path: string): Promise<{ over: ImapFlow; folder: ActingFolder }> {
    const kept = client?.usable ? client : undefined
    if (kept !== undefined) {
      try {
        return { over: kept, folder: await selectFolder(kept, path) }
      } catch (error) {
        // It may have died unseen. Opening a folder has no effect, so it may be tried again; an act may not.
        if (!(error instanceof MailError) || !isLost(error)) throw error
        kept.close()
      }
    }
    client = await connect()
    return { over: client, folder: await selectFolder(client, path) }
  }

  async function run<T>(path: string, act: Act<T>): Promise<T> {
    clearInterval(rests)
    try {
      const { over, folder } = await open(path)
      return await speak(over, () => act(over, folder))
    } finally {
      rest()
    }
  }

  function rest(): void {
    quietSince = performance.now()
    rests = setInterval(() => {
      if (client?.usable && performance.now() - quietSince < KEEP_MS)
        return void client.noop().catch(() => {})
      clearInterval(rests)
      client?.close()
    }, NOOP_EVERY_MS)
    rests.unref()
  }

  return {
    inFolder(path, act) {
      return folderTurns(path, () => {
        const turn = last.then(() => run(path, act))
        last = turn.catch(() => {})
        return turn
      })
    },
    async close() {
      client?.close()
      await last
      clearInterval(rests)
    },
  }
}

function isLost({ code }: MailError): boolean {
  return code === 'connection-lost' || code === 'timed-out'
}

async function selectFolder(client: ImapFlow, path: string): Promise<ActingFolder> {
  return speak(client, async () => {
    const folder = await client.mailboxOpen(path).catch((error: { mailboxMissing?: unknown }) => {
      throw error.mailboxMissing === true ? new MailError('not-found', { cause: error }) : error
    })
    const flags = folder.permanentFlags
    return {
      uidValidity: uidValidityOf(folder),
      permanentFlags: flags === undefined || flags.has('\\*') ? null : flags,
    }
  })
}
