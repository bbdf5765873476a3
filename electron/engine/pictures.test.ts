/** Pictures through the whole engine, as it is wired: what the user set, what is kept, and what is written down. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { defaultPrivacySettings } from '../../shared/models/privacy-settings.ts'
import type { SecretName } from '../../shared/models/secret.ts'
import { quoteMessage } from './compose/quote-message.ts'
import { startEngine } from './engine.ts'
import { createLog } from './log/log.ts'
import { listAccounts, saveAuthserv } from './store/accounts.ts'
import type { WritableDatabase } from './store/database.ts'
import { openStore } from './store/open-store.ts'
import { sql } from './store/sql.ts'
import { saveTrustRule } from './store/trust-rules.ts'
import { encodePng } from './testing/encode-png.ts'
import { PICTURE, senders, storeMessage } from './testing/picture-door.ts'
import { startSocksProxy } from './testing/proxies.ts'
import { tempDataDir } from './testing/temp-store.ts'

const MAIL = [
  'img plain https://shop.example/logo.png',
  'img plain https://secret-host.example/missing.png?token=secret',
  'img tracker https://tracker.example/open.gif',
] as const

async function storeMail(dataDir: string, andThen: (db: WritableDatabase) => unknown = () => {}) {
  const store = openStore(dataDir)
  const messageId = storeMessage(store, [...MAIL])
  store.write(andThen)
  await store.close()
  return messageId
}

function start(dataDir: string, port: number) {
  const logged: string[] = []
  const secrets = new Map<SecretName, string>()
  const engine = startEngine({
    dataDir,
    secrets: {
      get: async (name) => secrets.get(name) ?? null,
      set: async (name, secret) => void secrets.set(name, secret),
      delete: async (name) => void secrets.delete(name),
    },
    log: createLog((line) => logged.push(line), Date),
    network: { resolve: () => ({ address: '127.0.0.1', port }) },
    ingestWorker: new URL('./sync/ingest-worker.ts', import.meta.url),
    workers: 1,
  })
  onTestFinished(() => engine.stop())
  return { engine, logged, secrets }
}

const startSenders = () =>
  senders((request, response) => {
    if (request.url?.startsWith('/missing')) response.writeHead(404).end()
    else response.end(PICTURE)
  })

test('one request for each picture, none for a tracker, however often and by whatever the mail is opened', async () => {
  const { asked, port } = await startSenders()
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const expected = ['secret-host.example/missing.png?token=secret', 'shop.example/logo.png']
  const first = start(dataDir, port).engine
  const opened = await first.handlers['message.open']({ messageId })
  expect(asked).toEqual([])
  await first.handlers['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(asked.toSorted()).toEqual(expected)
  await first.stop()

  const { engine } = start(dataDir, port)
  const again = await engine.handlers['message.open']({ messageId })
  expect(again.references.map(({ state, failure }) => `${state} ${failure}`)).toEqual([
    'loaded null',
    'failed not-found',
    'blocked null',
  ])
  const [logo] = opened.references
  if (logo === undefined) throw new Error('no reference')
  const kept = await engine.handlers['remoteContent.picture']({ referenceId: logo.id })
  expect(Buffer.from(kept.bytes)).toEqual(PICTURE)

  const everywhere = { accountId: null, folderId: null, foundOnServer: [], cursor: null, limit: 10 }
  const words = { query: 'everything', order: 'newest' } as const
  const found = await engine.handlers['message.search']({ ...everywhere, ...words })
  expect(found.rows.map(({ id }) => id)).toEqual([messageId])
  await engine.handlers['message.excerpts']({ messageIds: [messageId], ...words })

  // A reply and a forward quote what is shown, and bring its pictures along as parts.
  const html = MAIL.map((line) => `<img src="${line.split(' ')[2]}" alt="a picture">`).join('')
  const quoted = quoteMessage(
    { ...again, parts: [{ kind: 'html', content: html }] },
    { recipients: [], readPicture: (id) => (id === logo.id ? kept : null), readInline: () => null },
  )
  expect(quoted.related.map(({ bytes }) => Buffer.from(bytes))).toEqual([PICTURE])
  expect(quoted.html).not.toMatch(/tracker\.example|secret/)
  expect(asked.toSorted()).toEqual(expected)
})

test('neither log nor console says what was asked for, whether it came or not', async () => {
  const written: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, 'write').mockImplementation((text) => {
      written.push(String(text))
      return true
    })
    onTestFinished(() => spy.mockRestore())
  }
  const { port } = await startSenders()
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const { engine, logged } = start(dataDir, port)
  await engine.handlers['remoteContent.load']({ messageId, scope: { kind: 'everything' } })
  await engine.handlers['remoteContent.forget']({ scope: { kind: 'all' } })
  await engine.stop()
  expect(logged.length).toBeGreaterThan(0)
  expect([...logged, ...written].join('\n')).not.toMatch(/secret|shop\.example|tracker\.example|127\.0\.0\.1/)
})

test('a proxy in the settings counts from the next picture on, and takes no part that it can’t play', async () => {
  const { asked, port } = await startSenders()
  const proxy = await startSocksProxy({ portFor: (_host, wanted) => wanted })
  onTestFinished(() => proxy.close())
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const { engine } = start(dataDir, port)
  const scope = { kind: 'pictures' } as const
  const through = (proxyPort: number) =>
    engine.handlers['privacy.saveSettings']({
      ...defaultPrivacySettings,
      proxy: { kind: 'socks5', host: '127.0.0.1', port: proxyPort },
    })

  await through(1)
  expect((await engine.handlers['remoteContent.load']({ messageId, scope })).failed).toHaveLength(2)
  expect(asked).toEqual([])
  const { references } = await engine.handlers['message.open']({ messageId })
  expect(references.map(({ failure }) => failure)).toEqual(['proxy', 'proxy', null])

  await through(proxy.port)
  expect((await engine.handlers['remoteContent.load']({ messageId, scope })).loaded).toHaveLength(1)
  expect(proxy.asked).toHaveLength(2)
  expect(asked).toHaveLength(2)
})

test('a proxy that is set ends what is under way past it, and no sender hears of the mail twice', async () => {
  const { asked, port } = await senders(() => {})
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const { engine } = start(dataDir, port)
  const load = engine.handlers['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  await vi.waitUntil(() => asked.length === 2)
  await engine.handlers['privacy.saveSettings']({
    ...defaultPrivacySettings,
    proxy: { kind: 'socks5', host: '127.0.0.1', port: 1 },
  })
  expect((await load).failed).toHaveLength(2)
  const { references } = await engine.handlers['message.open']({ messageId })
  expect(references.map(({ failure }) => failure)).toEqual(['interrupted', 'interrupted', null])
  expect(asked).toHaveLength(2)
})

test('an engine that stops knows at its next start what it had asked', async () => {
  const { asked, port } = await senders(() => {})
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const first = start(dataDir, port).engine
  const load = first.handlers['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  await vi.waitUntil(() => asked.length === 2)
  await first.stop()
  expect((await load).failed).toHaveLength(2)
  const { references } = await start(dataDir, port).engine.handlers['message.open']({ messageId })
  expect(references.map(({ failure }) => failure)).toEqual(['interrupted', 'interrupted', null])
})

test('where it was lost whether there is a proxy, nobody is asked until the user has said so', async () => {
  const { asked, port } = await startSenders()
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir, (db) =>
    db.run(sql`INSERT INTO settings (name, value_json) VALUES ('privacy', '{"proxyUnknown":true}')`),
  )
  const { engine } = start(dataDir, port)
  const load = () => engine.handlers['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  const lost = await engine.handlers['privacy.settings']()
  for (const settings of [lost, { ...lost, allowHttp: true }]) {
    await engine.handlers['privacy.saveSettings'](settings)
    expect((await load()).failed).toHaveLength(2)
    const { references } = await engine.handlers['message.open']({ messageId })
    expect(references.map(({ failure }) => failure)).toEqual(['proxy-unknown', 'proxy-unknown', null])
  }
  expect(asked).toEqual([])
  await engine.handlers['privacy.saveSettings']({ ...lost, proxyUnknown: false })
  expect((await load()).loaded).toHaveLength(1)
})

test('a rule asks for the pictures of a mail by itself, but not where a recovery could not tell whether it did', async () => {
  const { asked, port } = await startSenders()
  const author = 'news@shop.example'
  const authentication = {
    ...{ author, list: null, authservId: 'mx.example', receivedBy: null },
    ...{ dmarc: { result: 'pass', domain: 'shop.example' }, dkim: [] },
  }
  const trusted = (db: WritableDatabase) => {
    db.run(sql`UPDATE messages SET authentication_json = ${JSON.stringify(authentication)}`)
    for (const { id } of listAccounts(db)) saveAuthserv(db, id, { id: 'mx.example', setBy: 'user' })
    saveTrustRule(db, { scope: 'sender', identity: author, decision: 'load', accountId: null }, 0)
  }
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir, (db) => {
    trusted(db)
    db.run(
      sql`INSERT INTO settings (name, value_json) VALUES ('asked-unknown-before', ${String(Date.now())})`,
    )
  })
  const unsure = start(dataDir, port).engine
  expect((await unsure.handlers['message.open']({ messageId })).trust.decision).toBe('load')
  const { references } = await unsure.handlers['message.open']({ messageId })
  expect(references.map(({ state, failure }) => `${state} ${failure}`)).toEqual(Array(3).fill('blocked null'))
  await unsure.stop()
  expect(asked).toEqual([])

  const sureDir = tempDataDir()
  const sureId = await storeMail(sureDir, trusted)
  await start(sureDir, port).engine.handlers['message.open']({ messageId: sureId })
  await vi.waitUntil(() => asked.length === 2)
})

test('whoever opens a mail while its pictures are on their way is told so, and again when they are here', async () => {
  const waiting: (() => void)[] = []
  const { port } = await senders((_request, response) => void waiting.push(() => response.end(PICTURE)))
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const { engine } = start(dataDir, port)
  const told: string[] = []
  engine.onEvent((name) => told.push(name))
  const states = async () =>
    (await engine.handlers['message.open']({ messageId })).references.map(({ state }) => state)

  const load = engine.handlers['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(told).toContain('remoteContent.changed')
  expect(await states()).toEqual(['loading', 'loading', 'blocked'])
  await vi.waitUntil(() => waiting.length === 2)
  for (const answer of waiting) answer()
  await load
  expect(await states()).toEqual(['loaded', 'loaded', 'blocked'])
})

test('the password of a proxy stays out of the database, and with the proxy it was given for', async () => {
  const { asked, port } = await startSenders()
  const login = { user: 'reader', password: 'proxy-word' }
  const proxy = await startSocksProxy({ portFor: (_host, wanted) => wanted, ...login })
  onTestFinished(() => proxy.close())
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const { engine, secrets } = start(dataDir, port)
  const save = (over: { host?: string; user?: string }, proxyPassword?: string) =>
    engine.handlers['privacy.saveSettings']({
      ...{ ...defaultPrivacySettings, proxyPassword },
      proxy: { kind: 'socks5', host: '127.0.0.1', port: proxy.port, user: 'reader', ...over },
    })
  const load = () =>
    engine.handlers['remoteContent.load']({ messageId, scope: { kind: 'pictures' } as const })

  await save({}, 'wrong')
  expect((await load()).failed).toHaveLength(2)
  const { references } = await engine.handlers['message.open']({ messageId })
  expect(references.map(({ failure }) => failure)).toEqual(['proxy-password', 'proxy-password', null])
  expect(asked).toEqual([])

  await save({}, login.password)
  await save({})
  expect((await load()).loaded).toHaveLength(1)
  expect([...secrets.values()]).toEqual([login.password])
  expect((await engine.handlers['privacy.settings']()).proxy).not.toHaveProperty('password')

  await save({ host: 'elsewhere.example' })
  expect(secrets.size).toBe(0)
  await engine.stop()
  const files = readdirSync(dataDir).map((file) => readFileSync(join(dataDir, file), 'latin1'))
  expect(files.join()).not.toContain(login.password)
})

test('a picture in the text of a mail is checked like one from outside', async () => {
  const { engine } = start(tempDataDir(), 1)
  const check = (bytes: Uint8Array<ArrayBuffer>) => engine.handlers['message.embeddedPicture']({ bytes })
  expect(await check(new Uint8Array(PICTURE))).toEqual({
    mediaType: 'image/png',
    bytes: new Uint8Array(PICTURE),
  })
  const large = encodePng(1, 1, new Uint8Array(3), { width: 65_000, height: 65_000 })
  await expect(check(new Uint8Array(large))).rejects.toMatchObject({ failure: 'too-large' })
  const drawing = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
  await expect(check(drawing)).rejects.toMatchObject({ failure: 'svg' })
})

test('a smaller vault takes effect when it is saved', async () => {
  const { port } = await senders((request, response) => {
    response.end(Buffer.concat([PICTURE, Buffer.alloc(6_000_000, request.url)]))
  })
  const dataDir = tempDataDir()
  const messageId = await storeMail(dataDir)
  const { engine } = start(dataDir, port)
  const { loaded } = await engine.handlers['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(loaded).toHaveLength(2)
  const changed = new Promise<void>((resolve) => {
    engine.onEvent((name) => {
      if (name === 'remoteContent.changed') resolve()
    })
  })
  await engine.handlers['privacy.saveSettings']({ ...defaultPrivacySettings, vaultMegabytes: 10 })
  await changed
  const { references } = await engine.handlers['message.open']({ messageId })
  expect(references.map(({ state }) => state).toSorted()).toEqual(['blocked', 'blocked', 'loaded'])
})
