import { expect, test } from 'vitest'
import { decodeEscapes, findCssReferences } from './css-references.ts'

function find(css: string): string[] {
  const found: string[] = []
  findCssReferences(css, (address, kind) => found.push(`${kind} ${address}`))
  return found
}

test.each([
  ['background:url(//h/a)', ['css-image //h/a']],
  ['background:url( "//h/a" )', ['css-image //h/a']],
  ["background:#fff url('//h/a') no-repeat, url(//h/b)", ['css-image //h/a', 'css-image //h/b']],
  ['list-style:square url(//h/a)', ['css-image //h/a']],
  ['background:\\75rl(//h/a)', ['css-image //h/a']],
  ['background:\\000075\\72 L(//h/a)', ['css-image //h/a']],
  ['background:url(\\68ttps://h/a)', ['css-image https://h/a']],
  ['background:url("//h/\\\na")', ['css-image //h/a']],
  [
    'background:image-set("//h/a" 1x, url(//h/b) 2x type("image/png"))',
    ['css-image //h/a', 'css-image //h/b'],
  ],
  ['background:src("//h/a")', ['css-image //h/a']],
  ['--x:"//h/a";background:image-set(var(--x) 1x)', ['css-image //h/a']],
  ['background/**/:/**/url(/**/a)', ['css-image /**/a']],
  ['b{background:url(//h/a', ['css-image //h/a']],
  ['@import "//h/a";', ['css-import //h/a']],
  ['@IMPORT url(//h/a) screen;', ['css-import //h/a']],
  ['@\\69mport "//h/a";', ['css-import //h/a']],
  [
    '@font-face{src:local("x"),url(//h/a) format("woff2")}b{background:url(//h/b)}',
    ['css-font //h/a', 'css-image //h/b'],
  ],
  ['@media all{b{background:url(//h/a)}}', ['css-image //h/a']],
  ['@import "unclosed\n;b{background:url(//h/a)}', ['css-import unclosed', 'css-image //h/a']],
  ['<!-- b{background:url(//h/a)} -->', ['css-image //h/a']],
])('found: %s', (css, found) => {
  expect(find(css)).toEqual(found)
})

test.each([
  '/* background:url(//h/a) */',
  'content:"url(//h/a)"',
  'a[href="https://h/a"]{color:red}',
  'b:not([title="url(//h/a)"]){color:red}',
  '@namespace url(http://www.w3.org/1999/xhtml);',
  '@charset "url";',
  'font-family:"https://h/a", url',
  'background:purl(none)',
])('not fetched: %s', (css) => {
  expect(find(css)).toEqual([])
})

test('escapes follow CSS Syntax: up to six digits, one white space, no impossible characters', () => {
  expect(decodeEscapes('\\75 rl \\0 \\110000 \\z \\\n.')).toBe('url \ufffd\ufffdz .')
})

test('brackets without end take linear time and no depth', () => {
  expect(find(`@import x${'('.repeat(1_000_000)}"//h/a"`)).toEqual(['css-import //h/a'])
})
