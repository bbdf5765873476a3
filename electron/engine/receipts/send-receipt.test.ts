import { cpSync } from 'node:fs'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { type Engine, startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { startFakeSmtp } from '../testing/fake-smtp.ts'
import { tempDataDir } from '../testing/temp-store.ts'

const PASSWORD = 'correct horse'
const users = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`user${n}`, PASSWORD]))
const secrets = { get: async () => PASSWORD, set: async () => {}, delete: async () => {} }
const words = { subject: 'Read: Your policy', text: 'This message was opened.' }
let dovecot: Dovecot
let lastUser = 0

beforeAll(async () => {
  dovecot = await startDovecot({ users })
})
afterAll(() => dovecot.remove())

function start(dataDir = tempDataDir()): Engine {
  const ingestWorker = new URL('../sync/ingest-worker.ts', import.meta.url)
  const engine = startEngine({ dataDir, secrets, log: silentLog, ingestWorker, workers: 1 })
  onTestFinished(() => engine.stop())
  return engine
}

interface Asked {
  engine: Engine
  accountId: AccountId
  messageId: MessageId
  dataDir: string
  user: string
}

/** An account with one mail that asks for a receipt. */
async function askForReceipt(server = dovecot): Promise<Asked> {
  lastUser += 1
  const user = `user${lastUser}`
  server.deliver(user, [
    [
      'From: Salma <salma@insurance.example>',
      `To: ${user}@example.org`,
      'Subject: Your policy',
      'Message-ID: <policy@insurance.example>',
      'Disposition-Notification-To: receipts@insurance.example',
      '',
      'Please read it soon.',
      '',
    ].join('\r\n'),
  ])
  const dataDir = tempDataDir()
  const engine = start(dataDir)
  const where = { host: '127.0.0.1', port: server.port, security: 'none' as const, user }
  const account = await engine.handlers['account.add']({
    ...{ ...where, address: `${user}@example.org`, displayName: '', password: PASSWORD },
  })
  await engine.handlers['account.sync']({ accountId: account.id })
  const [inbox] = await engine.handlers['folder.list']({ accountId: account.id })
  const page = { folderId: inbox?.id ?? (0 as never), cursor: null, limit: 10 }
  const { rows } = await engine.handlers['message.list'](page)
  return { engine, accountId: account.id, messageId: rows[0]?.id ?? (0 as never), dataDir, user }
}

async function startSmtp(answer?: (command: string, socket: Socket) => string | undefined) {
  const server = await startFakeSmtp(answer ? { answer } : {})
  onTestFinished(() => server.close())
  const smtp = {
    host: '127.0.0.1',
    port: server.port,
    security: 'none' as const,
    user: 'layla',
    password: null,
  }
  /** Forgets the check of the settings. */
  async function isUsedBy({ engine, accountId }: Asked) {
    await engine.handlers['account.saveSmtp']({ accountId, smtp })
    server.heard.length = 0
  }
  return { ...server, isUsedBy }
}

const send = ({ engine, messageId }: Asked, to = 'receipts@insurance.example') =>
  Promise.resolve(engine.handlers['message.sendReceipt']({ messageId, to, ...words }))
const stateOf = async ({ engine, messageId }: Asked) =>
  (await engine.handlers['message.open']({ messageId })).receiptAnswer?.state
const readHere = async ({ engine, accountId, messageId }: Asked) => {
  const [inbox] = await engine.handlers['folder.list']({ accountId })
  const act = { kind: 'flag', flag: 'seen', on: true } as const
  await engine.handlers['message.act']({ messageIds: [messageId], folderId: inbox?.id ?? (0 as never), act })
}
const commands = (heard: string[]) => heard.map((line) => line.split(' ')[0])

async function withClient<T>(
  { user }: Asked,
  act: (client: Awaited<ReturnType<typeof openImap>>) => Promise<T>,
  server = dovecot,
): Promise<T> {
  const where = { host: '127.0.0.1', port: server.port, security: 'none' as const, user }
  const client = await openImap(where, PASSWORD)
  try {
    await client.mailboxOpen('INBOX')
    return await act(client)
  } finally {
    client.close()
  }
}

