import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { type MimePart, readMimeTree } from './mime-tree.ts'

interface Outline {
  type: string
  body?: string
  children?: Outline[]
}

/** The tree as types, with the bytes of its leaves. */
function outline(source: Buffer, part: MimePart): Outline {
  return part.children.length > 0
    ? { type: part.mediaType, children: part.children.map((child) => outline(source, child)) }
    : { type: part.mediaType, body: source.toString('utf8', part.start, part.end) }
}

function read(text: string) {
  const source = Buffer.from(text)
  const { root, truncated } = readMimeTree(source)
  return { outline: outline(source, root), root, truncated }
}

function count(part: MimePart): number {
  return part.children.reduce((sum, child) => sum + count(child), 1)
}

function depth(part: MimePart): number {
  return 1 + Math.max(0, ...part.children.map(depth))
}

const MIXED = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'

describe('readMimeTree', () => {
  it('takes a nested message apart, without preamble and epilogue', () => {
    const { outline } = read(
      [
        'Content-Type: multipart/mixed; boundary="outer"',
        '',
        'preamble',
        '--outer',
        'Content-Type: multipart/alternative; boundary="outer-inner"',
        '',
        '--outer-inner',
        '',
        'text',
        '--outer-inner',
        'Content-Type: text/html',
        '',
        '<p>html',
        '',
        '--outer-inner--',
        '--outer  ',
        'Content-Type: application/pdf',
        '',
        'PDF',
        '--outer--',
        'epilogue',
      ].join('\r\n'),
    )
    expect(outline).toEqual({
      type: 'multipart/mixed',
      children: [
        {
          type: 'multipart/alternative',
          children: [
            { type: 'text/plain', body: 'text' },
            { type: 'text/html', body: '<p>html\r\n' },
          ],
        },
        { type: 'application/pdf', body: 'PDF' },
      ],
    })
  })

  it('does not take a longer boundary for the one it looks for', () => {
    const { outline } = read(`${MIXED}--b\r\n\r\none\r\n--bb\r\n--b-\r\ntwo\r\n--b--`)
    expect(outline.children).toEqual([{ type: 'text/plain', body: 'one\r\n--bb\r\n--b-\r\ntwo' }])
  })

  it('reads to the end where the closing delimiter is missing', () => {
    expect(read(`${MIXED}--b\r\n\r\none\r\n--b\r\n\r\ntwo`).outline.children).toHaveLength(2)
    expect(read(`${MIXED}--b`).outline.children).toEqual([{ type: 'text/plain', body: '' }])
  })

  it('tells long boundaries apart by their ends, in linear time', () => {
    const half = 'A'.repeat(7_900)
    const near = `\n--${half.repeat(3)}`.repeat(1_000)
    const { root } = read(
      `Content-Type: multipart/mixed; boundary="${half}B${half}"\n\n--${half}B${half}\n\none${near}\n--${half}B${half}\n\ntwo`,
    )
    expect(root.children).toHaveLength(2)
  })

  it('loses nothing after an inner multipart that closes with the boundary of the outer one', () => {
    const { outline } = read(
      `${MIXED}--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n--b\r\nContent-Type: image/gif\r\n\r\nGIF\r\n--b--`,
    )
    expect(outline.children).toContainEqual({ type: 'text/plain', body: 'text' })
    expect(outline.children).toContainEqual({ type: 'image/gif', body: 'GIF' })
  })

  it('leaves a multipart without boundary or without delimiters whole', () => {
    expect(read('Content-Type: multipart/mixed\r\n\r\nbody').outline).toEqual({
      type: 'multipart/mixed',
      body: 'body',
    })
    expect(read(`${MIXED}body`).outline).toEqual({ type: 'multipart/mixed', body: 'body' })
  })

  it('never looks inside a message that is attached', () => {
    const { root } = read(
      `${MIXED}--b\r\nContent-Type: message/rfc822\r\n\r\n${MIXED}--c\r\n\r\nx\r\n--c--\r\n--b--`,
    )
    expect(root.children[0]).toMatchObject({ mediaType: 'message/rfc822', children: [] })
  })

  it('takes the parts of a digest for messages (RFC 2046 5.1.5)', () => {
    const { root } = read('Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--')
    expect(root.children[0]?.mediaType).toBe('message/rfc822')
  })

  it('passes over what mail files put before the headers', () => {
    for (const before of ['From me@here Fri Apr 06 16:46:09 2001\n', '\r\n\r\n', '\ufeff', ' ']) {
      expect(read(`${before}Subject: s\n\nbody`).root.headers).toEqual([{ name: 'subject', value: 's' }])
    }
  })
})

describe('readMimeTree against mails made to exhaust it', () => {
  it('goes no deeper than its limit into 10,000 nested parts', () => {
    const levels = Array.from(
      { length: 10_000 },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`,
    )
    const { root, truncated } = read(`${levels.join('')}\nhello`)
    expect(depth(root)).toBe(limits.depth + 1)
    expect(truncated).toBe(true)
  })

  it('takes no more parts than its limit, counted over all levels', () => {
    const inner = '--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c\n\nx\n--c--\n'
    for (const body of ['--b\n\nx\n'.repeat(1_000_000), inner.repeat(5_000)]) {
      const { root, truncated } = read(`${MIXED}${body}--b--`)
      expect(count(root)).toBeLessThanOrEqual(limits.parts)
      expect(truncated).toBe(true)
    }
  })

  it('takes exactly as many parts as its limit without complaint', () => {
    const { root, truncated } = read(`${MIXED}${'--b\n\nx\n'.repeat(limits.parts - 1)}--b--`)
    expect(count(root)).toBe(limits.parts)
    expect(truncated).toBe(false)
  })

  // Anything that looks at a byte more often than once a level would not end within the test's time.
  it('ends on 50 MB of lines that are almost delimiters', { timeout: 60_000 }, () => {
    const boundary = '-'.repeat(70)
    for (const line of [`\n--${boundary}x`, '\n--b', '\n', '--']) {
      const body = line.repeat(50_000_000 / line.length)
      const { root } = read(`Content-Type: multipart/mixed; boundary="${boundary}"\n\n${body}`)
      expect(root.children).toEqual([])
    }
  })

  it('ends on a delimiter padded with 50 MB of blanks', { timeout: 60_000 }, () => {
    expect(count(read(`${MIXED}--b${' '.repeat(50_000_000)}x\n--b\n\ny`).root)).toBe(2)
  })
})
