import { expect, test } from 'vitest'
import { addressAttribute, kindOfLink, splitSrcset } from './element-references.ts'

test.each([
  ['a.png 1x, b.png 2x', ['a.png', 'b.png']],
  ['a.png', ['a.png']],
  [' a.png , b.png 2x', ['a.png', 'b.png']],
  ['a.png,b.png 2x', ['a.png,b.png']],
  ['a.png, ,, b.png', ['a.png', 'b.png']],
  ['data:image/png;base64,AA 1x, b.png 640w', ['data:image/png;base64,AA', 'b.png']],
  ['a.png (x, y), b.png', ['a.png', 'b.png']],
  ['', []],
  [',', []],
])('srcset %j', (value, addresses) => {
  expect(splitSrcset(value)).toEqual(addresses)
})

test.each([
  ['stylesheet', 'stylesheet'],
  ['ALTERNATE StyleSheet', 'stylesheet'],
  ['shortcut icon', 'icon'],
  ['apple-touch-icon', 'icon'],
  ['preload', 'preload'],
  ['modulepreload', 'preload'],
  ['prefetch', 'prefetch'],
  ['dns-prefetch', 'preconnect'],
  ['preconnect', 'preconnect'],
  ['manifest', 'manifest'],
  ['canonical', null],
  ['', null],
])('link rel=%s', (rel, kind) => {
  expect(kindOfLink(rel)).toBe(kind)
})

test.each([
  ['img', 'src', null, 'img'],
  ['td', 'background', null, 'background'],
  ['v:fill', 'src', null, 'vml'],
  ['v:roundrect', 'href', null, undefined],
  ['image', 'xlink:href', 'svg', 'svg'],
  ['mglyph', 'src', 'math', 'mathml'],
  ['button', 'formaction', null, 'form'],
  ['amp-pixel', 'src', null, 'img'],
  ['unheard-of', 'src', null, 'other'],
  ['p', 'title', null, undefined],
] as const)('%s %s', (tag, attribute, foreign, kind) => {
  expect(addressAttribute(tag, attribute, foreign)?.kind).toBe(kind)
})
