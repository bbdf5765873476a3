import { expect, test } from 'vitest'
import { decodeEscapes } from './css-characters.ts'
import { findCssReferences } from './css-references.ts'

/** What stands in a style attribute, or in a sheet where there are rules. */
function find(css: string, form: 'sheet' | 'attribute' = /[{@]/.test(css) ? 'sheet' : 'attribute'): string[] {
  const found: string[] = []
  findCssReferences(css, form, (address, kind) => found.push(`${kind} ${address}`))
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
  ['background:image-set("//h/a" 1x, url(//h/b) 2x type("image/png"))', ['css-image //h/a', 'srcset //h/b']],
  ['background:src("//h/a")', ['unshown //h/a']],
  ['--x:"//h/a";background:image-set(var(--x) 1x)', ['unshown //h/a']],
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
  ['cursor', 'cursor:url(//h/a),auto'],
  ['a shape that text flows around', 'shape-outside:url(//h/a)'],
  ['a filter', 'filter:url(//h/a)'],
  ['a custom property, used or not', '--a:url(//h/a);background:var(--a)'],
  ['a value that is not known until it is used', 'background:url(//h/a) var(--b)'],
  ['a picture mixed from others', 'background:cross-fade(url(//h/a),red)'],
  ['what a later declaration takes back', 'background:url(//h/a);background-color:red;background:none'],
  ['what an important one stands above', 'background:none!important;background:url(//h/a)'],
  ['what Chromium passes over', 'background-image:url(//h/a) no-repeat'],
  ['what another browser draws', 'background:url(//h/a),-moz-linear-gradient(red,blue)'],
  ['a dark screen', '@media (prefers-color-scheme: dark){b{background:url(//h/a)}}'],
  ['a screen of some height', '@media screen and (min-height:9px){b{background:url(//h/a)}}'],
  ['a rule that the page takes out', '@layer x{b{background:url(//h/a)}}'],
  ['no rule', '@media all{background:url(//h/a)}'],
  ['a sheet that goes as a whole', '@namespace "x";b{background:url(//h/a)}'],
])('the page shows none of it, so it is no picture to load: %s', (_, css) => {
  expect(find(css)).toEqual(['unshown //h/a'])
})

test('rules inside an attribute are nothing', () => {
  expect(find('b{background:url(//h/a)}', 'attribute')).toEqual(['unshown //h/a'])
})

test.each([
  ['a later one that Chromium passes over', 'background:url(//h/a);background:-o-linear-gradient(red,blue)'],
  ['another property', 'background:url(//h/a);list-style:none;background-size:9px'],
  ['a condition on the width', '@media (max-width:600px){@supports (a:b){b{background:url(//h/a)}}}'],
  ['steps of an animation', '@keyframes k{from{background:url(//h/a)}}'],
  ['a rule in a rule', 'a{color:red;&:hover{background:url(//h/a)}color:blue}'],
])('the page shows it all the same: %s', (_, css) => {
  expect(find(css)).toEqual(['css-image //h/a'])
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
