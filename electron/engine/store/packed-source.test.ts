import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { packSource, unpackSource } from './packed-source.ts'

vi.setConfig({ testTimeout: 30_000 })

const CORPUS = join(import.meta.dirname, '../testing/corpus')

function expectSame(source: Buffer): void {
  expect(Buffer.from(unpackSource(packSource(source).packed)).equals(source)).toBe(true)
}

function part(encoding: string, body: string, eol = '\r\n'): Buffer {
  const lines = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b']
  lines.push(`Content-Transfer-Encoding: ${encoding}`, '', body, '--b--', '')
  return Buffer.from(lines.join(eol), 'latin1')
}

const wrap = (text: string, width: number, eol = '\r\n'): string =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join(eol) ?? ''

test('every mail of the corpus comes back byte by byte', () => {
  const mails = readdirSync(CORPUS).filter((name) => name.endsWith('.eml'))
  expect(mails.length).toBeGreaterThan(10)
  for (const name of mails) expectSame(readFileSync(join(CORPUS, name)))
})

test.each([
  [76, '\r\n'],
  [60, '\r\n'],
  [72, '\n'],
  [998, '\r\n'],
])('an attachment in base64, %i letters a line, is stored decoded', (width, eol) => {
  const source = part('base64', wrap(randomBytes(200_001).toString('base64'), width, eol), eol)
  const { packed } = packSource(source)
  expect(packed.length).toBeLessThan(200_001 * 1.01)
  expectSame(source)
})

test('text in base64 is compressed as text', () => {
  const text = Array.from({ length: 3_000 }, (_, n) => `word${(n * 7_919) % 1_000}`).join(' ')
  const source = part('base64', wrap(Buffer.from(text).toString('base64'), 76))
  expect(packSource(source).packed.length).toBeLessThan(zstdCompressSync(source).length * 0.7)
  expectSame(source)
})

test('text in quoted-printable is stored decoded, whichever way its lines are folded', () => {
  const words = 'Gr=C3=BC=C3=9Fe aus dem Caf=C3=A9, 2=3D2 '.repeat(300)
  for (const width of [76, 75, 73]) {
    const lines = words.match(new RegExp(`(?:=[0-9A-F]{2}|.){1,${(width - 1) / 2}}`, 'g')) ?? []
    expectSame(part('quoted-printable', `${lines.join('=\r\n')}=20\r\nend`))
  }
})

test('a part goes on behind a fold before the end of an HTML comment', () => {
  const line = 'a'.repeat(62)
  const source = part('quoted-printable', `${line}${'a'.repeat(11)}<!=\r\n--[if mso]-->${line}=\r\n=C3=A9`)
  expect(Buffer.from(packSource(source).text).toString()).toContain(`<!--[if mso]-->${line}é`)
  expectSame(source)
})

test.each([
  ['a line too long', `${'A'.repeat(76)}\r\n${'A'.repeat(80)}\r\n${'A'.repeat(76)}`],
  ['two blank lines', `${'A'.repeat(76)}\r\n\r\n\r\n${'A'.repeat(76)}`],
  ['letters that are none', `${'A'.repeat(76)}\r\n${'!'.repeat(76)}\r\nAA==`],
  ['the other alphabet', `${'-_'.repeat(38)}\r\nAA==`],
  ['padding inside', `QQ==${'A'.repeat(72)}\r\nAA==`],
  ['lines of two letters', 'QU\r\nJD'],
  ['bits behind the end', 'QUJ='],
  ['no padding', 'QUI'],
  ['nothing', ''],
])('base64 that no encoder would write comes back too: %s', (_what, body) => {
  expectSame(part('base64', body))
})

test.each([
  ['a small hex digit', 'caf=c3=a9 '.repeat(20)],
  ['an equals sign alone', 'a = b'],
  ['at its very end', 'a='],
  ['a blank before a break', 'a =\r\nb \r\nc\t\r\n'],
  ['a bare line feed', 'a\nb=\nc\r\nd'],
  ['raw bytes', '\xe9\x00\xff'],
])('quoted-printable that no encoder would write comes back too: %s', (_what, body) => {
  expectSame(part('quoted-printable', body))
})

test('whatever the bytes, the same come back', () => {
  const piece = fc.oneof(
    fc.constantFrom('\r\n', '\n', '--b', '--b\r\n', '=\r\n', '=3D', '=20', ' ', '\r\n\r\n', 'QUJD', '='),
    fc.constantFrom('base64', 'quoted-printable').map((name) => `Content-Transfer-Encoding: ${name}\r\n`),
    fc.string({ unit: 'binary' }),
    fc.base64String(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expectSame(Buffer.from(pieces.join(''), 'latin1'))
    }),
    { numRuns: 200 },
  )
})

test('a mail of nothing but such headers is passed over quickly', () => {
  const headers = 'Content-Transfer-Encoding: base64\r\n'.repeat(100_000)
  for (const source of [
    headers,
    `${headers}\r\n\r\n`,
    'Content-Transfer-Encoding: base64\r\n\r\n'.repeat(50_000),
  ])
    expectSame(Buffer.from(source))
})

test('a boundary that is nearly everywhere is looked for in linear time', () => {
  const half = 'A'.repeat(50_000)
  const header = `\n--${half}B${half}\nContent-Transfer-Encoding: base64\n\n`
  expectSame(Buffer.from(`${header}${`\n--${half.repeat(3)}`.repeat(20)}${half.repeat(100)}`))
})

test('what was stored in any form is read', () => {
  const lines = [
    'From: Ada <ada@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset="utf-8"',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<p style=3D"margin:0">caf=C3=A9</p>',
    '',
  ]
  const source = Buffer.from(lines.join('\r\n'))
  const withoutDictionary =
    'AdMAAAAotS/9IOdVBgBijS8rgDltM0RN0C4Q6ovlCq7cczYhlIRIQ/NcNbHvj8TIBHi3u7ub2WTxypkiAWo5ddFITED9OMx4M0a2J464vPxltVFLLZcN/TPa6tiLZoT0mRJnHbqzLQs46Csceb+2pYdB5PTS4i3+7Hm9JLif/pMaqMVQNNibNF7rCk4yQZio5USWKlzWqS1O0LAb1rCAvYnaAwZHi/ArG3r8UhSfG8DjsfQwPnDjSbEUfiypcxtwPIb+tOLAEC3g0VhgGAYSAgBYZoRLMxQa'
  const withUsualText =
    'AnkAAAAotS/9IOeFAwA0BTsAAABbMTM3LHsiZCI6MjksImVvbCI6IlxyXG4iLCI6MzYsInRpZ2h0IjpmYWxzZX0sMl0gQWRhIDxhZGFAZXhhbXBsZT4iPmNhZsOpPC9wPg0KBwBdgjPkvh4UqIhKd2qetZDVES1qMUF4rjMH'
  const forms = [withoutDictionary, withUsualText].map((form) => Buffer.from(form, 'base64'))
  for (const form of [zstdCompressSync(source), ...forms]) {
    expect(Buffer.from(unpackSource(form)).toString()).toBe(source.toString())
  }
})

test('a short mail takes less than half of its space, though it repeats nothing', () => {
  const lines = [
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; h=from:to:subject:date:message-id',
    'From: Ada <ada@example.org>',
    'To: reader@example.org',
    'Subject: Lunch',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="utf-8"',
    'Content-Transfer-Encoding: 7bit',
    '',
    'At noon?',
  ]
  const source = Buffer.from(lines.join('\r\n'))
  expect(packSource(source).packed.length).toBeLessThan(source.length / 2)
})
