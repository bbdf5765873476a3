import { expect, test, vi } from 'vitest'
import { fetchLine, startFakeImap } from '../testing/fake-imap.ts'
import { isHeaderFetch, MAILS, openOnFake } from '../testing/fake-session.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

test('a mail of which the server can’t tell the headers keeps no other from coming', async () => {
  let present = MAILS.slice(0, 3)
  const { session, rows } = await openOnFake((command) => {
    const { name, rest, tag, send, answer } = command
    if (name === 'EXAMINE') {
      return send(`* ${present.length} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n${tag} OK done\r\n`)
    }
    if (name === 'UID SEARCH') {
      return send(`* SEARCH ${present.map(({ uid }) => uid).join(' ')}\r\n${tag} OK done\r\n`)
    }
    if (name !== 'UID FETCH') return answer()
    const lines = present.map((one, n) => fetchLine(one, n + 1, rest))
    const isBad = lines[3] !== undefined && lines[3] !== '' && isHeaderFetch(command)
    if (isBad) lines[3] = ''
    send(`${lines.join('')}${tag} ${isBad ? 'NO [UNAVAILABLE] UID FETCH Server error' : 'OK done'}\r\n`)
  })
  await session.sync()
  present = MAILS
  await session.sync().catch(() => {})
  await session.sync().catch(() => {})
  expect(rows().map(({ subject }) => subject)).toContain('Mail 5')
})

test('nor does it in a first sync', async () => {
  const many = Array.from({ length: 60 }, (_, n) => ({
    uid: n + 1,
    source: `Subject: Mail ${n + 1}\r\n\r\nText\r\n`,
  }))
  const fake = await startFakeImap(many, (command) => {
    const { name, rest, tag, send, answer } = command
    if (!/FETCH$/.test(name) || !rest.includes('ENVELOPE')) return answer()
    const lines = many.map((one, n) => fetchLine(one, n + 1, rest, name === 'FETCH' ? n + 1 : one.uid))
    const isBad = lines[57] !== ''
    lines[57] = ''
    send(`${lines.join('')}${tag} ${isBad ? 'NO [UNAVAILABLE] FETCH Server error' : 'OK done'}\r\n`)
  })
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  const { session, rows } = openTestSession(server)
  await session.sync().catch(() => {})
  expect(rows()).toHaveLength(59)
})

test('a mail with an envelope that can’t be read is listed all the same', async () => {
  const { session, rows } = await openOnFake((command) => {
    const { rest, tag, send, answer } = command
    if (!isHeaderFetch(command)) {
      if (!rest.includes('RFC822.SIZE')) return answer()
      return send(`* 3 FETCH (UID 3 FLAGS () RFC822.SIZE 27)\r\n${tag} OK done\r\n`)
    }
    const lines = MAILS.map((one, n) => fetchLine(one, n + 1, rest).replace('"Mail 3"', '"Re: "Mail" 3"'))
    send(`${lines.join('')}${tag} OK done\r\n`)
  })
  await session.sync()
  await session.sync()
  expect(
    rows()
      .map(({ subject }) => subject)
      .sort(),
  ).toEqual(MAILS.map(({ uid }) => `Mail ${uid}`))
})
