import { describe, expect, onTestFinished, test } from 'vitest'
import { prepareBody } from '../prepare-body.ts'
import { createHeldPictures } from './hold-remote.ts'

/** How light a colour is as it is drawn, from 0 to 1. */
function lightnessOf(colour: string): number {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d')
  if (canvas === null) throw new Error('no canvas')
  canvas.fillStyle = colour
  canvas.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
}

async function show(html: string, isDark = true) {
  const element = document.createElement('iframe')
  element.sandbox.add('allow-same-origin')
  element.src = '/message-frame.html'
  const loaded = new Promise((done) => element.addEventListener('load', done))
  document.body.append(element)
  await loaded
  onTestFinished(() => element.remove())
  const frame = element.contentDocument
  if (frame === null) throw new Error('the frame is of another origin')
  prepareBody(frame, html, createHeldPictures([], []), isDark)
  return (selector: string, property = 'color') => {
    const found = frame.querySelector(selector)
    if (found === null) throw new Error(`nothing is ${selector}`)
    return getComputedStyle(found).getPropertyValue(property)
  }
}

describe('letters on their ground can be read on a dark sheet, however their colours are given', () => {
  for (const html of [
    '<p id=a>x',
    '<p id=a style="color:#111;background:#fff">x',
    '<style>#a { color: black; background: white !important }</style><p id=a>x',
    '<style>@media screen { p { color: rgb(20 20 20 / 90%); background-color: hsl(50 100% 90%) } }</style><p id=a>x',
    '<style>div { p { color: navy } background: #fafafa }</style><div><p id=a>x</div>',
    '<body bgcolor=ffffff text="#222"><p id=a>x',
    '<table bgcolor="#FFF" id=a><tr><td><font color=black id=b>x</font></table>',
    '<p id=a style="--ink:#222;color:var(--ink);background:#eee">x',
    '<p id=a style="color:initial;background:inherit">x',
  ]) {
    test(html, async () => {
      const style = await show(html)
      const letters = lightnessOf(style(html.includes('id=b') ? '#b' : '#a'))
      const own = style('#a', 'background-color')
      const ground = own === 'rgba(0, 0, 0, 0)' ? style(':root', 'background-color') : own
      expect(lightnessOf(ground)).toBeLessThan(0.35)
      expect(letters - lightnessOf(ground)).toBeGreaterThan(0.4)
    })
  }
})

test('what suits a dark sheet already stays as it is, and colours keep their hue', async () => {
  const style = await show(
    '<p id=dark style="background:#101418;color:#fff">x</p><p id=green style="background:#d0f0d0;color:#063">x</p>',
  )
  expect(lightnessOf(style('#dark', 'background-color'))).toBeLessThan(0.1)
  expect(lightnessOf(style('#dark'))).toBeGreaterThan(0.95)
  const hueOf = (colour: string) => Number(/oklch\(\S+ \S+ (\S+?)\)/.exec(colour)?.[1])
  expect(Math.abs(hueOf(style('#green', 'background-color')) - 145)).toBeLessThan(10)
})

test('lines are seen and stay quiet; gradients are darkened colour by colour', async () => {
  const style = await show(
    '<p id=a style="border:1px solid #ddd;outline:1px solid black;background:linear-gradient(to right, white, rgb(250 240 230 / 50%) 40%, transparent)">x',
  )
  for (const line of ['border-top-color', 'outline-color']) {
    expect(lightnessOf(style('#a', line))).toBeGreaterThan(0.15)
    expect(lightnessOf(style('#a', line))).toBeLessThan(0.4)
  }
  const image = style('#a', 'background-image')
  expect(image.replaceAll(/oklch\(0\.2\d* /g, 'dark(')).toMatch(
    /^linear-gradient\(to right, dark\(.*\), dark\(.*\) 40%, rgba\(0, 0, 0, 0\)\)$/,
  )
})

test('the mail’s own styles stand above its old attributes, as on white paper', async () => {
  const style = await show(
    '<style>.x { background-color: #000080 }</style><table bgcolor=white class=x id=a><tr><td>x</table>',
  )
  expect(style('#a', 'background-color')).toMatch(/^oklch\(0\.27.* 26\d/)
})

test('on white paper nothing is touched', async () => {
  const style = await show('<p id=a style="color:#111;background:#fff">x', false)
  expect([style('#a'), style('#a', 'background-color')]).toEqual(['rgb(17, 17, 17)', 'rgb(255, 255, 255)'])
})
