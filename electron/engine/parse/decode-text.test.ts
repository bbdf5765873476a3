import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeBytes, decodeHtmlBytes } from './decode-text.ts'

const bytes = (...values: number[]) => Buffer.from(values)

describe('decodeBytes', () => {
  it('reads the charsets mail is written in', () => {
    const samples: [string, string][] = [
      ['utf-8', 'Grüße مرحبا 你好'],
      ['UTF8', 'Grüße'],
      ['iso-8859-1', 'Grüße'],
      ['ISO-8859-15', '5 €'],
      ['windows-1252', '“quoted” – 5 €'],
      ['windows-1256', 'مرحبا'],
      ['iso-8859-6', 'مرحبا'],
      ['koi8-r', 'Привет'],
      ['gb18030', '你好'],
      ['big5', '你好'],
      ['shift_jis', 'こんにちは'],
      ['euc-kr', '안녕'],
      ['utf-16le', 'Grüße'],
    ]
    for (const [charset, text] of samples)
      expect(decodeBytes(iconv.encode(text, charset), charset)).toBe(text)
  })

  it('reads ISO-2022-JP, which is written in ASCII bytes', () => {
    expect(decodeBytes(Buffer.from('\x1b$B$3$s\x1b(B ok'), 'iso-2022-jp')).toBe('こん ok')
  })

  it('takes an unknown charset for UTF-8 if it can be, else for windows-1252', () => {
    for (const charset of ['klingon', 'x-unknown', '', '__proto__', 'base64', 'hex', null]) {
      expect(decodeBytes(Buffer.from('Grüße'), charset)).toBe('Grüße')
      expect(decodeBytes(bytes(0x47, 0x72, 0xfc, 0xdf, 0x65), charset)).toBe('Grüße')
    }
  })

  it('does not believe a sender who calls Latin-1 UTF-8, or UTF-8 ASCII', () => {
    expect(decodeBytes(bytes(0x47, 0x72, 0xfc, 0xdf, 0x65), 'utf-8')).toBe('Grüße')
    expect(decodeBytes(Buffer.from('Grüße'), 'us-ascii')).toBe('Grüße')
  })

  it('does not believe one who calls UTF-8 by the name of a charset of single bytes', () => {
    for (const charset of ['iso-8859-1', 'iso-8859-6', 'windows-1256', 'windows-1252', 'latin1']) {
      expect(decodeBytes(Buffer.from('مرحبا بكم'), charset)).toBe('مرحبا بكم')
    }
    const html = '<meta charset=windows-1256><p>مرحبا بكم</p>'
    expect(decodeHtmlBytes(Buffer.from(html), null)).toBe(html)
  })

  it('keeps UTF-8 that was cut in the middle of a character', () => {
    expect(decodeBytes(Buffer.from('Grüße €').subarray(0, -1), 'utf-8')).toBe('Grüße \ufffd')
  })

  it('takes the byte order mark off and believes it before the label', () => {
    expect(decodeBytes(Buffer.from('\ufeffGrüße'), 'iso-8859-1')).toBe('Grüße')
    expect(decodeBytes(bytes(0xff, 0xfe, 0x41, 0x00), 'utf-8')).toBe('A')
    expect(decodeBytes(bytes(0xfe, 0xff, 0x00, 0x41), null)).toBe('A')
  })

  it('leaves line breaks as LF and no NUL, which programs treat in more than one way', () => {
    for (const charset of ['utf-8', 'utf-16le', 'windows-1252', 'shift_jis', null]) {
      const text = iconv.encode('a\0\r\nb\r\0\nc\rd', charset ?? 'utf-8')
      expect(decodeBytes(text, charset)).toBe('a\nb\n\nc\nd')
    }
    expect(decodeBytes(Buffer.from('a+AAA-b'), 'utf-7')).toBe('ab')
  })

  it('never throws, whatever the label and the bytes', () => {
    const everyByte = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7) % 256))
    for (const charset of [
      'utf-7',
      'utf-7-imap',
      'iso-2022-jp',
      'iso-2022-kr',
      'gb18030',
      'utf-32',
      'cp437',
      'x-mac',
    ]) {
      expect(decodeBytes(everyByte, charset)).toEqual(expect.any(String))
    }
  })
})

describe('decodeHtmlBytes', () => {
  const page = (meta: string, charset: string) => iconv.encode(`<html><head>${meta}</head>Grüße`, charset)

  it('asks the document where the mail names no charset', () => {
    expect(decodeHtmlBytes(page('<meta charset="iso-8859-1">', 'latin1'), null)).toContain('Grüße')
    const old = '<META http-equiv=Content-Type content="text/html; charset=windows-1250">'
    expect(decodeHtmlBytes(page(old, 'windows-1250'), null)).toContain('Grüße')
  })

  it('believes the mail before the document', () => {
    expect(decodeHtmlBytes(page('<meta charset="koi8-r">', 'utf-8'), 'utf-8')).toContain('Grüße')
  })

  it('does not believe a document that could be read that it is UTF-16', () => {
    expect(decodeHtmlBytes(page('<meta charset="utf-16">', 'utf-8'), null)).toContain('Grüße')
  })
})
