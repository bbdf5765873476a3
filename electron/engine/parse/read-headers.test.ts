import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { firstValue, readHeaders } from './read-headers.ts'

function read(text: string, encoding: BufferEncoding = 'utf8') {
  const source = Buffer.from(text, encoding)
  const { headers, bodyStart, truncated } = readHeaders(source, 0, source.length)
  return { headers, body: source.toString('utf8', bodyStart), truncated }
}

describe('readHeaders', () => {
  it('unfolds headers and finds the body, with either kind of line break', () => {
    for (const lineBreak of ['\r\n', '\n']) {
      const lines = ['Subject: one', '\ttwo', ' three', 'X-Empty:', 'TO : a@b.example', '', 'body', '']
      const { headers, body } = read(lines.join(lineBreak))
      expect(headers).toEqual([
        { name: 'subject', value: 'one\ttwo three' },
        { name: 'x-empty', value: '' },
        { name: 'to', value: 'a@b.example' },
      ])
      expect(body).toBe(`body${lineBreak}`)
    }
  })

  it('passes over lines that are no headers, with their continuations', () => {
    const { headers, body } = read('A: 1\nno header here\n  goes on\n: nameless\nB: 2\n\nbody')
    expect(headers.map((header) => header.name)).toEqual(['a', 'b'])
    expect(body).toBe('body')
  })

  it('takes a block whose first line is no header for the body, so that no text is lost', () => {
    expect(read('Dear reader\nNote: this is text\n\nmore')).toEqual({
      headers: [],
      body: 'Dear reader\nNote: this is text\n\nmore',
      truncated: false,
    })
  })

  it('reads raw UTF-8 and raw Latin-1, which no standard allowed for long', () => {
    expect(read('Subject: Grüße\n\n').headers[0]?.value).toBe('Grüße')
    expect(read('Subject: Grüße\n\n', 'latin1').headers[0]?.value).toBe('Grüße')
  })

  it('leaves NUL and other control characters out of values', () => {
    expect(read('Subject: a\0b\x1b[2Jc\n\n').headers[0]?.value).toBe('ab[2Jc')
  })

  it('gives the topmost of several headers of one name', () => {
    expect(firstValue(read('X: top\nX: below\n\n').headers, 'x')).toBe('top')
  })

  it('keeps no more than its limit of 100,000 headers, and still finds the body', () => {
    const { headers, body, truncated } = read(`${'X-Flood: v\r\n'.repeat(100_000)}\r\nbody`)
    expect(headers).toHaveLength(limits.headers)
    expect({ body, truncated }).toEqual({ body: 'body', truncated: true })
  })

  it('cuts a header of 10 MB and reads the next one', () => {
    for (const unit of ['x', 'x\r\n ']) {
      const { headers, body, truncated } = read(
        `X-Big: ${unit.repeat(10_000_000 / unit.length)}\r\nB: 2\r\n\r\nbody`,
      )
      expect(headers[0]?.value.length).toBeLessThanOrEqual(limits.headerValue)
      expect(headers[1]).toEqual({ name: 'b', value: '2' })
      expect({ body, truncated }).toEqual({ body: 'body', truncated: true })
    }
  })

  it('keeps no more bytes of all headers together than their limit', () => {
    const { headers, truncated } = read(`${`X: ${'y'.repeat(limits.headerValue)}\n`.repeat(40)}\n`)
    const kept = headers.reduce((sum, header) => sum + header.value.length, 0)
    expect(kept).toBeLessThanOrEqual(limits.headerBytes + limits.headerValue)
    expect(truncated).toBe(true)
  })
})
