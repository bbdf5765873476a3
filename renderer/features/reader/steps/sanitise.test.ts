import { describe, expect, test } from 'vitest'
import { sampleReference } from '../../../testing/samples.ts'
import { createHeldPictures } from './hold-remote.ts'
import { sanitise } from './sanitise.ts'

function body(html: string): string {
  return sanitise(html, window, createHeldPictures([], [])).root.querySelector('body')?.outerHTML ?? ''
}

describe('looks, direction and language stay', () => {
  for (const html of [
    '<body bgcolor="#ffffff" dir="rtl" lang="ar" text="#111"><p>x</p></body>',
    '<body><table width="600" cellpadding="0" cellspacing="0" border="0" align="center"><tbody><tr><td valign="top" colspan="2" height="20" bgcolor="red">x</td></tr></tbody></table></body>',
    '<body><font color="red" size="4" face="Arial">x</font><center>x</center></body>',
    '<body><ul type="square"><li value="3">x</li></ul><ol start="4" reversed=""><li>x</li></ol></body>',
    '<body><p style="color: red;" class="a b" id="c" title="d">x</p></body>',
    '<body><bdo dir="rtl">x</bdo><bdi>x</bdi><ruby>x<rt>y</rt></ruby></body>',
    '<body><img alt="A hat" width="10" height="20" border="0" hspace="3" align="left"></body>',
  ]) {
    test(html, () => expect(body(html)).toBe(html))
  }
  test('on the root too', () => {
    const { root } = sanitise('<html dir=rtl lang=ar class=x><p>y', window, createHeldPictures([], []))
    expect(root.outerHTML).toBe(
      '<html dir="rtl" lang="ar" class="x"><head></head><body><p>y</p></body></html>',
    )
  })
})

describe('what fetches, runs, asks or embeds goes, its words stay', () => {
  for (const [html, clean] of [
    ['<link rel=preconnect href=//a><meta http-equiv=refresh content="0;//a"><base href=//a>x', 'x'],
    [
      '<iframe src=//a></iframe><frame src=//a><object data=//a>x</object><embed src=//a>y<portal src=//a>z',
      'xyz',
    ],
    [
      '<form action=//a><p>x</p><input type=image src=//a><button formaction=//a>y</button></form>',
      '<p>x</p>y',
    ],
    ['<script>1</script><svg><image href=//a /></svg><math><mi>1</mi></math>x', 'x'],
    ['<template><img src=//a></template><dialog open>x</dialog>', 'x'],
    [
      '<video poster=//a><source src=//a>fall back</video><audio src=//a>on words</audio>',
      'fall backon words',
    ],
    ['<o:p>x</o:p><v:rect>y</v:rect><x-y onclick=1>z</x-y>', 'xyz'],
    [
      '<p onclick=1 onmouseover=1 autofocus tabindex=3 accesskey=a contenteditable popover draggable=true>x</p>',
      '<p>x</p>',
    ],
    ['<!-- a --><![if !mso]>x<![endif]>', 'x'],
    ['<select><option>a</select><textarea>b</textarea>x', 'bx'],
    ['<noscript><img src=//a alt=x></noscript>', '<img alt="x">'],
    [
      '<map name=m><area href=javascript:1 shape=rect coords=1,2></map>',
      '<map name="m"><area shape="rect" coords="1,2"></map>',
    ],
    ['<img usemap="https://a.test/#m"><img usemap="#m">', '<img><img usemap="#m">'],
  ] as const) {
    test(html, () => expect(body(html)).toBe(`<body>${clean}</body>`))
  }
})

test('a mail cannot speak in our name', () => {
  expect(
    body('<p data-resource=1 data-inline=1 data-embedded=0 data-link=0 data-anchor=x data-unseen data-x=1>y'),
  ).toBe('<body><p>y</p></body>')
})

test('a mail cannot take the names of what the page calls in the frame', () => {
  expect(
    body('<img name=body><img id=querySelectorAll><a name=defaultView id=adoptedStyleSheets>x</a>'),
  ).toBe('<body><img><img><a>x</a></body>')
  expect(body('<p id=adoptNode>x</p><p id=chapter>y</p>')).toBe('<body><p>x</p><p id="chapter">y</p></body>')
})

test('properties of a form that names its fields after them are never asked', () => {
  expect(
    body('<form><input name=style><input name=getAttribute><input name=attributes><p>x</p></form>'),
  ).not.toContain('form')
})

test('style elements become sheets, in their order, wherever they stand', () => {
  const { root, sheets } = sanitise(
    '<style>p{color:red}</style><p>x<style media=screen>b{color:blue}</style>',
    window,
    createHeldPictures([], []),
  )
  expect(sheets.map((sheet) => sheet.cssRules[0]?.cssText)).toEqual([
    'p { color: red; }',
    'b { color: blue; }',
  ])
  expect(root.querySelector('style')).toBeNull()
})

test('relative addresses are relative to what the mail says, from there on', () => {
  const known = sampleReference({ id: 7, url: 'https://pictures.test/mail/a.png' })
  const html =
    '<img src=a.png><p><base href="cid:x"><base href="https://pictures.test/mail/"><img src="./a.png">'
  const { root } = sanitise(html, window, createHeldPictures([known], []))
  expect(root.querySelector('body')?.innerHTML).toBe('<img><p><img data-resource="7"></p>')
})

test('links of all kinds are numbered', () => {
  const { root, links } = sanitise(
    '<a href="https://a.test/">x</a><map name=m><area href="https://b.test/"></map>',
    window,
    createHeldPictures([], []),
  )
  expect(links).toEqual(['https://a.test/', 'https://b.test/'])
  expect(root.querySelector('area')?.getAttribute('data-link')).toBe('1')
})

test('ten thousand elements inside each other are a mail like any other', () => {
  expect(body(`${'<div>'.repeat(10_000)}deep`)).toContain('deep')
})
