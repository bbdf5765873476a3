import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { type FakeCommand, type FakeMessage, startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

const users = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`user${n}`, 'secret']))
const servers = new Map<string, Dovecot>()
let lastUser = 0

beforeAll(async () => {
  servers.set('any', await startDovecot({ users }))
  servers.set('no LIST-STATUS', await startDovecot({ users, capability: 'IMAP4rev1 IDLE UIDPLUS' }))
  servers.set('one connection', await startDovecot({ users, maxConnections: 1 }))
  servers.set('two connections', await startDovecot({ users, maxConnections: 2 }))
})
afterAll(async () => {
  for (const server of servers.values()) await server.remove()
})

const mail = (n: number) =>
  `From: a@b.example\r\nSubject: Mail ${n}\r\nMessage-ID: <${n}@b.example>\r\n\r\nText`
const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await nextTurn()
}

function open(name = 'any', options: Parameters<typeof openTestSession>[1] = {}) {
  const dovecot = servers.get(name)
  if (dovecot === undefined) throw new Error(name)
  lastUser += 1
  const user = `user${lastUser}`
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none' as const, user, pin: null }
  dovecot.deliver(user, [mail(1), mail(2)])
  const opened = openTestSession(server, options)
  async function elsewhere(act: (client: ImapFlow) => Promise<unknown>): Promise<void> {
    const client = await openImap(server, 'secret')
    await client.mailboxOpen('INBOX')
    await act(client)
    client.close()
  }
  const phases = () => opened.events.filter(([name]) => name === 'sync.state').length
  /** Also before there is a folder. */
  const rows = () => (opened.folders().length === 0 ? [] : opened.rows())
  return { ...opened, rows, dovecot, user, elsewhere, phases, logins: () => dovecot.logins(user) }
}

test('what happens in the inbox elsewhere shows at once', async () => {
  const { session, dovecot, user, rows, elsewhere } = open()
  session.keepCurrent()
  await until(() => rows().length === 2)
  dovecot.deliver(user, [mail(3)])
  await until(() => rows().some(({ subject, bodyState }) => subject === 'Mail 3' && bodyState === 'ready'))
  await elsewhere((client) => client.messageFlagsAdd('1', ['\\Seen'], { uid: true }))
  await until(() => rows().some(({ subject, unread }) => subject === 'Mail 1' && !unread))
  await elsewhere((client) => client.messageDelete('2', { uid: true }))
  await until(() => rows().length === 2)
})

for (const name of ['any', 'no LIST-STATUS']) {
  test(`what happens in other folders shows after a while (${name})`, async () => {
    const { session, dovecot, user, rows, folders } = open(name, { pollEveryMs: 50 })
    session.keepCurrent()
    await until(() => rows().length === 2)
    dovecot.deliver(user, [mail(4)], 'Archive')
    await until(() => folders().some(({ path, total }) => path === 'Archive' && total === 1))
    dovecot.deliver(user, [mail(5)], 'Friends')
    await until(() => folders().some(({ path, total }) => path === 'Friends' && total === 1))
  })
}

