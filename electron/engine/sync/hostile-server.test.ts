import { expect, test, vi } from 'vitest'
import { fetchLine } from '../testing/fake-imap.ts'
import { isBodyFetch, isHeaderFetch, MAILS as messages, openOnFake as open } from '../testing/fake-session.ts'

vi.setConfig({ testTimeout: 30_000 })

test('the fake server is a server: everything comes in', async () => {
  const { session, rows } = await open()
  await session.sync()
  expect(rows().map(({ subject, bodyState }) => [subject, bodyState])).toHaveLength(5)
  expect(rows().every(({ bodyState }) => bodyState === 'ready')).toBe(true)
})

test('a server that repeats its UIDs gets each mail stored once', async () => {
  const { session, rows, events } = await open((command) => {
    if (command.name === 'UID SEARCH') {
      command.send(`* SEARCH 5 5 1 2 3 4 5 1\r\n* SEARCH 1 2\r\n${command.tag} OK done\r\n`)
    } else if (command.name === 'UID FETCH') {
      const twice = [...messages, ...messages].map((one) => fetchLine(one, 1, command.rest))
      command.send(`${twice.join('')}${command.tag} OK done\r\n`)
    } else command.answer()
  })
  await session.sync()
  expect(rows()).toHaveLength(5)
  expect(events.filter(([name]) => name === 'message.changed')).toHaveLength(5)
})

test('a body that is not sent is asked for again next time', async () => {
  let withheld = true
  const { session, rows } = await open((command) => {
    if (!isBodyFetch(command) || !withheld) return command.answer()
    const others = messages
      .filter(({ uid }) => uid !== 4)
      .map((one, n) => fetchLine(one, n + 1, command.rest))
    command.send(`${others.join('')}${command.tag} OK done\r\n`)
  })
  await session.sync()
  expect(
    rows()
      .filter(({ bodyState }) => bodyState === 'missing')
      .map(({ subject }) => subject),
  ).toEqual(['Mail 4'])
  withheld = false
  await session.sync()
  expect(rows().every(({ bodyState }) => bodyState === 'ready')).toBe(true)
})

test('a server that never answers runs into the deadline', async () => {
  const { session } = await open(
    (command) => {
      if (!isHeaderFetch(command)) command.answer()
    },
    { deadlines: { openMs: 2_000, silenceMs: 300 } },
  )
  await expect(session.sync()).rejects.toMatchObject({ code: 'timed-out', retry: 'later' })
})

test('garbage instead of an answer is a fault of the server', async () => {
  const { session } = await open((command) => {
    if (isHeaderFetch(command)) command.send(`* 1 FETCH ((((\r\n\u0000\u0001)(\r\n${command.tag} WHAT (\r\n`)
    else command.answer()
  })
  const failure = await session.sync().catch((error) => error)
  expect(['server-misbehaved', 'timed-out']).toContain(failure.code)
})

test('a list of folders without INBOX deletes nothing', async () => {
  let emptied = false
  const { session, rows } = await open((command) => {
    if (emptied && command.name === 'LIST') command.send(`${command.tag} OK done\r\n`)
    else command.answer()
  })
  await session.sync()
  emptied = true
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
  expect(rows()).toHaveLength(5)
})

test('a refused search is not an empty folder', async () => {
  let refusing = false
  const { session, rows } = await open((command) => {
    if (refusing && command.name === 'UID SEARCH') command.send(`${command.tag} NO not now\r\n`)
    else command.answer()
  })
  await session.sync()
  refusing = true
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
  expect(rows()).toHaveLength(5)
})

test('rows without date, size or envelope are listed with what there is', async () => {
  const { session, rows } = await open((command) => {
    if (!isHeaderFetch(command)) return command.answer()
    const lines = messages.map(
      ({ uid }) => `* ${uid} FETCH (UID ${uid} RFC822.SIZE 10 ENVELOPE NIL INTERNALDATE "soon")\r\n`,
    )
    command.send(`${lines.join('')}${command.tag} OK done\r\n`)
  })
  await session.sync()
  expect(
    rows()
      .map(({ subject, bodyState }) => [subject, bodyState])
      .sort()[0],
  ).toEqual(['Mail 1', 'ready'])
})

test('a folder that became another while its bodies came gives no mail a stranger’s body', async () => {
  let opened = 0
  const { session, rows } = await open((command) => {
    if (command.name !== 'EXAMINE') return command.answer()
    opened += 1
    command.send(`* 5 EXISTS\r\n* OK [UIDVALIDITY ${opened}] ok\r\n${command.tag} OK done\r\n`)
  })
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved', retry: 'now' })
  expect(rows().every(({ bodyState }) => bodyState === 'missing')).toBe(true)
})

test('stopping ends a sync that waits for a silent server at once', async () => {
  const waiting = Promise.withResolvers<void>()
  const { session } = await open((command) => {
    if (isBodyFetch(command)) waiting.resolve()
    else command.answer()
  })
  const sync = session.sync()
  sync.catch(() => {})
  await waiting.promise
  await session.stop()
  await expect(sync).rejects.toMatchObject({ code: 'cancelled' })
})

test('mails that are expunged in the middle of an answer take nothing else with them', async () => {
  let expunged = false
  const { session, rows } = await open((command) => {
    const { name, rest, tag, send, answer } = command
    const left = messages.filter(({ uid }) => !expunged || uid !== 2)
    if (name === 'EXAMINE' || name === 'UID SEARCH') {
      const uids = left.map(({ uid }) => uid).join(' ')
      const examined = `* ${left.length} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n`
      return send(`${name === 'EXAMINE' ? examined : `* SEARCH ${uids}\r\n`}${tag} OK done\r\n`)
    }
    if (name !== 'UID FETCH') return answer()
    const lines = left.map((one, n) => fetchLine(one, n + 1, rest)).filter((line) => line !== '')
    // RFC 3501 5.5 forbids it while FETCH is under way; from here on the sequence numbers are others.
    lines.splice(1, 0, '* 2 EXPUNGE\r\n* 9999 EXPUNGE\r\n* 4 EXISTS\r\n')
    send(`${lines.join('')}${tag} OK done\r\n`)
    expunged = true
  })
  await session.sync()
  expect(rows().every(({ bodyState }) => bodyState !== 'failed')).toBe(true)
  await session.sync()
  const states = rows().map(({ subject, bodyState }) => `${subject} ${bodyState}`)
  expect(states.sort()).toEqual([1, 3, 4, 5].map((n) => `Mail ${n} ready`))
})
