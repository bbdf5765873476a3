import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import type { ActInFolder, ActingFolder } from '../network/in-folder.ts'
import type { KeptConnection } from './kept-connection.ts'
import { uidValidityOf } from './open-folder.ts'
import type { Turns } from './turns.ts'

/**
 * `InFolder` over one account's connection: one act at a time, and never while the folder's headers are synced.
 *
 * @param folderTurns the turns that the sync of headers takes too, by path.
 */
export function actOver(connection: KeptConnection, folderTurns: Turns<string>) {
  return <T>(path: string, act: ActInFolder<T>): Promise<T> => {
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
  const folder = await client.mailboxOpen(path).catch((error: Refusal) => {
    if (error.mailboxMissing === true) throw new MailError('not-found', { cause: error })
    throw isRefusal(error) ? new MailError('server-refused', { cause: error }) : error
  })
  const flags = folder.permanentFlags
  return {
    uidValidity: uidValidityOf(folder),
    permanentFlags: flags === undefined || flags.has('\\*') ? null : flags,
  }
}

/** What imapflow tells of a command that the server did not carry out. */
interface Refusal {
  mailboxMissing?: unknown
  responseStatus?: unknown
}

function isRefusal({ responseStatus }: Refusal): boolean {
  return responseStatus === 'NO' || responseStatus === 'BAD'
}