test('an account in which nothing happened costs one round trip, and no login', async () => {
  const status = '(MESSAGES 1 UIDNEXT 2 UIDVALIDITY 7 HIGHESTMODSEQ 5 UNSEEN 1)'
  const capabilities = 'IMAP4rev1 IDLE LIST-EXTENDED LIST-STATUS CONDSTORE'
  const idling = Promise.withResolvers<void>()
  let polls = 0
  const fake = await startFakeImap([{ uid: 1, source: 'Subject: Only\r\n\r\nText' }], (command) => {
    const { name, tag, send, answer } = command
    if (name === 'CAPABILITY') send(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`)
    else if (name === 'LOGIN') send(`${tag} OK [CAPABILITY ${capabilities}] done\r\n`)
    else if (name === 'EXAMINE') {
      const codes = ['UIDVALIDITY 7', 'UIDNEXT 2', 'HIGHESTMODSEQ 5'].map((code) => `* OK [${code}] ok\r\n`)
      send(`* 1 EXISTS\r\n${codes.join('')}${tag} OK done\r\n`)
    } else if (name === 'LIST') {
      polls += 1
      const list = '* LIST (\\HasNoChildren \\Subscribed) "/" INBOX\r\n'
      send(`${list}* STATUS INBOX ${status}\r\n${tag} OK done\r\n`)
    } else if (name === 'IDLE') {
      send('+ idling\r\n')
      idling.resolve()
      command.socket.once('data', () => send(`${tag} OK done\r\n`))
    } else answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session } = openTestSession(server, { pollEveryMs: 30 })
  session.keepCurrent()
  await idling.promise
  const [before, from] = [polls, fake.heard.length]
  await until(() => polls >= before + 5)
  const said = fake.heard.slice(from).map((line) => line.replace(/^\S+ (?=LIST|IDLE|NOOP)/, '').split(' ')[0])
  expect(new Set(said)).toEqual(new Set(['DONE', 'LIST', 'IDLE']))
})

test('a server that has no extension is asked how much is in each folder, and seldom for all flags', async () => {
  const folders: Record<string, FakeMessage[]> = {
    INBOX: [{ uid: 1, source: 'Subject: 1\r\n\r\n' }],
    Work: [],
  }
  const idling = Promise.withResolvers<void>()
  let polls = 0
  const fake = await startFakeImap(folders, ({ name, rest, tag, send, socket, answer }) => {
    if (name === 'CAPABILITY' || name === 'LOGIN') send(`* CAPABILITY IMAP4rev1 IDLE\r\n${tag} OK done\r\n`)
    else if (name === 'IDLE') {
      send('+ idling\r\n')
      idling.resolve()
      socket.once('data', () => send(`${tag} OK done\r\n`))
    } else {
      if (name === 'STATUS' && rest.startsWith('Work')) polls += 1
      answer()
    }
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session, folder } = openTestSession(server, { pollEveryMs: 40 })
  session.keepCurrent()
  await idling.promise
  const looks = () => fake.heard.filter((line) => line.includes('EXAMINE Work')).length
  // The first poll looks at all, and every sixth after it.
  await until(() => polls >= 2 && session.state().phase === 'idle')
  const [before, from] = [looks(), polls]
  await until(() => polls >= from + 11)
  expect(looks() - before).toBeLessThanOrEqual(2)
  folders['Work'] = [{ uid: 1, source: 'Subject: News\r\n\r\n' }]
  await until(() => folder('Work').total === 1)
})

test('news do not wait for bodies that take their time', async () => {
  const capabilities = 'IMAP4rev1 IDLE'
  const messages = [{ uid: 1, source: 'Subject: Slow\r\n\r\nText' }]
  const fake = await startFakeImap(messages, ({ name, rest, tag, send, socket, answer }) => {
    if (name === 'CAPABILITY' || name === 'LOGIN') {
      send(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`)
    } else if (name === 'IDLE') {
      if (messages.length === 1) messages.push({ uid: 2, source: 'Subject: News\r\n\r\nText' })
      socket.once('data', () => send(`${tag} OK done\r\n`))
      send('+ idling\r\n* 2 EXISTS\r\n')
    } else if (name !== 'UID FETCH' || !rest.includes('BODY.PEEK[]')) answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session, rows, folders } = openTestSession(server)
  session.keepCurrent()
  await until(() => folders().length > 0 && rows().length === 2)
  expect(session.state().phase).toBe('bodies')
})

