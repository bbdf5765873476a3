import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openImap } from '../network/open-imap.ts'
import { parseMessage } from '../parse/parse-message.ts'
import { fillIn } from '../store/left-out.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { type FakeCommand, startFakeImap } from '../testing/fake-imap.ts'
import { fetchSparse, type SparseSource } from './fetch-sparse.ts'

vi.setConfig({ testTimeout: 60_000 })

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { reader: 'secret' } })
})
afterAll(() => dovecot.remove())

const LARGEST = 60_000
const lines = (text: string) => text.match(/.{1,76}/g)?.join('\r\n') ?? ''
const base64 = (bytes: number) => lines(randomBytes(bytes).toString('base64'))

async function connect({ port }: { port: number }): Promise<ImapFlow> {
  const server = { host: '127.0.0.1', port, security: 'none' as const, user: 'reader', pin: null }
  const client = await openImap(server, 'secret')
  await client.mailboxOpen('INBOX', { readOnly: true })
  return client
}

function whole(source: string, { source: kept, leftOut }: SparseSource): string {
  const bytes = leftOut.map(({ start, length }) =>
    Buffer.from(source, 'latin1').subarray(start, start + length),
  )
  return Buffer.from(fillIn(kept, leftOut, bytes)).toString('latin1')
}

const file = (bytes: number, name: string, more = '') =>
  `Content-Type: application/pdf; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n${more}Content-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}`
const text = (words: string, kind = 'plain') => `Content-Type: text/${kind}\r\n\r\n${words}`
const multipart = (kind: string, boundary: string, parts: string[], [preamble, epilogue] = ['', '']) =>
  `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${preamble}${parts.map((part) => `\r\n--${boundary}\r\n${part}`).join('')}\r\n--${boundary}--\r\n${epilogue}`

/** Any mail of texts, files large and small, and parts within parts. */
const anyPart: fc.Arbitrary<string> = fc.letrec<{ part: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.string({ maxLength: 300 }).map((words) => text(words.replaceAll(/[^ -~]/g, ' '))),
    fc.integer({ min: 1, max: 400_000 }).map((bytes) => file(bytes, `file-${bytes}.pdf`)),
    fc
      .integer({ min: 1, max: 400_000 })
      .map((bytes) => text('x'.repeat(bytes).replaceAll(/.{70}/g, '$&\r\n'), 'html')),
    fc
      .integer({ min: 1, max: 200_000 })
      .map(
        (bytes) =>
          `Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n${multipart('mixed', 'inner', [file(bytes, 'inside.pdf'), text('after')])}`,
      ),
  ),
  part: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'part' },
    tie('leaf'),
    fc
      .tuple(
        fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
        fc.nat(1_000_000),
        fc.constantFrom('', 'epilogue\r\n', '\r\n\r\n'),
      )
      .map(([parts, n, epilogue]) =>
        multipart('mixed', `b${n}-${parts.length}`, parts, ['Preamble', epilogue]),
      ),
  ),
})).part

test('whatever a mail is made of, what is fetched with what was left out is the mail, and its text is whole', async () => {
  let uid = 0
  let left = 0
  const client = await connect(dovecot)
  await fc.assert(
    fc.asyncProperty(anyPart, async (part) => {
      const source = `From: a@b.example\r\nSubject: Any\r\nMIME-Version: 1.0\r\n${part}\r\n`
      dovecot.deliver('reader', [source])
      uid += 1
      await client.noop()
      const sparse = await fetchSparse(client, { uid, size: source.length }, LARGEST)
      if (sparse === null || sparse === 'absent') return sparse === null
      left += sparse.leftOut.length
      expect(whole(source, sparse)).toBe(source)
      const [kept, full] = [sparse.source, Buffer.from(source)].map((bytes) => parseMessage(bytes))
      expect({ ...kept, attachments: kept?.attachments.map(({ filename }) => filename) }).toEqual({
        ...full,
        attachments: full?.attachments.map(({ filename }) => filename),
      })
      return (
        sparse.source.length + sparse.leftOut.reduce((sum, { length }) => sum + length, 0) === source.length
      )
    }),
    {
      numRuns: 60,
      examples: [[multipart('mixed', 'b', [text('Hello'), file(300_000, 'a'), file(400_000, 'b')])]],
    },
  )
  expect(left).toBeGreaterThan(10)
  await client.logout()
})

const SOURCE = `Subject: Fake\r\n${multipart('mixed', 'b', [text('Hello'), file(200_000, 'a.pdf'), text('Bye')])}`
const LENGTH =
  SOURCE.indexOf('\r\n--b\r\nContent-Type: text/plain', 1_000) -
  SOURCE.indexOf('\r\n\r\n', SOURCE.indexOf('base64')) -
  4