const flagsOf = (asked: Asked, server = dovecot) =>
  withClient(
    asked,
    async (client) => {
      const found = await client.fetchOne('1', { flags: true })
      return found ? [...(found.flags ?? [])] : []
    },
    server,
  )

test('nothing is sent by itself; asked for, one receipt goes, the server is told, and no second one goes', async () => {
  const asked = await askForReceipt()
  const smtp = await startSmtp()
  await smtp.isUsedBy(asked)
  expect(await asked.engine.handlers['message.open']({ messageId: asked.messageId })).toMatchObject({
    receiptAnswer: { state: 'none', from: `${asked.user}@example.org`, to: 'receipts@insurance.example' },
  })
  expect(smtp.heard).toEqual([])

  await send(asked)
  expect(commands(smtp.heard)).toEqual(['EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'])
  expect(smtp.heard).toContain('MAIL FROM:<>')
  expect(smtp.heard).toContain('RCPT TO:<receipts@insurance.example>')
  expect(smtp.mails).toHaveLength(1)
  expect(smtp.mails[0]).toContain(`Final-Recipient: rfc822;${asked.user}@example.org`)
  expect(smtp.mails[0]).toContain('Original-Message-ID: <policy@insurance.example>')
  expect(await stateOf(asked)).toBe('sent')
  await expect.poll(() => flagsOf(asked)).toContain('$MDNSent')
  expect(await flagsOf(asked)).not.toContain('\\Seen')

  await expect(send(asked)).rejects.toMatchObject({ code: 'already-answered' })
  await asked.engine.handlers['account.sync']({ accountId: asked.accountId })
  await expect(send(asked)).rejects.toMatchObject({ code: 'already-answered' })
  expect(smtp.mails).toHaveLength(1)
})

test('two clicks at once send one', async () => {
  const asked = await askForReceipt()
  const smtp = await startSmtp()
  await smtp.isUsedBy(asked)
  const ends = await Promise.allSettled([send(asked), send(asked), send(asked)])
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(smtp.mails).toHaveLength(1)
})

test('without an outgoing server it says so', async () => {
  const asked = await askForReceipt()
  await expect(send(asked)).rejects.toMatchObject({ code: 'no-outgoing-server' })
  expect(await stateOf(asked)).toBe('none')
})

test('only the address that the user was shown is told', async () => {
  const asked = await askForReceipt()
  const smtp = await startSmtp()
  await smtp.isUsedBy(asked)
  await expect(send(asked, 'salma@insurance.example')).rejects.toMatchObject({ code: 'bad-request' })
  expect(smtp.heard).toEqual([])
  expect(await stateOf(asked)).toBe('none')
})

test('one that was refused may be tried again', async () => {
  const asked = await askForReceipt()
  let answer: string | undefined = '550 not from nobody'
  const smtp = await startSmtp((command) => (command === 'MAIL' ? answer : undefined))
  await smtp.isUsedBy(asked)
  await expect(send(asked)).rejects.toMatchObject({ code: 'mail-refused' })
  expect(await stateOf(asked)).toBe('none')
  expect(await flagsOf(asked)).not.toContain('$MDNSent')
  answer = undefined
  await send(asked)
  expect(smtp.mails).toHaveLength(1)
})

test('when nobody knows whether it arrived, none is sent again', async () => {
  const asked = await askForReceipt()
  const smtp = await startSmtp((command, socket) => {
    if (command === '.') socket.destroy()
    return undefined
  })
  await smtp.isUsedBy(asked)
  await expect(send(asked)).rejects.toMatchObject({ code: 'maybe-sent' })
  expect(await stateOf(asked)).toBe('unsure')
  smtp.heard.length = 0
  await expect(send(asked)).rejects.toMatchObject({ code: 'maybe-sent' })
  expect(smtp.heard).toEqual([])
})

