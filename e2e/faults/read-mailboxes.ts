import type { ImapFlow } from 'imapflow'
import type { AccountId } from '../../shared/models/account.ts'
import type { FolderId } from '../../shared/models/folder.ts'
import type { MessageRow } from '../../shared/models/message.ts'
import type { EngineProcess } from './engine-process.ts'
import type { Mailboxes } from './expected.ts'

export interface ShownFolder {
  id: FolderId
  path: string
  rows: MessageRow[]
}

/** What the user sees. */
export async function readShown(engine: EngineProcess, accountId: AccountId): Promise<ShownFolder[]> {
  const folders: ShownFolder[] = []
  for (const { id, path } of await engine.call('folder.list', { accountId })) {
    const { rows } = await engine.call('message.list', { folderId: id, cursor: null, limit: 500 })
    folders.push({ id, path, rows })
  }
  return folders
}

/** Every mail's subject is its number, and so is its Message-ID. */
export function toMailboxes(folders: readonly ShownFolder[]): Mailboxes {
  return gather(
    folders.flatMap(({ path, rows }) =>
      rows.map(({ subject, unread, flagged }) => ({
        mail: subject,
        place: [path, ...(flagged ? ['\\Flagged'] : []), ...(unread ? [] : ['\\Seen'])].join(' '),
      })),
    ),
  )
}

/** What another program sees on the server, and the folders there are. */
export async function readServer(client: ImapFlow): Promise<{ paths: string[]; mailboxes: Mailboxes }> {
  const paths = (await client.list()).map(({ path }) => path).sort()
  const found: { mail: string; place: string }[] = []
  for (const path of paths) {
    const { exists } = await client.mailboxOpen(path, { readOnly: true })
    if (exists === 0) continue
    for (const { envelope, flags } of await client.fetchAll('1:*', { envelope: true, flags: true })) {
      const kept = ['\\Flagged', '\\Seen'].filter((flag) => flags?.has(flag))
      const mail = envelope?.messageId?.replace(/^<|@.*$/g, '') ?? ''
      found.push({ mail, place: [path, ...kept].join(' ') })
    }
  }
  return { paths, mailboxes: gather(found) }
}

function gather(found: readonly { mail: string; place: string }[]): Mailboxes {
  const mailboxes = new Map<string, string[]>()
  for (const { mail, place } of found) {
    mailboxes.set(mail, [...(mailboxes.get(mail) ?? []), place].sort())
  }
  return mailboxes
}
