import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listAccounts } from '../store/accounts.ts'
import { saveKeepDays } from '../store/offline.ts'
import { type FakeMessage, startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

const NOW = Date.UTC(2024, 0, 2)
const [PAST, FUTURE] = [0, Date.UTC(2100, 0, 1)]
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => void vi.useRealTimers())

const mail = (uid: number): FakeMessage => ({ uid, source: `Subject: Mail ${uid}\r\n\r\nText` })
const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await nextTurn()
}

test('a clock that jumps at every command changes nothing: waiting is measured by another', async () => {
  const messages = [1, 2, 3, 4, 5].map(mail)
  let commands = 0
  let tell = (_data: string) => {}
  const fake = await startFakeImap(messages, ({ name, tag, send, socket, answer }) => {
    commands += 1
    vi.setSystemTime([PAST, NOW, FUTURE][commands % 3] ?? NOW)
    if (name === 'CAPABILITY' || name === 'LOGIN') send(`* CAPABILITY IMAP4rev1 IDLE\r\n${tag} OK done\r\n`)
    else if (name === 'IDLE') {
      socket.once('data', () => send(`${tag} OK done\r\n`))
      send('+ idling\r\n')
      tell = send
    } else answer()
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  const { session, rows, folders } = openTestSession(server, { pollEveryMs: 100 })
  session.keepCurrent()
  await until(
    () =>
      folders().length > 0 && rows().length === 5 && rows().every(({ bodyState }) => bodyState === 'ready'),
  )
  await until(() => fake.heard.some((line) => line.endsWith('IDLE')))
  messages.push(mail(6))
  tell('* 6 EXISTS\r\n')
  await until(() => rows().length === 6 && rows().every(({ bodyState }) => bodyState === 'ready'))
  const before = fake.heard.length
  await until(() => fake.heard.slice(before).filter((line) => line.includes(' LIST ')).length > 2)
  await session.inFolder('INBOX', (client) => client.noop())
  expect(session.state().failure).toBeNull()
})

test('what a wrong clock takes for too old to be kept comes when the clock is right again', async () => {
  const fake = await startFakeImap([1, 2].map(mail))
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  const { session, store, rows } = openTestSession(server)
  const [account] = listAccounts(store.read)
  if (account === undefined) throw new Error('no account')
  store.write((db) => saveKeepDays(db, account.id, 30))
  vi.setSystemTime(FUTURE)
  await session.sync()
  expect(rows().map(({ bodyState }) => bodyState)).toEqual(['missing', 'missing'])
  vi.setSystemTime(NOW)
  await session.sync()
  expect(rows().map(({ bodyState }) => bodyState)).toEqual(['ready', 'ready'])
})