for (const act of ['wake', 'renew'] as const) {
  test(`begun anew during a first sync (${act}), all is looked at and listened to before bodies that take their time`, async () => {
    const capabilities = 'IMAP4rev1 IDLE'
    const messages = [{ uid: 1, source: 'Subject: Slow\r\n\r\nText' }]
    const fake = await startFakeImap(messages, ({ name, rest, tag, send, socket, answer }) => {
      if (name === 'CAPABILITY' || name === 'LOGIN') {
        send(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`)
      } else if (name === 'IDLE') {
        if (messages.length === 1) messages.push({ uid: 2, source: 'Subject: News\r\n\r\nText' })
        socket.once('data', () => send(`${tag} OK done\r\n`))
        send('+ idling\r\n* 2 EXISTS\r\n')
      } else if (name !== 'UID FETCH' || !rest.includes('BODY.PEEK[]')) answer()
    })
    const server = {
      host: '127.0.0.1',
      port: fake.port,
      security: 'none' as const,
      user: 'reader',
      pin: null,
    }
    const { session, rows, folders } = openTestSession(server)
    const heard = (what: RegExp) => fake.heard.filter((line) => what.test(line)).length
    session.keepCurrent()
    // News have come and wait with their bodies for those that the first sync is at.
    await until(() => folders().length > 0 && rows().length === 2)
    for (const round of [1, 2]) {
      const [lists, idles, fetches] = [heard(/ LIST "" "\*"/), heard(/ IDLE/), heard(/BODY\.PEEK/)]
      if (act === 'wake') session.wake()
      else session.renew().catch(() => {})
      await until(
        () => heard(/ LIST "" "\*"/) > lists && heard(/ IDLE/) > idles && heard(/BODY\.PEEK/) > fetches,
      )
      expect([round, session.state().phase]).toEqual([round, 'bodies'])
    }
  })
}

test('bodies of news make way for a sync, which brings them after its rows', async () => {
  const capabilities = 'IMAP4rev1 IDLE'
  const source = (uid: number) => ({ uid, source: `Subject: Mail ${uid}\r\n\r\nText` })
  const messages = [source(1)]
  const idling = Promise.withResolvers<(data: string) => void>()
  const fetching = Promise.withResolvers<() => void>()
  let held = false
  const fake = await startFakeImap(messages, ({ name, rest, tag, send, socket, answer }) => {
    if (name === 'CAPABILITY' || name === 'LOGIN') {
      send(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`)
    } else if (name === 'IDLE') {
      socket.once('data', () => send(`${tag} OK done\r\n`))
      send('+ idling\r\n')
      idling.resolve(send)
    } else if (!held && messages.length > 1 && rest.includes('BODY.PEEK[]')) {
      held = true
      fetching.resolve(answer)
    } else answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session, rows } = openTestSession(server)
  session.keepCurrent()
  const tell = await idling.promise
  await until(() => session.state().phase === 'idle')
  // Three batches of bodies, of which the first is held.
  for (let uid = 2; uid <= 500; uid += 1) messages.push(source(uid))
  tell('* 500 EXISTS\r\n')
  const giveBatch = await fetching.promise
  const from = fake.heard.length
  const sync = session.sync()
  giveBatch()
  await sync
  const asked = fake.heard.slice(from).map((line) => / LIST "" "\*"|BODY\.PEEK/.exec(line)?.[0].trim())
  expect(asked.filter(Boolean)).toEqual(['LIST "" "*"', 'BODY.PEEK', 'BODY.PEEK'])
  expect(rows().every(({ bodyState }) => bodyState === 'ready')).toBe(true)
})

for (const name of ['one connection', 'two connections']) {
  test(`a server that allows but ${name} gets by with it`, async () => {
    const { session, dovecot, user, rows } = open(name)
    dovecot.deliver(
      user,
      Array.from({ length: 300 }, (_, n) => mail(100 + n)),
    )
    session.keepCurrent()
    await until(() => rows().length > 0)
    const first = rows()[0]
    if (first === undefined) throw new Error('no row')
    await Promise.all([
      session.openBody(first.id),
      session.inFolder('INBOX', (client) => client.messageFlagsAdd('1', ['\\Flagged'], { uid: true })),
      session.inFolder('Archive', (client) => client.noop()),
      session.sync(),
    ])
    await until(() => rows().every(({ bodyState }) => bodyState === 'ready'))
    dovecot.deliver(user, [mail(3)])
    await until(() => rows().some(({ subject }) => subject === 'Mail 3'))
    expect(session.state().failure).toBeNull()
  })
}

test('where a server allows but one connection, a mail that is opened waits for no first sync of headers', async () => {
  const messages = Array.from({ length: 3_000 }, (_, n) => ({
    uid: n + 1,
    source: `Subject: ${n}\r\n\r\nText`,
  }))
  const open = new Set<FakeCommand['socket']>()
  let opening: Promise<void> | undefined
  const fake = await startFakeImap(messages, ({ name, rest, tag, send, socket, answer }) => {
    if (name === 'LOGIN' && open.size > 0) return send(`${tag} NO [LIMIT] one at a time\r\n`)
    if (name === 'LOGIN') {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
    const [row] = rest.includes('ENVELOPE') ? rows() : []
    // With the second batch.
    if (row) opening ??= session.openBody(row.id)
    answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session, rows } = openTestSession(server)
  const sync = session.sync()
  await until(() => opening !== undefined)
  await opening
  await sync
  const heard = fake.heard.filter((line) => /ENVELOPE|BODY\.PEEK/.test(line))
  expect(heard.findIndex((line) => line.includes('BODY.PEEK'))).toBeLessThan(5)
  expect(session.state()).toMatchObject({ phase: 'idle', failure: null })
  expect(rows().length).toBe(500)
  // A screen of rows first, before and after it, and nothing twice.
  expect(heard.filter((line) => line.includes('ENVELOPE'))).toHaveLength(2 + Math.ceil(2_900 / 400))
})

test('after sleep every connection is made anew, and all is looked at', async () => {
  const { session, rows, dovecot, user, folders, logins } = open()
  session.keepCurrent()
  // One that syncs, and one that listens.
  await until(() => rows().length === 2 && logins() === 2)
  dovecot.deliver(user, [mail(7)], 'Archive')
  const before = logins()
  session.wake()
  await until(() => folders().some(({ path, total }) => path === 'Archive' && total === 1))
  await until(() => logins() > before)
})

test('a server that went away is found again', async () => {
  const { session, rows, dovecot, user } = open()
  session.keepCurrent()
  await until(() => rows().length === 2)
  await dovecot.stop()
  dovecot.deliver(user, [mail(3)])
  await dovecot.start()
  await until(() => rows().length === 3)
})

test('a wrong password is sent once, whatever happens by itself, and again when the user asks', async () => {
  let password = 'wrong'
  const fake = await startFakeImap([], ({ name, tag, send, answer }) => {
    if (name === 'LOGIN' && password === 'wrong') send(`${tag} NO [AUTHENTICATIONFAILED] no\r\n`)
    else answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session } = openTestSession(server, { pollEveryMs: 10 })
  const logins = () => fake.heard.filter((line) => line.includes(' LOGIN ')).length
  session.keepCurrent()
  await until(() => session.state().phase === 'failed')
  session.wake()
  await expect(session.inFolder('INBOX', async () => {})).rejects.toMatchObject({ code: 'wrong-password' })
  expect(logins()).toBe(1)
  await expect(session.sync()).rejects.toMatchObject({ code: 'wrong-password' })
  expect(logins()).toBe(2)
  password = 'right'
  await session.renew()
  expect(session.state()).toMatchObject({ phase: 'idle', failure: null })
  await until(() => fake.heard.some((line) => line.includes('IDLE') || line.includes('NOOP')))
})

test('a new password ends the sync that is under way, and all begins again with it', async () => {
  let held = true
  const waits = Promise.withResolvers<void>()
  const sources = [1, 2].map((uid) => ({ uid, source: `Subject: Mail ${uid}\r\n\r\nText` }))
  const fake = await startFakeImap(sources, ({ name, rest, answer }) => {
    if (held && name === 'UID FETCH' && rest.includes('BODY.PEEK[]')) waits.resolve()
    else answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader', pin: null }
  const { session, rows, events } = openTestSession(server)
  const first = session.sync()
  const ended = expect(first).rejects.toMatchObject({ code: 'cancelled' })
  await waits.promise
  held = false
  await session.renew()
  await ended
  expect(rows().map(({ bodyState }) => bodyState)).toEqual(['ready', 'ready'])
  expect(events.some(([, payload]) => JSON.stringify(payload).includes('"failed"'))).toBe(false)
})
