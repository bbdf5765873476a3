import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { KeptConnection } from './kept-connection.ts'
import { uidValidityOf } from './open-folder.ts'
import type { Turns } from './turns.ts'

/** A folder that is open for writing. */
export interface ActingFolder {
  uidValidity: number
  /** Flags that the server keeps, as it spells them; null: it did not say, or keeps any. */
  permanentFlags: ReadonlySet<string> | null
}

export type Act<T> = (client: ImapFlow, folder: ActingFolder) => Promise<T>

/**
 * Runs `act` in a folder that is open for writing: one act at a time, and never while its headers are synced.
 * What `act` throws comes out as a MailError. It is never run twice: whether an act whose connection was lost has
 * had its effect, only the caller can find out.
 *
 * @throws MailError 'not-found' when the server has no such folder.
 */
export type ActInFolder = <T>(path: string, act: Act<T>) => Promise<T>

/** @param folderTurns the turns that the sync of headers takes too, by path. */
export function actOver(connection: KeptConnection, folderTurns: Turns<string>): ActInFolder {
  return (path, act) => {
    let begun = false
    // The connection first: whoever has a turn must not wait for a place that a sync has, which waits for the turn.
    return connection.run(
      (client) =>
        folderTurns(path, async () => {
          const folder = await selectFolder(client, path)
          begun = true
          return act(client, folder)
        }),
      () => !begun,
    )
  }
}

async function selectFolder(client: ImapFlow, path: string): Promise<ActingFolder> {
  const folder = await client.mailboxOpen(path).catch((error: { mailboxMissing?: unknown }) => {
    throw error.mailboxMissing === true ? new MailError('not-found', { cause: error }) : error
  })
  const flags = folder.permanentFlags
  return {
    uidValidity: uidValidityOf(folder),
    permanentFlags: flags === undefined || flags.has('\\*') ? null : flags,
  }
}
