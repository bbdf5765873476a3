import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import hoodiecrow from 'hoodiecrow-imap'
import type { DemoMail } from './read-mailbox.ts'

/** The demo's account. The server listens on loopback only, so the password guards nothing. */
export const DEMO_ACCOUNT = {
  address: 'noor@haddad.example',
  displayName: 'Noor Haddad',
  host: '127.0.0.1',
  security: 'none',
  user: 'noor',
  password: 'demo',
} as const

export interface ImapServer {
  port: number
  close(): void
}

/** @param port 0 for any free one; a kept account knows the port of its first run. */
export async function startImapServer(mails: readonly DemoMail[], port: number): Promise<ImapServer> {
  const folder = (name: DemoMail['folder'], specialUse?: string) => ({
    uidvalidity: 1,
    ...(specialUse === undefined ? {} : { 'special-use': specialUse }),
    messages: mails
      .filter((mail) => mail.folder === name)
      .map((mail, at) => ({
        raw: mail.source.toString('latin1'),
        flags: mail.flags,
        internaldate: internalDate(mail.receivedAt),
        uid: at + 1,
      })),
  })
  const empty = (specialUse: string) => ({ uidvalidity: 1, 'special-use': specialUse, messages: [] })
  const { server } = hoodiecrow({
    // Not IDLE: its timer outlives the connection, and kept the demo from ending for half an hour. No mail comes later.
    plugins: ['ID', 'SASL-IR', 'AUTH-PLAIN', 'NAMESPACE', 'ENABLE', 'CONDSTORE', 'SPECIAL-USE', 'UNSELECT'],
    users: { [DEMO_ACCOUNT.user]: { password: DEMO_ACCOUNT.password } },
    storage: {
      INBOX: folder('INBOX'),
      '': {
        separator: '/',
        folders: {
          Drafts: empty('\\Drafts'),
          Sent: folder('Sent', '\\Sent'),
          Archive: empty('\\Archive'),
          Junk: folder('Junk', '\\Junk'),
          Trash: empty('\\Trash'),
        },
      },
    },
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((cause) => {
    throw new Error(`Port ${port}, which the kept account names, is taken by another program`, { cause })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** "02-Mar-2026 09:12:00 +0000" (RFC 3501, date-time). */
function internalDate(date: Date): string {
  const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ')
  return `${day}-${month}-${year} ${time} +0000`
}