const leaf = (kind: string, bytes: number) => `(${kind} NIL NIL NIL "7bit" ${bytes} NIL NIL NIL)`
const structureOf = (bytes: number, more = '') =>
  `(${leaf('"text" "plain"', 5)}${leaf('"application" "pdf"', bytes)}${leaf('"text" "plain"', 3)}${more} "mixed")`

async function fromFake(structure: string | undefined, misbehave?: (command: FakeCommand) => void) {
  const fake = await startFakeImap([{ uid: 1, source: SOURCE, ...(structure && { structure }) }], misbehave)
  const client = await connect(fake)
  const sparse = await fetchSparse(client, { uid: 1, size: SOURCE.length }, LARGEST)
  client.close()
  return { sparse, fake }
}

test('a server that tells the truth sends all but the attachment', async () => {
  const { sparse } = await fromFake(structureOf(LENGTH))
  if (sparse === null || sparse === 'absent') throw new Error('whole')
  expect(sparse.leftOut).toHaveLength(1)
  expect(sparse.source.length).toBe(SOURCE.length - LENGTH)
  expect(whole(SOURCE, sparse)).toBe(SOURCE)
})

test.each([
  ['says nothing of its parts', undefined],
  ['has no idea of its parts', 'NIL'],
  ['names a signature', structureOf(LENGTH).replace('"mixed"', '"signed"')],
  ['names a secret', structureOf(LENGTH).replace('"pdf"', '"PKCS7-MIME"')],
  ['says that a part is longer than it is', structureOf(LENGTH + 2)],
  ['says that a part is shorter than it is', structureOf(LENGTH - 78)],
  ['says that a part is longer than the mail', structureOf(4_000_000_000)],
  ['counts one part more', structureOf(LENGTH, leaf('"text" "plain"', 3))],
  ['counts one part less', `(${leaf('"text" "plain"', 5)}${leaf('"application" "pdf"', LENGTH)} "mixed")`],
])('a mail of a server that %s is to be fetched whole', async (_, structure) => {
  expect((await fromFake(structure)).sparse).toBeNull()
})

test('a server that takes the large one for the text sends all of it', async () => {
  const parts = [leaf('"application" "pdf"', LENGTH), leaf('"text" "plain"', 5), leaf('"text" "plain"', 3)]
  const { sparse } = await fromFake(`(${parts.join('')} "mixed")`)
  expect(sparse).toEqual({ source: Buffer.from(SOURCE), leftOut: [] })
})

const pieceOf = (rest: string) => /<(\d+)\.(\d+)>/.exec(rest)?.slice(1).map(Number) ?? [0, 0]
const answerWith = (bytes: (start: number, count: number) => string) => (command: FakeCommand) => {
  const { name, rest, tag, send, answer } = command
  if (name !== 'UID FETCH') return answer()
  const [start = 0, count = 0] = pieceOf(rest)
  const some = bytes(start, count)
  const told = start === 0 ? `BODYSTRUCTURE ${structureOf(LENGTH)} ` : ''
  send(`* 1 FETCH (UID 1 ${told}BODY[]<${start}> {${some.length}}\r\n${some})\r\n${tag} OK done\r\n`)
}

test('a server that sends all instead of a piece, or always the first, is asked for the whole mail', async () => {
  expect(
    (
      await fromFake(
        '',
        answerWith(() => SOURCE),
      )
    ).sparse,
  ).toBeNull()
  expect(
    (
      await fromFake(
        '',
        answerWith((_, count) => SOURCE.slice(0, count)),
      )
    ).sparse,
  ).toBeNull()
})

test('a server that sends smaller pieces than were asked for is asked for more of them', async () => {
  const { sparse } = await fromFake(
    '',
    answerWith((start, count) => SOURCE.slice(start, start + Math.min(count, 1_000))),
  )
  if (sparse === null || sparse === 'absent') throw new Error('whole')
  expect(whole(SOURCE, sparse)).toBe(SOURCE)
  expect(sparse.leftOut).toHaveLength(1)
})

test('what lies beyond the end may be NIL', async () => {
  const { sparse } = await fromFake(structureOf(LENGTH), ({ name, rest, tag, send, answer }) => {
    const [start = 0] = pieceOf(rest)
    if (name === 'UID FETCH' && start >= SOURCE.length)
      send(`* 1 FETCH (UID 1 BODY[]<${start}> NIL)\r\n${tag} OK done\r\n`)
    else answer()
  })
  if (sparse === null || sparse === 'absent') throw new Error('whole')
  expect(whole(SOURCE, sparse)).toBe(SOURCE)
})

test('a mail that is gone is absent, and no reason to ask for more', async () => {
  const { sparse, fake } = await fromFake('', ({ name, tag, send, answer }) =>
    name === 'UID FETCH' ? send(`${tag} OK done\r\n`) : answer(),
  )
  expect(sparse).toBe('absent')
  expect(fake.heard.filter((line) => line.includes('FETCH'))).toHaveLength(1)
})
