/** `npm run demo`: Curtain with an account, on mails that try to report the reader, and what their senders see. */
import { setMaxListeners } from 'node:events'
import { buildIfStale } from './build-if-stale.ts'
import { readDemoOptions, USAGE, UsageError } from './demo-options.ts'
import { type DemoState, openDemoFolder } from './demo-state.ts'
import { findHost } from './find-host.ts'
import { startImapServer } from './imap-server.ts'
import { readCorpus, readOwnMail } from './read-mailbox.ts'
import { runHeadless } from './run-headless.ts'
import { runWindow } from './run-window.ts'
import { type Counts, startSendersServer } from './senders-server.ts'
import { showCounter } from './show-counter.ts'

const stopping = new AbortController()
setMaxListeners(20, stopping.signal)
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort())

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = 2
}

async function run(args: string[]): Promise<number> {
  const options = readDemoOptions(args)
  const host = options.headless ? null : findHost(process.env, process.platform)
  if (host?.kind === 'none') console.log(`${host.why}, so the list is printed instead of shown.\n`)
  if (host !== null && host.kind !== 'none') buildIfStale()

  const folder = openDemoFolder(options.data)
  const open: { close(): void }[] = []
  try {
    const startedAt = folder.state?.startedAt ?? Date.now()
    const mails = readMails(options.mail, startedAt)
    const imap = await startImapServer(mails, folder.state?.imapPort ?? 0)
    open.push(imap)
    const senders = await startSendersServer(options.language ?? 'en', printCounter)
    open.push(senders)
    const accountAdded = folder.state?.accountAdded ?? false
    const state: DemoState = { imapPort: imap.port, startedAt, accountAdded }
    folder.save(state)

    if (host === null || host.kind === 'none') {
      const resolve = () => ({ address: '127.0.0.1', port: senders.port })
      const network = options.resolve ? { resolve } : {}
      await runHeadless({ dataDir: folder.path, imapPort: imap.port, network, print: console.log })
      printCounter(senders.counts)
      return 0
    }
    console.log(`${mails.length} mails; the senders’ side: ${senders.page}`)
    printCounter(senders.counts)
    open.push({ close: showCounter(senders.page) })
    return await runWindow({
      host,
      dataDir: folder.path,
      demo: options,
      sendersPort: senders.port,
      addAccountAt: accountAdded ? null : imap.port,
      onAccountAdded: () => folder.save({ ...state, accountAdded: true }),
      signal: stopping.signal,
    })
  } finally {
    for (const one of open.reverse()) one.close()
    folder.leave()
  }
}

function readMails(own: string | undefined, now: number) {
  if (own === undefined) return readCorpus(now)
  try {
    const mails = readOwnMail(own, now)
    if (mails.length > 0) return mails
  } catch {
    throw new UsageError(`${own} is not a folder that can be read`)
  }
  throw new UsageError(`There is no .eml or .html file in ${own}`)
}

function printCounter({ opens, pictures }: Readonly<Counts>): void {
  console.log(`opens seen by senders: ${opens} (pictures asked for: ${pictures})`)
}
