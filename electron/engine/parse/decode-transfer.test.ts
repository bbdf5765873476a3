import { describe, expect, it } from 'vitest'
import { decodedSize, decodeTransfer } from './decode-transfer.ts'

const qp = (text: string) => decodeTransfer(Buffer.from(text), 'quoted-printable').toString('utf8')
const base64 = (text: string) => decodeTransfer(Buffer.from(text), 'base64').toString('utf8')

describe('quoted-printable', () => {
  it('decodes escapes in either case and joins soft line breaks', () => {
    expect(qp('Gr=C3=BC=c3=9fe =3D\r\n')).toBe('Grüße =\r\n')
    expect(qp('one=\r\n two=\n three= \t\r\n four=')).toBe('one two three four')
  })

  it('leaves escapes that are none as they came', () => {
    expect(qp('a=b =ZZ =4 = =')).toBe('a=b =ZZ =4 = ')
    expect(qp('src=3D"x" href="y"')).toBe('src="x" href="y"')
  })

  it('ends on 8 MB of equals signs, and of blanks after one', { timeout: 60_000 }, () => {
    expect(qp('='.repeat(8_000_000))).toHaveLength(7_999_999)
    expect(qp(`=${' '.repeat(8_000_000)}x`)).toHaveLength(8_000_002)
  })
})

describe('base64', () => {
  it('passes over line breaks and what is no base64, and goes on after padding in the middle', () => {
    expect(base64('aGVs\r\nbG8g\n d29y!!bGQ=')).toBe('hello world')
    expect(base64('aGVsbG8=\r\nIHdvcmxk')).toBe('hello world')
  })

  it('ends on 8 MB of padding between digits', { timeout: 60_000 }, () => {
    expect(base64('QQ=='.repeat(2_000_000))).toHaveLength(2_000_000)
    expect(base64('='.repeat(8_000_000))).toHaveLength(0)
  })

  it('gives nothing for nothing and for garbage', () => {
    expect(base64('')).toBe('')
    expect(base64('=')).toBe('')
  })
})

describe('decodedSize', () => {
  it('is exact for base64 in lines, without decoding it', () => {
    for (const length of [0, 1, 2, 3, 56, 57, 58, 1_000, 123_456]) {
      const encoded = Buffer.alloc(length, 7).toString('base64')
      for (const lineBreak of ['\r\n', '\n']) {
        const lines = encoded.replace(/.{76}/g, `$&${lineBreak}`)
        for (const around of ['', lineBreak, `${lineBreak}${lineBreak}`]) {
          expect(decodedSize(Buffer.from(`${around}${lines}${around}`), 'base64')).toBe(length)
        }
      }
      expect(decodedSize(Buffer.from(encoded), 'base64')).toBe(length)
    }
  })

  it('is never negative and never far off for odd line breaks', () => {
    for (const odd of ['\n\n\n', '====', 'a\n'.repeat(100), 'a', '=\n=\n']) {
      const size = decodedSize(Buffer.from(odd), 'base64')
      expect(size).toBeGreaterThanOrEqual(0)
      expect(size).toBeLessThanOrEqual(odd.length)
    }
  })
})
