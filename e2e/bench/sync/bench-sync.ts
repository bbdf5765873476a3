import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Dovecot, startDovecot } from '../../../electron/engine/testing/dovecot.ts'
import { ENGINE_V8_FLAGS } from '../../../shared/engine-flags.ts'
import type { Figures } from '../figures.ts'
import { generateMailbox } from '../generate-mailbox.ts'

const execute = promisify(execFile)
const USER = 'bench'
const PASSWORD = 'bench-password'

async function timed<T>(act: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now()
  const result = await act()
  return { ms: performance.now() - start, result }
}

/** What a process of ours printed as its last line, parsed. */
async function runNode(
  script: string,
  args: string[],
  flags: string[] = [],
): Promise<Record<string, number>> {
  const file = new URL(script, import.meta.url).pathname
  const { stdout } = await execute(process.execPath, [...flags, file, ...args], { maxBuffer: 1e8 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}')
}

/** isync's mbsync pulling into a new Maildir, the way its users have their mail today. */
async function runMbsync(dovecot: Dovecot, dir: string): Promise<void> {
  mkdirSync(join(dir, 'maildir'), { recursive: true })
  const config = join(dir, 'mbsyncrc')
  writeFileSync(
    config,
    `IMAPStore far
Host 127.0.0.1
Port ${dovecot.port}
User ${USER}
Pass ${PASSWORD}
SSLType None
AuthMechs LOGIN

MaildirStore near
Path ${dir}/maildir/
Inbox ${dir}/maildir/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Create Near
Sync Pull
SyncState *
`,
  )
  await execute('mbsync', ['-c', config, 'all'], { maxBuffer: 1e8 })
}

/** What those users need to search it, over the Maildir that mbsync has filled. */
async function runNotmuch(dir: string): Promise<void> {
  const config = join(dir, 'notmuch-config')
  const database = join(dir, 'maildir')
  writeFileSync(
    config,
    `[database]\npath=${database}\n[user]\nname=Reader\nprimary_email=reader@example.org\n[new]\ntags=new\n`,
  )
  await execute('notmuch', ['new', '--quiet'], { env: { ...process.env, NOTMUCH_CONFIG: config } })
}

/** Beside it, what people use today: mbsync, and notmuch over what it fetched. */
async function measureOthers(
  dovecot: Dovecot,
  dir: string,
  curtain: { fullMs: number; againMs: number; againSyncMs: number },
): Promise<Figures> {
  const missing = ['mbsync', 'notmuch'].filter((name) => spawnSync(name, ['--version']).status !== 0)
  if (missing.length > 0) {
    console.error(
      `sync: no ${missing.join(', ')} here (Debian packages isync and notmuch), so no ratios to them`,
    )
    return {}
  }
  const mbsync = await timed(() => runMbsync(dovecot, dir))
  const again = await timed(() => runMbsync(dovecot, dir))
  const notmuch = await timed(() => runNotmuch(dir))
  return {
    'mbsync.ms': mbsync.ms,
    'notmuch.ms': notmuch.ms,
    'mbsync.again.ms': again.ms,
    'full.ratioToMbsync': curtain.fullMs / mbsync.ms,
    'full.ratioToMbsyncAndNotmuch': curtain.fullMs / (mbsync.ms + notmuch.ms),
    'again.ratioToMbsync': curtain.againMs / again.ms,
    'again.sync.ratioToMbsync': curtain.againSyncMs / again.ms,
  }
}

interface Mailbox {
  messages: number
  /** 2 kB each, without attachments. */
  small: boolean
  /** Whether to measure what people use today beside it: an hour for 200,000 mails. */
  besideOthers: boolean
}

const MAILBOXES: readonly Mailbox[] = [
  { messages: 10_000, small: false, besideOthers: true },
  { messages: 50_000, small: false, besideOthers: true },
  { messages: 200_000, small: true, besideOthers: false },
]

async function measure({ messages, small, besideOthers }: Mailbox): Promise<Figures> {
  const dovecot = await startDovecot({ users: { [USER]: PASSWORD } })
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  try {
    const inbox = dovecot.maildir(USER)
    const bytes = generateMailbox(inbox, messages, small)
    dovecot.handOver(inbox)
    const login = [String(dovecot.port), USER, PASSWORD]
    // Once unmeasured: Dovecot writes its index of the folder, and the files come into memory.
    await runNode('./raw-imapflow.ts', login)

    const imapflow = await timed(() => runNode('./raw-imapflow.ts', login))
    const runCurtain = () =>
      timed(() => runNode('./run-curtain.ts', [...login, join(dir, 'curtain')], [ENGINE_V8_FLAGS]))
    const curtain = await runCurtain()
    const again = await runCurtain()
    const againSyncMs = again.result['syncMs'] ?? Number.NaN
    const times = { fullMs: curtain.ms, againMs: again.ms, againSyncMs }
    return {
      megabytes: bytes / 1e6,
      'imapflow.ms': imapflow.ms,
      'full.ms': curtain.ms,
      'full.ratioToImapflow': curtain.ms / imapflow.ms,
      'full.peakMB': (curtain.result['peakKiB'] ?? Number.NaN) / 1024,
      'firstRows.ms': curtain.result['firstRowsMs'] ?? Number.NaN,
      'again.ms': again.ms,
      'again.sync.ms': againSyncMs,
      'again.peakMB': (again.result['peakKiB'] ?? Number.NaN) / 1024,
      'answers.p50.ms': curtain.result['answersP50Ms'] ?? Number.NaN,
      'answers.p99.ms': curtain.result['answersP99Ms'] ?? Number.NaN,
      databaseMB: (curtain.result['databaseBytes'] ?? Number.NaN) / 1e6,
      'database.ratioToMaildir': (curtain.result['databaseBytes'] ?? Number.NaN) / bytes,
      ...(besideOthers && (await measureOthers(dovecot, dir, times))),
    }
  } finally {
    await dovecot.remove()
    rmSync(dir, { recursive: true, force: true })
  }
}

/**
 * Whole processes, from start to end.
 *
 * @param messages only one mailbox, of so many realistic mails.
 */
export async function run(messages?: number): Promise<Figures> {
  const mailboxes = messages === undefined ? MAILBOXES : [{ messages, small: false, besideOthers: true }]
  const figures: Figures = {}
  for (const mailbox of mailboxes) {
    const measured = await measure(mailbox)
    for (const [name, value] of Object.entries(measured)) figures[`sync.${mailbox.messages}.${name}`] = value
  }
  return figures
}
