import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { type FakeCommand, fetchLine } from '../testing/fake-imap.ts'
import { isBodyFetch, isHeaderFetch, MAILS as messages, openOnFake as open } from '../testing/fake-session.ts'

vi.setConfig({ testTimeout: 30_000 })

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