test('a crash while it is sent leaves it in doubt, so that it is never sent twice', async () => {
  const asked = await askForReceipt()
  const heardIt = Promise.withResolvers<void>()
  const smtp = await startSmtp((command) => {
    if (command !== 'MAIL') return undefined
    heardIt.resolve()
    return ''
  })
  await smtp.isUsedBy(asked)
  const sent = send(asked).catch(() => {})
  await heardIt.promise
  // What the disk has at this moment is all that a killed program leaves.
  const dataDir = tempDataDir()
  cpSync(asked.dataDir, dataDir, { recursive: true })
  const after = { ...asked, engine: start(dataDir) }
  expect(await stateOf(after)).toBe('unsure')
  smtp.heard.length = 0
  await expect(send(after)).rejects.toMatchObject({ code: 'maybe-sent' })
  expect(smtp.heard).toEqual([])
  await asked.engine.stop()
  await sent
})

test('what another program dealt with after the last sync is not answered here', async () => {
  const asked = await askForReceipt()
  const smtp = await startSmtp()
  await smtp.isUsedBy(asked)
  expect(await stateOf(asked)).toBe('none')
  await withClient(asked, (client) => client.messageFlagsAdd('1', ['$MDNSent']))
  await expect(send(asked)).rejects.toMatchObject({ code: 'already-answered' })
  expect(smtp.heard).toEqual([])
  expect(await stateOf(asked)).toBe('elsewhere')
})

test('a server that goes down meanwhile is told after the next sync', async () => {
  const own = await startDovecot({ users })
  onTestFinished(() => own.remove())
  const asked = await askForReceipt(own)
  const smtp = await startSmtp((command, socket) => {
    if (command !== '.') return undefined
    void own.stop().then(() => socket.write('250 taken\r\n'))
    return ''
  })
  await smtp.isUsedBy(asked)
  await send(asked)
  expect(await stateOf(asked)).toBe('sent')
  await own.start()
  expect(await flagsOf(asked, own)).not.toContain('$MDNSent')
  await asked.engine.handlers['account.sync']({ accountId: asked.accountId })
  await expect.poll(() => flagsOf(asked, own)).toContain('$MDNSent')
})

test('a mail that is read without an answer keeps other programs silent, and can be answered here later', async () => {
  const asked = await askForReceipt()
  const smtp = await startSmtp()
  await smtp.isUsedBy(asked)
  await asked.engine.handlers['message.open']({ messageId: asked.messageId })
  expect(await flagsOf(asked)).not.toContain('$MDNSent')
  await readHere(asked)
  await expect.poll(() => flagsOf(asked)).toContain('$MDNSent')
  expect(smtp.heard).toEqual([])
  await asked.engine.handlers['account.sync']({ accountId: asked.accountId })
  expect(await stateOf(asked)).toBe('none')
  await send(asked)
  expect(await stateOf(asked)).toBe('sent')
  await expect(send(asked)).rejects.toMatchObject({ code: 'already-answered' })
  expect(smtp.mails).toHaveLength(1)
})

test('what another program dealt with before the mail was read here is not answered a second time', async () => {
  const asked = await askForReceipt()
  const smtp = await startSmtp()
  await smtp.isUsedBy(asked)
  await withClient(asked, (client) => client.messageFlagsAdd('1', ['$MDNSent']))
  await readHere(asked)
  await expect.poll(() => stateOf(asked)).toBe('elsewhere')
  await expect(send(asked)).rejects.toMatchObject({ code: 'already-answered' })
  expect(smtp.heard).toEqual([])
})

test('read while the server is away, by a program that ends then: the server is told after the next sync', async () => {
  const own = await startDovecot({ users })
  onTestFinished(() => own.remove())
  const asked = await askForReceipt(own)
  await own.stop()
  await readHere(asked)
  await asked.engine.stop()
  await own.start()
  const after = { ...asked, engine: start(asked.dataDir) }
  expect(await stateOf(after)).toBe('none')
  await after.engine.handlers['account.sync']({ accountId: asked.accountId })
  await expect.poll(() => flagsOf(asked, own)).toContain('$MDNSent')
  await after.engine.handlers['account.sync']({ accountId: asked.accountId })
  expect(await stateOf(after)).toBe('none')
})
