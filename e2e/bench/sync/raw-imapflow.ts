/** Baseline: imapflow alone fetching every source, as a process of its own. Arguments: port, user, password. */
import { ImapFlow } from 'imapflow'

const [port, user = '', pass = ''] = process.argv.slice(2)
const client = new ImapFlow({
  host: '127.0.0.1',
  port: Number(port),
  secure: false,
  doSTARTTLS: false,
  auth: { user, pass },
  logger: false,
  // On loopback it only costs time; Curtain's engine does without it too.
  disableCompression: true,
})
await client.connect()
const lock = await client.getMailboxLock('INBOX')
let bytes = 0
for await (const message of client.fetch('1:*', { source: true })) bytes += message.source?.length ?? 0
lock.release()
await client.logout()
console.log(JSON.stringify({ bytes }))
