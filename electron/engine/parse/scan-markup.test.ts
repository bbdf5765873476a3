import { expect, test } from 'vitest'
import { nameTable } from './name-table.ts'
import { type MarkupReader, scanMarkup } from './scan-markup.ts'

/** What is read, as a list of short lines. */
function read(html: string, inForeign: 'elements' | 'text' = 'elements'): string[] {
  const lines: string[] = []
  const reader: MarkupReader = {
    wanted: nameTable(['src', 'href', 'a']),
    open: (name, attributes, closed) =>
      lines.push(`<${[name, ...attributes].join(' ')}${closed ? '/' : ''}>`),
    close: (name) => lines.push(`</${name}>`),
    text: () => lines.push('text'),
    blank: () => {},
    raw: (name, content) => lines.push(`${name}:${content}`),
    comment: (content) => lines.push(`!${content}`),
  }
  scanMarkup(html, reader, inForeign)
  return lines
}

test.each([
  ['without quotes, up to white space or >', '<img src=a/b>', ['<img src a/b>']],
  ['a slash for a space', '<img/src=x/>', ['<img src x/>']],
  ['capitals', '<IMG SRC=x>', ['<img src x>']],
  ['a > in quotes', '<img a=">" src=x>', ['<img a > src x>']],
  ['the first of equal names counts', '<img src=1 SRC=2>', ['<img src 1>']],
  ['an equals sign can begin a name', '<img =src=1 src=2>', ['<img src 2>']],
  ['line breaks around the equals sign', '<img src\n=\n"x">', ['<img src x>']],
  ['a quote in the middle of a tag is a name', '<img " src=x>', ['<img src x>']],
  ['no value', '<img src>', ['<img src >']],
  ['attributes that nobody wants are skipped', '<img onload="x" src=y>', ['<img src y>']],
])('attributes: %s', (_, html, lines) => {
  expect(read(html)).toEqual(lines)
})

test.each([
  ['<!--><b>', ['<b>']],
  ['<!---><b>', ['<b>']],
  ['<!-- x --!><b>', ['! x ', '<b>']],
  ['<!-- <b> --><i>', ['! <b> ', '<i>']],
  ['<!-- <b>', ['! <b>']],
  ['<![if x]><b>', ['<b>']],
  ['<![CDATA[<b>]]>', ['text']],
  ['<?xml <b>', []],
  ['</ x><b>', ['<b>']],
  ['</><b>', ['<b>']],
  ['<!doctype html><b>', ['<b>']],
])('comments and what is taken for one: %s', (html, lines) => {
  expect(read(html)).toEqual(lines)
})

test('raw text ends at its own end tag only', () => {
  expect(read('<style>a</stylex><b></style ><i>')).toEqual([
    '<style>',
    'style:a</stylex><b>',
    '</style>',
    '<i>',
  ])
  expect(read('<title><b></title><i>')).toEqual(['<title>', 'title:<b>', '</title>', '<i>'])
})

test('a style sheet without an end is read as style and as markup', () => {
  expect(read('<style>x<img src=y>')).toEqual(['<style>', 'style:x<img src=y>', 'text', '<img src y>'])
})

test('a tag that the file ends in is no tag', () => {
  expect(read('<img src=x')).toEqual([])
  expect(read('<img src="x')).toEqual([])
})

test('in SVG the tree sees elements where the preload scanner sees text, and the caller is told', () => {
  const html = '<svg><style><b></style></svg>'
  expect(read(html, 'elements')).toEqual(['<svg>', '<style>', '<b>', '</style>', '</svg>'])
  expect(read(html, 'text')).toEqual(['<svg>', '<style>', 'style:<b>', '</style>', '</svg>'])
  const silent = {
    wanted: nameTable(['x']),
    open() {},
    close() {},
    text() {},
    blank() {},
    raw() {},
    comment() {},
  }
  expect(scanMarkup(html, silent, 'elements')).toBe(true)
  expect(scanMarkup('<style></style><svg></svg>', silent, 'elements')).toBe(false)
})

test('white space, zero-width characters and their entities are nothing to see', () => {
  expect(read(' \n&nbsp;\u200b&zwnj;&#847; ')).toEqual([])
  expect(read(' a')).toEqual(['text'])
  expect(read('&nbsp;a')).toEqual(['text'])
})
