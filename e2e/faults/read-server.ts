import type { ImapFlow } from 'imapflow'
import { gather, type Mailboxes, toPlace } from '../../electron/engine/testing/expected-mail.ts'
import { keyOf } from './world.ts'

export interface ServerSide {
  paths: string[]
  mailboxes: Mailboxes
  /** By folder. */
  counts: Map<string, { total: number; unread: number }>
  /** By subject: a mail never changes, wherever it lies. */
  sources: Map<string, Buffer>
}

/** What another program sees. */
export async function readServer(client: ImapFlow): Promise<ServerSide> {
  const paths = (await client.list()).map(({ path }) => path).sort()
  const found: { mail: string; place: string }[] = []
  const [counts, sources]: [ServerSide['counts'], ServerSide['sources']] = [new Map(), new Map()]
  for (const path of paths) {
    const { exists } = await client.mailboxOpen(path, { readOnly: true })
    const query = { envelope: true, flags: true, source: true }
    const rows = exists === 0 ? [] : await client.fetchAll('1:*', query)
    counts.set(path, { total: rows.length, unread: rows.filter(({ flags }) => !flags?.has('\\Seen')).length })
    for (const { envelope, flags, source } of rows) {
      const mail = envelope?.subject ?? ''
      found.push({
        mail,
        place: toPlace(
          keyOf(path),
          ['\\Flagged', '\\Seen'].filter((flag) => flags?.has(flag)),
        ),
      })
      if (source) sources.set(mail, source)
    }
  }
  return { paths, mailboxes: gather(found), counts, sources }
}
