import { expect, test, vi } from 'vitest'
import { fetchLine } from '../testing/fake-imap.ts'
import { MAILS as messages, openOnFake as open } from '../testing/fake-session.ts'

vi.setConfig({ testTimeout: 30_000 })

test('a server that gives out no new UIDNEXT hides no new mail', async () => {
  let sent = messages.slice(0, 3)
  const { session, rows } = await open((command) => {
    const { name, rest, tag, send, answer } = command
    if (name === 'EXAMINE') {
      // Always as many, and always the same promise, though one went and one came.
      send(`* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n${tag} OK done\r\n`)
    } else if (name === 'UID SEARCH') {
      send(`* SEARCH ${sent.map(({ uid }) => uid).join(' ')}\r\n${tag} OK done\r\n`)
    } else if (name === 'UID FETCH') {
      send(`${sent.map((one, n) => fetchLine(one, n + 1, rest)).join('')}${tag} OK done\r\n`)
    } else answer()
  })
  await session.sync()
  sent = messages.slice(1, 4)
  await session.sync()
  const subjects = rows().map(({ subject }) => subject)
  expect(subjects.sort()).toEqual(['Mail 2', 'Mail 3', 'Mail 4'])
})

for (const capabilities of ['IMAP4rev1', 'IMAP4rev1 CONDSTORE']) {
  test(`a UIDNEXT that is always too high hides no mail that comes as another goes (${capabilities})`, async () => {
    let present = messages.slice(0, 3)
    let modseq = 5
    const { session, rows } = await open((command) => {
      const { name, rest, tag, send, answer } = command
      if (name === 'CAPABILITY' || name === 'LOGIN') {
        send(`* CAPABILITY ${capabilities}\r\n${tag} OK done\r\n`)
      } else if (name === 'EXAMINE') {
        const codes = ['UIDVALIDITY 7', 'UIDNEXT 9999', `HIGHESTMODSEQ ${modseq}`]
        const told = codes.slice(0, capabilities.includes('CONDSTORE') ? 3 : 2)
        const lines = told.map((code) => `* OK [${code}] ok\r\n`).join('')
        send(`* ${present.length} EXISTS\r\n${lines}${tag} OK done\r\n`)
      } else if (name === 'UID SEARCH') {
        send(`* SEARCH ${present.map(({ uid }) => uid).join(' ')}\r\n${tag} OK done\r\n`)
      } else if (name === 'UID FETCH') {
        send(`${present.map((one, n) => fetchLine(one, n + 1, rest)).join('')}${tag} OK done\r\n`)
      } else answer()
    })
    await session.sync()
    present = messages.slice(1, 4)
    modseq += 1
    await session.sync()
    expect(
      rows()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['Mail 2', 'Mail 3', 'Mail 4'])
  })
}

test('another folder in the place of one that was deleted is not taken for it', async () => {
  let [id, offset] = ['a', 0]
  const { session, rows } = await open((command) => {
    const { name, rest, tag, send, answer } = command
    if (name === 'CAPABILITY' || name === 'LOGIN') {
      send(`* CAPABILITY IMAP4rev1 OBJECTID\r\n${tag} OK done\r\n`)
    } else if (name === 'EXAMINE') {
      const codes = ['UIDVALIDITY 7', 'UIDNEXT 6', `MAILBOXID (${id})`]
      send(`* 5 EXISTS\r\n${codes.map((code) => `* OK [${code}] ok\r\n`).join('')}${tag} OK done\r\n`)
    } else if (name === 'UID FETCH') {
      const lines = messages.map((one, n) =>
        fetchLine(one, n + 1, rest).replace(/(Mail |<)(\d)/g, (_, a, n) => `${a}${Number(n) + offset}`),
      )
      send(`${lines.join('')}${tag} OK done\r\n`)
    } else answer()
  })
  await session.sync()
  ;[id, offset] = ['b', 4]
  await session.sync()
  expect(
    rows()
      .map(({ subject }) => subject)
      .sort(),
  ).toEqual([5, 6, 7, 8, 9].map((n) => `Mail ${n}`))
})

test('UIDs of ESEARCH that can’t be are no reason to fetch for ever, or to drop a row', async () => {
  let lie = '1:5'
  const { session, rows } = await open((command) => {
    const { name, rest, tag, send, answer } = command
    const capability = '* CAPABILITY IMAP4rev1 ESEARCH\r\n'
    if (name === 'CAPABILITY' || name === 'LOGIN') send(`${capability}${tag} OK done\r\n`)
    else if (name === 'UID SEARCH') {
      const items = rest.startsWith('RETURN') ? `UID ${lie}` : ''
      send(`* ESEARCH (TAG "${tag}") ${items}\r\n${tag} OK done\r\n`)
    } else answer()
  })
  lie = 'ALL 1:5 COUNT 5'
  await session.sync()
  expect(rows()).toHaveLength(5)
  for (lie of ['ALL 1:4294967295', 'ALL 0:*', 'COUNT 7', '']) {
    await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
    expect(rows()).toHaveLength(5)
  }
})
