import { expect, it } from 'vitest'
import { parseMessage } from './parse-message.ts'
import { readAttachment } from './read-attachment.ts'

it('gives every byte back, whichever way it was sent', () => {
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 31) % 256))
  const sent = {
    base64: bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    'quoted-printable': [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
    binary: bytes.toString('latin1'),
  }
  for (const [encoding, body] of Object.entries(sent)) {
    const source = Buffer.from(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--b--\r\n`,
      'latin1',
    )
    const [attachment] = parseMessage(source).attachments
    expect(attachment).toBeDefined()
    if (attachment === undefined) continue
    expect(Buffer.from(readAttachment(source, attachment)).equals(bytes)).toBe(true)
  }
})

it('takes nothing else of the mail along into another process', () => {
  const source = Buffer.from('secret aGVsbG8= secret')
  for (const encoding of ['base64', 'quoted-printable', 'none'] as const) {
    const bytes = readAttachment(source, { start: 7, end: 15, encoding })
    expect(bytes.buffer.byteLength).toBe(bytes.byteLength)
  }
})

it('gives what there is of a range that leaves the source', () => {
  const source = Buffer.from('abc')
  expect(Buffer.from(readAttachment(source, { start: 1, end: 900, encoding: 'none' })).toString()).toBe('bc')
  expect(readAttachment(source, { start: 9, end: 900, encoding: 'base64' })).toHaveLength(0)
})
