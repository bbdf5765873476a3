import type { MailError } from '../../../shared/errors.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { KeptConnection } from './kept-connection.ts'
import { type HeaderSync, syncHeaders } from './sync-headers.ts'

export interface LookAroundParts
  extends Pick<HeaderSync, 'account' | 'store' | 'log' | 'folderTurns' | 'folderChanged' | 'signal'> {
  connection: KeptConnection
  /** Ends when no sync is at the rows of folders. */
  rowsHere(): Promise<void>
}

/**
 * Brings the rows of all folders up to date, though a sync may be at its bodies for hours.
 *
 * @returns a function that answers whether every folder could be read. @throws MailError
 */
export function createLookAround({
  connection,
  rowsHere,
  ...parts
}: LookAroundParts): () => Promise<boolean> {
  return async () => {
    // A first sync may be at them for minutes, in which acts need not wait for the connection.
    await rowsHere()
    const unreadable = new Map<FolderId, MailError>()
    let left = 0
    const leftOut = (count: number) => {
      left = count
    }
    const { isWanted, makeRoom } = connection
    await connection.run((client) =>
      syncHeaders(client, { ...parts, unreadable, leftOut, isWanted, makeRoom, report() {} }),
    )
    return unreadable.size + left === 0
  }
}
