import { expect, test } from 'vitest'
import { ElementLooks } from './element-looks.ts'

function looks(...steps: string[][]) {
  const of = new ElementLooks()
  let last = of.open('body', [], false)
  for (const [tag = '', ...attributes] of steps) {
    if (tag.startsWith('/')) of.close(tag.slice(1))
    else last = of.open(tag, attributes, false)
  }
  return last
}

test('what is inside a hidden element is hidden, what comes after it is not', () => {
  const hide = ['style', 'display:none']
  expect(looks(['div', ...hide], ['p'], ['img']).hidden).toBe(true)
  expect(looks(['div', ...hide], ['p'], ['/div'], ['img']).hidden).toBe(false)
  expect(looks(['td', ...hide], ['td'], ['img']).hidden).toBe(false)
  expect(looks(['p', ...hide], ['p'], ['img']).hidden).toBe(false)
  expect(looks(['img', ...hide], ['img']).hidden).toBe(false)
  expect(looks(['div', ...hide], ['/p'], ['img']).hidden).toBe(true)
})

test('a style outweighs attributes', () => {
  expect(looks(['img', 'width', '1', 'height', '1', 'style', 'width:600px;height:auto'])).toMatchObject({
    width: 600,
    height: null,
  })
})

test('what fills a cell of one pixel is one pixel, through elements that say nothing', () => {
  expect(
    looks(
      ['td', 'width', '1', 'height', '1'],
      ['a', 'href', 'x'],
      ['img', 'width', '100%', 'height', '100%'],
    ),
  ).toMatchObject({
    width: 1,
    height: 1,
  })
  expect(looks(['td', 'width', '600'], ['img', 'width', '100%']).width).toBe(Number.POSITIVE_INFINITY)
})

test('what stands in a box without size is hidden only where the box cuts it off', () => {
  const cut = ['table', 'width', '0', 'height', '0', 'style', 'overflow:hidden']
  expect(looks(cut, ['td'], ['img']).hidden).toBe(true)
  expect(looks(cut, ['td'], ['img', 'width', '600']).hidden).toBe(true)
  expect(looks(['div', 'style', 'max-height:0;overflow:hidden'], ['img']).hidden).toBe(true)
  expect(looks(['div', 'style', 'height:0'], ['img', 'width', '600']).hidden).toBe(false)
  expect(looks(['div', 'style', 'height:200px;overflow:hidden'], ['img']).hidden).toBe(false)
})

test('text without size takes the size of what is measured by it', () => {
  const px = ['img', 'style', 'width:1em;height:1em']
  expect(looks(['div', 'style', 'font-size:0'], ['p'], px)).toMatchObject({ width: 0, height: 0 })
  expect(looks(['div', 'style', 'font-size:0'], ['p', 'style', 'font-size:14px'], px)).toMatchObject({
    width: 16,
  })
  expect(looks(['div', 'style', 'font-size:0'], ['/div'], px)).toMatchObject({ width: 16 })
  expect(looks(['td', 'style', 'font-size:0;line-height:0'], ['img', 'width', '200'])).toMatchObject({
    width: 200,
    hidden: false,
  })
})

test('what no reader draws is hidden', () => {
  expect(looks(['amp-pixel']).hidden).toBe(true)
  expect(looks(['dialog'], ['img']).hidden).toBe(true)
  expect(looks(['dialog'], ['/dialog'], ['img']).hidden).toBe(false)
})

test('a hundred thousand open elements are followed no deeper than Chromium does', () => {
  const of = new ElementLooks()
  for (let i = 0; i < 100_000; i++) of.open('div', [], false)
  of.open('div', ['hidden', ''], false)
  expect(of.hidden()).toBe(false)
  for (let i = 0; i < 100_000; i++) of.close('div')
  expect(of.open('div', ['hidden', ''], false).hidden).toBe(true)
})
