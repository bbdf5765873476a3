import type { ImapFlow } from 'imapflow'

/** What another program sees: of each mail its subject, and its flags but for \Recent, ordered by UID. */
export async function readServerFolder(client: ImapFlow, path: string): Promise<string[]> {
  const { exists } = await client.mailboxOpen(path, { readOnly: true })
  if (exists === 0) return []
  const rows = await client.fetchAll('1:*', { envelope: true, flags: true })
  return rows.map(({ envelope, flags }) =>
    [envelope?.subject ?? '', ...[...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort()].join(' '),
  )
}
