import { expect, test } from 'vitest'
import { addressAttribute, kindOfLink } from './element-references.ts'

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
  ['input', 'src', null, 'unshown'],
  ['td', 'background', null, 'background'],
  ['v:fill', 'src', null, 'vml'],
  ['v:roundrect', 'href', null, undefined],
  ['image', 'xlink:href', 'svg', 'svg'],
  ['mglyph', 'src', 'math', 'mathml'],
  ['button', 'formaction', null, 'form'],
  ['amp-pixel', 'src', null, 'unshown'],
  ['unheard-of', 'src', null, 'other'],
  ['p', 'title', null, undefined],
] as const)('%s %s', (tag, attribute, foreign, kind) => {
  expect(addressAttribute(tag, attribute, foreign)?.kind).toBe(kind)
})
