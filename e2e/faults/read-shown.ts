import { gather, type Mailboxes, toPlace } from '../../electron/engine/testing/expected-mail.ts'
import type { AccountId } from '../../shared/models/account.ts'
import type { FolderId } from '../../shared/models/folder.ts'
import type { MessageRow } from '../../shared/models/message.ts'
import type { EngineProcess } from './engine-process.ts'
import { keyOf } from './world.ts'

export type ShownRow = Pick<MessageRow, 'id' | 'subject' | 'unread' | 'flagged' | 'bodyState'>

export interface ShownFolder {
  id: FolderId
  path: string
  key: string
  /** As the list of folders counts them. */
  total: number
  unread: number
  rows: ShownRow[]
}

/** What the user sees. */
export async function readShown(engine: EngineProcess, accountId: AccountId): Promise<ShownFolder[]> {
  const folders: ShownFolder[] = []
  for (const { id, path, total, unread } of await engine.call('folder.list', { accountId })) {
    const page = { folderId: id, threaded: false, cursor: null, limit: 500 }
    const { rows } = await engine.call('message.list', page)
    folders.push({ id, path, key: keyOf(path), total, unread, rows })
  }
  return folders
}

/** Every mail's subject is its name. */
export function toMailboxes(folders: readonly ShownFolder[]): Mailboxes {
  return gather(
    folders.flatMap(({ key, rows }) =>
      rows.map(({ subject, unread, flagged }) => ({
        mail: subject,
        place: toPlace(key, [...(flagged ? ['\\Flagged'] : []), ...(unread ? [] : ['\\Seen'])]),
      })),
    ),
  )
}
