import { expect, test } from 'vitest'
import { createStyleRules, readDeclarations, toPixels } from './style-facts.ts'

test.each([
  'display:none',
  'DISPLAY : NONE !important',
  'display/**/:none',
  'd\\69splay:none',
  'visibility:hidden',
  'opacity:0',
  'opacity:.01',
  'width:0;overflow:hidden',
  'max-height:0;overflow:hidden',
  'position:absolute;left:-9999px',
  'position:fixed;top:-1000em',
  'clip:rect(0,0,0,0)',
  'clip:rect(1px 1px 1px 1px)',
  'clip-path:inset(100%)',
  'clip-path:inset(50%)',
  'transform:scale(0)',
  'filter:opacity(0)',
  'content-visibility:hidden',
  'display:none ! important',
  'opacity:1%',
  'filter:alpha(opacity=0)',
  'filter:opacity(0%)',
  'transform:translate(3px) scale(0,0)',
  'transform:translateX(-9999px)',
  'translate:0 -2000px',
  'text-indent:-9999px',
  'position:relative;left:-10000px',
  'position:fixed;inset:-9999px auto auto -9999px',
  'position:absolute;right:-200vw',
  'margin:-9999px;overflow:hidden',
  'clip:rect(0px, 0px, 0px, 0px)',
  'clip-path:polygon(0 0, 0 0, 0 0, 0px 0)',
])('hidden: %s', (style) => {
  expect(readDeclarations(style).hidden).toBe(true)
})

test.each([
  'display:block',
  'display:none;display:block',
  'opacity:.5',
  'width:0',
  'max-height:0',
  'margin-left:-20px',
  'left:-9999px',
  'clip:auto',
  'clip-path:inset(10%)',
  'transform:scale(0.5)',
  'transform:rotate(0deg)',
  'filter:opacity(0.5)',
  'filter:alpha(opacity=50)',
  'opacity:60%',
  'transform:translate(-50%,-50%)',
  'transform:scale(1.2)',
  'text-indent:-20px',
  'position:relative;left:-10px',
  'margin:0 -9999px',
  'clip:rect(0,100px,40px,0)',
  'clip-path:polygon(0 0, 100% 0, 100% 90%)',
  'mso-hide:all',
  'font-size:0',
  'color:red;not-display:none',
])('to be seen: %s', (style) => {
  expect(readDeclarations(style).hidden ?? false).toBe(false)
})

test.each([
  ['width:1px;height:1px', 1, 1],
  ['width:600px;max-width:100%', 600, null],
  ['max-width:600px', null, null],
  ['max-width:1px;max-height:1px', 1, 1],
  ['width:1px;min-width:100px', 100, null],
  ['width:600px;min-width:100px', 600, null],
  ['width:100%', Number.POSITIVE_INFINITY, null],
  ['width:auto', null, null],
  ['width:1px ! important;height:1px!important', 1, 1],
  ['width:calc(1px);height:calc( 1px )', 1, 1],
  ['width:.05em', 0.8, null],
])('size: %s', (style, width, height) => {
  expect(readDeclarations(style)).toMatchObject({ width, height })
})

test.each([
  ['1px', 1],
  ['3pt', 4],
  ['.5em', 8],
  ['1', 1],
  ['0', 0],
  ['100%', Number.POSITIVE_INFINITY],
  ['auto', null],
  ['', null],
])('%j is %s pixels', (value, pixels) => {
  expect(toPixels(value)).toBe(pixels)
})

test('rules: classes, ids and img count; conditions tell variants; anything longer is left alone', () => {
  const rules = createStyleRules()
  rules.read(`
    /* .no{display:none} */
    .gone, #away { display: none }
    img.px{width:1px;height:1px}
    .a .b{display:none}
    .a > img{display:none}
    @media (max-width:600px){ .gone{display:block!important} .phone{display:none} }
    @font-face{font-family:x}
    .after{visibility:hidden}
    @media screen{ .screen{display:none} @media (min-width:9px){ .wide{display:none} } .inner{opacity:0} }
    .open{opacity:0`)
  const hidden = (tag: string, classes?: string, id?: string) =>
    rules.factsOf(tag, classes, id).facts?.hidden ?? false
  expect(hidden('div', 'x Gone')).toBe(true)
  expect(rules.factsOf('div', 'gone', undefined).shownElsewhere).toBe(true)
  expect(hidden('div', undefined, 'away')).toBe(true)
  expect(rules.factsOf('img', 'px', undefined).facts).toMatchObject({ width: 1, height: 1 })
  expect(rules.factsOf('p', 'px', undefined).facts).toBeNull()
  expect([hidden('p', 'no'), hidden('p', 'phone'), hidden('img', 'a')]).toEqual([false, false, false])
  expect([hidden('p', 'screen'), hidden('p', 'wide'), hidden('p', 'inner')]).toEqual([true, false, true])
  expect([hidden('p', 'after'), hidden('p', 'open')]).toEqual([true, true])
})
