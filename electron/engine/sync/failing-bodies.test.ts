import { expect, test, vi } from 'vitest'
import { fetchLine, startFakeImap } from '../testing/fake-imap.ts'
import { isBodyFetch, MAILS as messages, openOnFake as open } from '../testing/fake-session.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

test('a mail that always takes the connection down is passed over, and the older ones come', async () => {
  const { session, rows } = await open((command) => {
    const asked = isBodyFetch(command) ? messages.filter((one) => fetchLine(one, 1, command.rest)) : []
    if (!asked.some(({ uid }) => uid === 3)) return command.answer()
    command.send('* 1 FETCH (UID 3 BODY[] {1000}\r\nSubject: half')
    command.socket.end()
  })
  await session.sync()
  const states = Object.fromEntries(rows().map(({ subject, bodyState }) => [subject, bodyState]))
  expect(states).toEqual({
    'Mail 1': 'ready',
    'Mail 2': 'ready',
    'Mail 3': 'failed',
    'Mail 4': 'ready',
    'Mail 5': 'ready',
  })
})

test('a server that sends no body at all is given up on, and no mail is written off for it', async () => {
  const { session, rows } = await open((command) => {
    if (isBodyFetch(command)) command.socket.destroy()
    else command.answer()
  })
  await expect(session.sync()).rejects.toMatchObject({ code: 'connection-lost' })
  expect(session.state()).toMatchObject({ phase: 'failed', failure: { code: 'connection-lost' } })
  expect(rows()).toHaveLength(5)
  expect(rows().every(({ bodyState }) => bodyState === 'missing')).toBe(true)
})

test('a server that hangs up after each mail is called ever more rarely, and not for ever', async () => {
  const waits: number[] = []
  let logins = 0
  const many = Array.from({ length: 60 }, (_, n) => ({ uid: n + 1, source: `Subject: Mail\r\n\r\n${n}` }))
  const fake = await startFakeImap(many, (command) => {
    const { name, rest, socket, answer } = command
    if (name === 'LOGIN') logins += 1
    if (!isBodyFetch(command)) return answer()
    const asked = many.map((one, n) => fetchLine(one, n + 1, rest)).filter((line) => line !== '')
    socket.end(asked.at(-1) ?? '')
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  const { session } = openTestSession(server, {
    reconnectDelay(attempt) {
      waits.push(attempt)
      return 0
    },
  })
  await expect(session.sync()).rejects.toMatchObject({ code: 'connection-lost' })
  expect(waits).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(logins).toBe(9)
})

test('a mail that the server refuses costs no connection, and the others come', async () => {
  const { session, rows, fake } = await open((command) => {
    const { rest, tag, send, answer } = command
    if (!isBodyFetch(command)) return answer()
    const asked = messages.filter((one, n) => fetchLine(one, n + 1, rest) !== '')
    const sent = asked.filter(({ uid }) => uid !== 3).map((one, n) => fetchLine(one, n + 1, rest))
    send(`${sent.join('')}${tag} ${sent.length < asked.length ? 'NO [SERVERBUG] damaged' : 'OK done'}\r\n`)
  })
  await session.sync()
  expect(
    rows()
      .map(({ bodyState }) => bodyState)
      .sort(),
  ).toEqual(['failed', ...Array(4).fill('ready')])
  expect(fake.heard.filter((line) => line.includes('LOGIN'))).toHaveLength(1)
})

test('a mail that could not be fetched once comes when the server has mended', async () => {
  let broken = true
  const { session, rows } = await open((command) => {
    const { rest, tag, send, answer } = command
    const has3 = / ?(?:\b3\b|[12]:[345])/.test(rest.split(' ')[0] ?? '')
    if (isBodyFetch(command) && broken && has3) return send(`${tag} NO [UNAVAILABLE] try again later\r\n`)
    answer()
  })
  await session.sync()
  broken = false
  // The machine slept, or the program was started anew.
  session.wake()
  await session.sync()
  expect(rows().map(({ bodyState }) => bodyState)).toEqual(Array(5).fill('ready'))
})
