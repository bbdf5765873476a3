/** `npm run cli -- sync|list|show|inspect`: the engine without a window. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { MailError } from '../../../shared/errors.ts'
import { type Account, accountDraftSchema, connectionSecuritySchema } from '../../../shared/models/account.ts'
import { messageIdSchema } from '../../../shared/models/message.ts'
import { proxySecret } from '../../../shared/models/secret.ts'
import { type Engine, startEngine } from '../engine.ts'
import { createLog, silentLog } from '../log/log.ts'
import { inspect } from './inspect.ts'
import { formatMessage, formatRow, printable } from './print-mail.ts'

const USAGE = `npm run cli -- COMMAND [options]

  sync     fetch what is new, adding the account on its first use
             --host HOST [--port N] [--security tls|starttls|none] --user USER [--address MAIL]
             --password-env NAME   the environment variable that holds the password
  list     newest messages of a folder with what they would load
             [--folder NAME] [--limit N]
  show ID  headers, text and tracker report of one message
             [--password-env NAME] when its body is not here yet
  inspect  FILE.eml… [--json] [--html FILE.html…]
             what a mail in a file would load; needs no account

  --data DIR   where mail is kept (default: ~/.curtain)
  --key-env NAME   the environment variable that holds the key of the mail kept there, 64 hexadecimal digits;
             without it that mail is not encrypted
  --log        print the engine's log to standard error
`

/** A mistake of the person at the terminal: said without a stack. */
class UsageError extends Error {}

const options = {
  data: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  security: { type: 'string' },
  user: { type: 'string' },
  address: { type: 'string' },
  'password-env': { type: 'string' },
  'key-env': { type: 'string' },
  folder: { type: 'string' },
  limit: { type: 'string' },
  log: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values']

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : '')
  }
}

/** Only by way of the environment: a command line stands in the list of processes and in the shell's history. */
function readSecret(name: string | undefined): string | null {
  if (name === undefined) return null
  const secret = process.env[name]
  if (secret === undefined || secret === '') throw new UsageError(`The variable ${name} is not set`)
  return secret
}

function readKey(values: Values): Uint8Array | null {
  const key = readSecret(values['key-env'])
  if (key === null) return null
  if (!/^[0-9a-f]{64}$/i.test(key))
    throw new UsageError('--key-env names a variable of 64 hexadecimal digits')
  return Buffer.from(key, 'hex')
}

function start(values: Values): Engine {
  const password = readSecret(values['password-env'])
  return startEngine({
    dataDir: values.data ?? join(homedir(), '.curtain'),
    databaseKey: readKey(values),
    // Known for as long as the program runs; nothing is kept. It is the account's, and no proxy's.
    secrets: {
      get: async (name) => (name === proxySecret ? null : password),
      set: async () => {},
      delete: async () => {},
    },
    log: values.log ? createLog((line) => console.error(line), Date) : silentLog,
    ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
  })
}

async function findOrAdd(engine: Engine, values: Values): Promise<Account> {
  const { host, user } = values
  if (host === undefined || user === undefined) throw new UsageError('sync needs --host and --user')
  const known = (await engine.handlers['account.list']()).find(
    (one) => one.host === host && one.user === user,
  )
  if (known) return known
  const security = connectionSecuritySchema.safeParse(values.security ?? 'tls')
  if (!security.success) throw new UsageError('--security is one of tls, starttls, none')
  const draft = accountDraftSchema.safeParse({
    address: values.address ?? (user.includes('@') ? user : `${user}@${host}`),
    displayName: user,
    host,
    port: Number(values.port ?? (security.data === 'tls' ? 993 : 143)),
    security: security.data,
    user,
    password: readSecret(values['password-env']) ?? '',
  })
  if (!draft.success) throw new UsageError('A new account needs --port as a number and --password-env')
  return engine.handlers['account.add'](draft.data)
}

async function sync(engine: Engine, values: Values): Promise<void> {
  const begun = performance.now()
  let said = ''
  engine.onEvent((name, payload) => {
    if (name !== 'sync.state' || !('phase' in payload)) return
    const line = payload.total > 0 ? `${payload.phase} ${payload.done}/${payload.total}` : payload.phase
    if (line !== said) console.error(line)
    said = line
  })
  const account = await findOrAdd(engine, values)
  await engine.handlers['account.sync']({ accountId: account.id })
  const folders = await engine.handlers['folder.list']({ accountId: account.id })
  for (const { path, total, unread } of folders) console.log(`${printable(path)}\t${total}\t${unread} unread`)
  console.error(`${((performance.now() - begun) / 1000).toFixed(1)} s`)
}

async function list(engine: Engine, values: Values): Promise<void> {
  const limit = z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .safeParse(values.limit ?? 50)
  if (!limit.success) throw new UsageError('--limit is a number from 1 to 500')
  const accounts = await engine.handlers['account.list']()
  if (accounts.length === 0) throw new UsageError('There is no account here yet: use sync first')
  let found = false
  for (const account of accounts) {
    const folders = await engine.handlers['folder.list']({ accountId: account.id })
    const folder = folders.find(({ path, role }) =>
      values.folder ? path === values.folder : role === 'inbox',
    )
    if (folder === undefined) continue
    found = true
    const page = { folderId: folder.id, cursor: null, limit: limit.data }
    const { rows } = await engine.handlers['message.list'](page)
    for (const row of rows) console.log(formatRow(row))
  }
  if (!found) throw new UsageError(`There is no folder ${values.folder ?? 'with the inbox'}`)
}

async function show(engine: Engine, id: string | undefined): Promise<void> {
  const messageId = messageIdSchema.safeParse(Number(id))
  if (!messageId.success) throw new UsageError('show needs the number of a message: the first column of list')
  console.log(formatMessage(await engine.handlers['message.open']({ messageId: messageId.data })))
}

async function run(args: string[]): Promise<number> {
  if (args[0] === 'inspect') return inspect(args.slice(1))
  const { values, positionals } = parse(args)
  const [command, ...rest] = positionals
  if (values.help || command === undefined) {
    console.log(USAGE)
    return values.help ? 0 : 2
  }
  if (!['sync', 'list', 'show'].includes(command)) throw new UsageError(`There is no command ${command}`)
  const engine = start(values)
  try {
    if (command === 'sync') await sync(engine, values)
    if (command === 'list') await list(engine, values)
    if (command === 'show') await show(engine, rest[0])
    return 0
  } finally {
    await engine.stop()
  }
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`)
  else if (error instanceof MailError) console.error(`${error.code} (try again: ${error.retry})`)
  else throw error
  process.exitCode = error instanceof UsageError ? 2 : 1
}
