import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { type FakeCommand, fetchLine, startFakeImap } from '../testing/fake-imap.ts'
import { openTestSession } from '../testing/test-session.ts'

vi.setConfig({ testTimeout: 30_000 })

const messages = [1, 2, 3, 4, 5].map((uid) => ({
  uid,
  source: `Subject: Mail ${uid}\r\n\r\nText ${uid}\r\n`,
}))

async function open(
  misbehave?: (command: FakeCommand) => void,
  { deadlines = { openMs: 5_000, silenceMs: 5_000 }, ...options }: Parameters<typeof openTestSession>[1] = {},
) {
  const fake = await startFakeImap(messages, misbehave)
  const server = { host: '127.0.0.1', port: fake.port, security: 'none' as const, user: 'reader' }
  return { ...openTestSession(server, { deadlines, ...options }), fake }
}

const isBodyFetch = ({ name, rest }: FakeCommand) => name === 'UID FETCH' && rest.includes('BODY.PEEK[]')
const isHeaderFetch = ({ name, rest }: FakeCommand) => name === 'UID FETCH' && rest.includes('ENVELOPE')

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

test('a literal larger than any mail is refused before a byte of it is kept', async () => {
  const { session } = await open((command) => {
    if (isHeaderFetch(command)) command.send('* 1 FETCH (UID 1 ENVELOPE {4000000000}\r\n')
    else command.answer()
  })
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
})

const flags = '* 1 FETCH (UID 99 FLAGS (\\Seen))\r\n'
test.each([
  ['headers', isHeaderFetch, flags],
  ['bodies', isBodyFetch, flags],
  ['the same body', isBodyFetch, '* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n'],
  ['UIDs', ({ name }: FakeCommand) => name === 'UID SEARCH', '* SEARCH 1 2 3 4 5\r\n'],
  [
    'folders',
    ({ name, rest }: FakeCommand) => name === 'LIST' && !rest.endsWith('""'),
    `* LIST () "/" ${'a'.repeat(200)}\r\n`,
  ],
  ['what is in a folder', ({ name }: FakeCommand) => name === 'EXAMINE', '* OK still looking\r\n'],
])(
  'a server whose answer never ends is hung up on, and holds up nothing after (%s)',
  async (_, isAsked, line) => {
    let endless = true
    const hungUp = Promise.withResolvers<void>()
    const { session, rows } = await open((command) => {
      if (!endless || !isAsked(command)) return command.answer()
      const { socket } = command
      const piece = line.repeat(5_000)
      const more = () => {
        while (!socket.destroyed) if (!socket.write(piece)) return void socket.once('drain', more)
      }
      socket.once('close', hungUp.resolve)
      more()
    })
    await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
    await hungUp.promise
    endless = false
    await session.sync()
    expect(rows().map(({ bodyState }) => bodyState)).toEqual(Array(5).fill('ready'))
  },
)

test('a change to every mail that is told in between is no flood', async () => {
  const { session, rows } = await open((command) => {
    const { name, rest, tag, send, answer } = command
    if (name === 'EXAMINE') return send(`* 5000 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n${tag} OK done\r\n`)
    if (!isBodyFetch(command)) return answer()
    const changes = Array.from({ length: 5_000 }, (__, n) => `* ${n + 1} FETCH (FLAGS (\\Seen))\r\n`)
    const bodies = messages.map((one, n) => fetchLine(one, n + 1, rest))
    send(`${changes.join('')}${bodies.join('')}${tag} OK done\r\n`)
  })
  await session.sync()
  expect(rows().map(({ bodyState }) => bodyState)).toEqual(Array(5).fill('ready'))
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

test.each([
  ['of a body', isBodyFetch, '* 1 FETCH (UID 1 BODY[] {2147483648}\r\n'],
  ['beyond all numbers', isHeaderFetch, '* 1 FETCH (UID 1 ENVELOPE {99999999999999999999999}\r\n'],
])('a literal of 2 GiB and more is refused before a byte of it is kept (%s)', async (_, isAsked, line) => {
  const { session } = await open((command) => {
    if (isAsked(command)) command.send(line)
    else command.answer()
  })
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
})

test('a line that does not end is cut off', async () => {
  let sent = 0
  const { session } = await open((command) => {
    if (!isHeaderFetch(command)) return command.answer()
    const piece = 'x'.repeat(1024 * 1024)
    const { socket } = command
    socket.write('* 1 FETCH (UID 1 ENVELOPE ("')
    const more = () => {
      while (!socket.destroyed && sent < 512) {
        sent += 1
        if (!socket.write(piece)) return void socket.once('drain', more)
      }
    }
    more()
  })
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
  // 64 MiB is the longest line; what was on its way may be as much again.
  expect(sent).toBeLessThan(160)
})

function listing(count: number, onSent = () => {}) {
  return ({ name, rest, tag, send, socket, answer }: FakeCommand) => {
    if (name !== 'LIST' || rest.endsWith('""')) return answer()
    send('* LIST () "/" INBOX\r\n')
    let listed = 0
    const more = () => {
      while (!socket.destroyed && listed < count) {
        const lines = Array.from({ length: Math.min(5_000, count - listed) }, (_, n) => listed + n)
        listed += lines.length
        onSent()
        const isTaken = socket.write(
          lines.map((n) => `* LIST () "/" "One of very many folders, ${n}"\r\n`).join(''),
        )
        if (!isTaken) return void socket.once('drain', more)
      }
      send(`${tag} OK done\r\n`)
    }
    more()
  }
}

test('of more folders than anybody has, the first and the inbox come, and the rest is said to be left out', async () => {
  const { session, rows, folders } = await open(listing(5_999))
  const sync = session.sync().catch(() => {})
  while (folders().length === 0 || rows().length < 5) await nextTurn()
  expect(folders()).toHaveLength(5_000)
  expect(session.state()).toMatchObject({ failure: null, leftOut: 1_000 })
  await session.stop()
  await sync
})

test('a server with a million folders is hung up on before they fill the memory', async () => {
  const before = process.memoryUsage().rss
  let most = 0
  const list = listing(1_000_000, () => {
    most = Math.max(most, process.memoryUsage().rss - before)
  })
  const { session, folders } = await open(list)
  await expect(session.sync()).rejects.toMatchObject({ code: 'server-misbehaved' })
  expect(folders()).toEqual([])
  // The worker that reads mail is most of it.
  expect(most).toBeLessThan(300 * 1024 * 1024)
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

test('a clock that jumps changes nothing: waiting is measured by another', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2024, 0, 1) })
  try {
    const { session, rows } = await open((command) => {
      vi.setSystemTime(isBodyFetch(command) ? 0 : Date.UTC(2100, 0, 1))
      command.answer()
    })
    await session.sync()
    expect(rows().every(({ bodyState }) => bodyState === 'ready')).toBe(true)
    await session.inFolder('INBOX', (client) => client.noop())
  } finally {
    vi.useRealTimers()
  }
})
