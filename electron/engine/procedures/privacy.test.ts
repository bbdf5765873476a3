import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { type EngineContract, engineContract } from '../../../shared/contract.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import { defaultPrivacySettings } from '../../../shared/models/privacy-settings.ts'
import type { ParsedInputOf } from '../../../shared/serve.ts'
import { type Engine, startEngine } from '../engine.ts'
import { silentLog } from '../log/log.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { flatPng } from '../testing/encode-png.ts'
import { tempDataDir } from '../testing/temp-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const PASSWORD = 'secret'
const SERVER = 'mx.own.example'
const users = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`user${n}`, PASSWORD]))
let dovecot: Dovecot
let lastUser = 0

beforeAll(async () => {
  dovecot = await startDovecot({ users })
})
afterAll(() => dovecot.remove())

/** Stands for every web server there is, and counts. */
async function startWeb() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const address = `${request.headers.host}${request.url}`
    asked.push(address)
    if (address.includes('missing')) response.writeHead(404)
    response.end(flatPng(40, 20))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { asked, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

interface Mail {
  subject: string
  results?: string
  from?: string
  headers?: string[]
  pictures?: string[]
}

const TRACKER =
  '<img src="https://track.shop.example/open?u=6f9619ff8b86d011b42d00cf4fc964ff" width="1" height="1">'

function compose({
  subject,
  results,
  from = 'News <news@shop.example>',
  headers = [],
  pictures,
}: Mail): string {
  const shown = pictures ?? [`${subject}.png`]
  return [
    ...(results === undefined ? [] : [`Authentication-Results: ${SERVER}; ${results}`]),
    `Received: from out.shop.example by ${SERVER} with ESMTPS; Mon, 2 Mar 2026 08:55:55 +0000`,
    ...headers,
    `From: ${from}`,
    'To: user@own.example',
    `Subject: ${subject}`,
    `Message-ID: <${subject}@shop.example>`,
    'Content-Type: text/html',
    '',
    ...shown.map(
      (name) => `<p>A picture<img src="https://img.shop.example/${name}" width="400" height="200"></p>`,
    ),
    TRACKER,
    '',
  ].join('\r\n')
}

const PASS = 'dmarc=pass header.from=shop.example'

interface Started {
  engine: Engine
  accountId: AccountId
  asked: string[]
  open(subject: string): ReturnType<Engine['handlers']['message.open']>
  /** Settles when so many pictures have arrived or failed. */
  pictures(count: number): Promise<void>
  /** The same data folder, opened by another run of the program. */
  restart(): Promise<Started>
}

async function start(inbox: Mail[], folders: Record<string, Mail[]> = {}): Promise<Started> {
  lastUser += 1
  const user = `user${lastUser}`
  dovecot.deliver(user, inbox.map(compose))
  for (const [folder, mails] of Object.entries(folders)) dovecot.deliver(user, mails.map(compose), folder)
  const web = await startWeb()
  const dataDir = tempDataDir()

  async function run(login: (engine: Engine) => Promise<AccountId>): Promise<Started> {
    const engine = startEngine({
      dataDir,
      secrets: { get: async () => PASSWORD, set: async () => {}, delete: async () => {} },
      log: silentLog,
      ingestWorker: new URL('../sync/ingest-worker.ts', import.meta.url),
      workers: 1,
      network: { resolve: () => ({ address: '127.0.0.1', port: web.port }) },
    })
    onTestFinished(() => engine.stop())
    const accountId = await login(engine)
    const subjects = new Map<string, MessageId>()
    for (const { id } of await engine.handlers['folder.list']({ accountId })) {
      const { rows } = await engine.handlers['message.list']({ folderId: id, cursor: null, limit: 100 })
      for (const row of rows) subjects.set(row.subject, row.id)
    }
    return {
      ...{ engine, accountId, asked: web.asked },
      async open(subject) {
        const messageId = subjects.get(subject)
        if (messageId === undefined) throw new Error(`no mail ${subject}`)
        return engine.handlers['message.open']({ messageId })
      },
      pictures: (count) =>
        new Promise((resolve) => {
          // The first says that they are on their way.
          let left = count + 1
          const end = engine.onEvent((name) => {
            if (name !== 'remoteContent.changed') return
            left -= 1
            if (left > 0) return
            end()
            resolve()
          })
        }),
      async restart() {
        await engine.stop()
        return run(async () => accountId)
      },
    }
  }

  return run(async (engine) => {
    const account = await engine.handlers['account.add']({
      ...{ host: '127.0.0.1', port: dovecot.port, security: 'none', user, password: PASSWORD },
      ...{ address: `${user}@own.example`, displayName: '' },
    })
    await engine.handlers['account.sync']({ accountId: account.id })
    await engine.handlers['privacy.saveAuthserv']({
      accountId: account.id,
      choice: { kind: 'set', id: SERVER },
    })
    return account.id
  })
}

function rule(changes: Partial<ParsedInputOf<EngineContract, 'trust.save'>> = {}) {
  return engineContract.procedures['trust.save'].input.parse({
    scope: 'sender',
    identity: 'news@shop.example',
    decision: 'load',
    accountId: null,
    instead: null,
    ...changes,
  })
}

test('a rule brings in the pictures of whom it is for, each once for ever, and nothing for a forger', async () => {
  const forgeries: Mail[] = [
    { subject: 'forged-failed', results: 'dmarc=fail header.from=shop.example; dkim=none' },
    { subject: 'forged-missing' },
    {
      subject: 'forged-below',
      results: 'dmarc=fail header.from=shop.example',
      headers: [`Authentication-Results: ${SERVER}; ${PASS}`],
    },
    { subject: 'forged-server', headers: [`Authentication-Results: ${SERVER}.evil.example; ${PASS}`] },
    { subject: 'forged-signer', results: 'dkim=pass header.d=evil.example' },
    { subject: 'forged-two', results: PASS, from: 'news@shop.example, evil@evil.example' },
  ]
  const mail = { subject: 'genuine', results: PASS }
  const { engine, open, asked, pictures, restart } = await start([...forgeries, mail])
  expect((await open('genuine')).trust).toMatchObject({
    decision: 'ask',
    because: 'policy',
    identity: 'verified',
  })
  await engine.handlers['trust.save'](rule())

  for (const { subject } of forgeries) {
    expect((await open(subject)).trust).toMatchObject({
      decision: 'ask',
      because: 'claimed-only',
      identity: 'unverified',
      rule: { identity: 'news@shop.example' },
    })
  }
  const arrived = pictures(1)
  expect((await open('genuine')).trust).toMatchObject({ decision: 'load', because: 'rule' })
  await arrived
  const opened = await open('genuine')
  expect(opened.references.map(({ url, state }) => [new URL(url).pathname, state])).toEqual([
    ['/genuine.png', 'loaded'],
    ['/open', 'blocked'],
  ])
  const again = await restart()
  await again.open('genuine')
  await again.engine.stop()
  expect(asked).toEqual(['img.shop.example/genuine.png'])
})

test('a picture that is not to be had is asked for once by a rule, and again only by hand', async () => {
  const { engine, open, asked, pictures } = await start([
    { subject: 'broken', results: PASS, pictures: ['missing.png', 'here.png'] },
    { subject: 'later', results: PASS },
  ])
  const count = (name: string) => asked.filter((address) => address.endsWith(name)).length
  await engine.handlers['trust.save'](rule())
  const settled = pictures(2)
  await open('broken')
  await settled
  const { id, references } = await open('broken')
  expect(references.map(({ state }) => state)).toEqual(['failed', 'loaded', 'blocked'])
  // What is asked for after a second opening has come when anything that it asked for would have.
  const later = pictures(1)
  await open('later')
  await later
  expect([count('/missing.png'), count('/here.png'), count('/later.png')]).toEqual([1, 1, 1])
  await engine.handlers['remoteContent.load']({ messageId: id, scope: { kind: 'pictures' } })
  expect([count('/missing.png'), count('/here.png')]).toEqual([2, 1])
})

test('junk, blocked senders and removed rules load nothing', async () => {
  const { engine, open, asked, pictures } = await start(
    [
      { subject: 'blocked', results: 'dmarc=pass header.from=loud.example', from: 'a@loud.example' },
      { subject: 'wanted', results: PASS },
    ],
    { Junk: [{ subject: 'junk', results: PASS }] },
  )
  const { rule: wide } = await engine.handlers['trust.save'](
    rule({ scope: 'domain', identity: 'SHOP.example' }),
  )
  expect(wide.identity).toBe('shop.example')
  await engine.handlers['trust.save'](rule({ identity: 'a@loud.example', decision: 'block' }))
  expect((await open('junk')).trust).toMatchObject({ decision: 'ask', because: 'junk', identity: 'verified' })
  expect((await open('blocked')).trust).toMatchObject({ decision: 'block', because: 'rule' })
  await engine.handlers['trust.remove']({ ruleId: wide.id })
  expect((await open('wanted')).trust).toMatchObject({ decision: 'ask', because: 'policy' })
  expect(asked).toEqual([])
  await engine.handlers['trust.save']({ ...wide, instead: null })
  const arrived = pictures(1)
  await open('wanted')
  await arrived
  expect(asked).toEqual(['img.shop.example/wanted.png'])
})

test('the setting for contacts loads those of verified people the user has written to', async () => {
  const sent = {
    subject: 'sent',
    from: 'user@own.example',
    headers: ['Cc: Friend <Friend@shop.example>'],
    pictures: [],
  }
  const { engine, open, asked, pictures } = await start(
    [
      { subject: 'stranger', results: PASS },
      { subject: 'forger', results: 'dmarc=fail', from: 'friend@shop.example' },
      { subject: 'friend', results: PASS, from: 'friend@shop.example' },
    ],
    { Sent: [sent] },
  )
  await engine.handlers['privacy.saveSettings']({ ...defaultPrivacySettings, policy: 'contacts' })
  expect((await open('stranger')).trust.decision).toBe('ask')
  expect((await open('forger')).trust).toMatchObject({ decision: 'ask', because: 'claimed-contact' })
  const arrived = pictures(1)
  expect((await open('friend')).trust).toMatchObject({ decision: 'load', because: 'contact' })
  await arrived
  expect(asked).toEqual(['img.shop.example/friend.png'])
  await engine.handlers['privacy.saveSettings']({ ...defaultPrivacySettings, policy: 'never-ask' })
  expect((await open('stranger')).trust).toMatchObject({ decision: 'block', because: 'policy' })
})

test('without a server whose word counts nobody is verified, and the user can name one', async () => {
  const { engine, accountId, open } = await start([{ subject: 'mail', results: PASS }])
  const choose = (id: string | null) =>
    engine.handlers['privacy.saveAuthserv']({ accountId, choice: { kind: 'set', id } })
  const identity = async () => (await open('mail')).trust.identity
  expect(await choose(null)).toMatchObject({
    id: null,
    setBy: 'user',
    seen: [{ id: SERVER, mails: 1 }],
    total: 1,
  })
  expect(await identity()).toBe('unknown')
  await choose('mx.other.example')
  expect(await identity()).toBe('unverified')
  await choose('*.own.example')
  expect(await identity()).toBe('verified')
  await expect(async () => choose('*.co.uk')).rejects.toMatchObject({ code: 'bad-request' })
  const learnt = await engine.handlers['privacy.saveAuthserv']({ accountId, choice: { kind: 'learn' } })
  expect(learnt).toMatchObject({ id: null, setBy: null })
})

test('rules are edited, exported and imported; a hostile file changes nothing', async () => {
  const { engine, accountId } = await start([])
  const list = async (text = '') => engine.handlers['trust.list']({ text })
  const { rule: first } = await engine.handlers['trust.save'](rule({ accountId }))
  const edited = await engine.handlers['trust.save'](
    rule({ scope: 'domain', identity: 'shop.example', decision: 'block', instead: first.id }),
  )
  expect(edited.replaced).toEqual([first])
  expect(await list()).toEqual([edited.rule])

  const { json } = await engine.handlers['trust.export']()
  await engine.handlers['trust.remove']({ ruleId: edited.rule.id })
  await engine.handlers['trust.save'](rule({ accountId }))
  const before = await list()
  for (const hostile of [json.replace('shop.example', 'com'), json.slice(0, -4), '{}']) {
    await expect(async () =>
      engine.handlers['trust.import']({ json: hostile, weaken: true }),
    ).rejects.toMatchObject({
      code: 'bad-request',
    })
  }
  expect(await list()).toEqual(before)
  const imported = await engine.handlers['trust.import']({ json, weaken: false })
  expect(imported).toMatchObject({ saved: [expect.any(Number)], replaced: [] })
  expect(await list('shop.example')).toHaveLength(2)
  await expect(async () => engine.handlers['trust.save'](rule({ identity: 'nobody' }))).rejects.toMatchObject(
    {
      code: 'bad-request',
    },
  )
})

test('no file turns a block into a load unasked; what it did do is taken back as a whole', async () => {
  const { engine, accountId } = await start([])
  const list = async () =>
    (await engine.handlers['trust.list']({ text: '' })).map(
      ({ decision, identity, createdAt }) => `${decision} ${identity} ${createdAt}`,
    )
  const save = async (changes: Parameters<typeof rule>[0]) =>
    (await engine.handlers['trust.save'](rule(changes))).rule
  await save({ identity: 'a@loud.example' })
  await save({ scope: 'domain', identity: 'shop.example', accountId })
  const { json } = await engine.handlers['trust.export']()
  await save({ identity: 'a@loud.example', decision: 'block' })
  const before = await list()

  const check = { load: 0, block: 0, changed: 0, same: 1, skipped: 0 }
  expect(await engine.handlers['trust.checkImport']({ json })).toMatchObject({
    ...check,
    weakening: [{ identity: 'a@loud.example', decision: 'load' }],
  })
  expect(await list()).toEqual(before)
  expect(await engine.handlers['trust.import']({ json, weaken: false })).toEqual({ saved: [], replaced: [] })
  expect(await list()).toEqual(before)

  const { saved, replaced } = await engine.handlers['trust.import']({ json, weaken: true })
  expect(await list()).toContainEqual(expect.stringContaining('load a@loud.example'))
  await engine.handlers['trust.restore']({ gone: saved, back: replaced })
  expect(await list()).toEqual(before)
})

test('an edit is taken back as a whole, or not at all', async () => {
  const { engine } = await start([])
  const list = async () => engine.handlers['trust.list']({ text: '' })
  const { rule: first } = await engine.handlers['trust.save'](rule())
  const edited = await engine.handlers['trust.save'](rule({ identity: 'b@shop.example', instead: first.id }))
  const broken = { ...first, createdAt: 'soon' as unknown as number }
  const restore = { gone: [edited.rule.id], back: edited.replaced }
  await expect(async () =>
    engine.handlers['trust.restore']({ ...restore, back: [first, broken] }),
  ).rejects.toThrow()
  expect(await list()).toEqual([edited.rule])
  await engine.handlers['trust.restore'](restore)
  expect(await list()).toMatchObject([{ ...first, id: expect.any(Number) }])
})
