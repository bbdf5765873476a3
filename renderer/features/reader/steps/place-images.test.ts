import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { referenceIdSchema } from '../../../../shared/models/remote-content.ts'
import { placeImage, placePlaceholders } from './place-images.ts'

const id = referenceIdSchema.parse(7)
let frame: Document

beforeEach(async () => {
  const element = document.createElement('iframe')
  element.sandbox.add('allow-same-origin')
  element.src = '/message-frame.html'
  element.style.width = '640px'
  const loaded = new Promise((done) => element.addEventListener('load', done))
  document.body.append(element)
  await loaded
  onTestFinished(() => element.remove())
  if (element.contentDocument === null) throw new Error('the frame is of another origin')
  frame = element.contentDocument
  frame.body.style.padding = '0'
})

function show(html: string): HTMLImageElement {
  frame.body.replaceChildren(document.createRange().createContextualFragment(html))
  placePlaceholders(frame)
  const image = frame.querySelector('img')
  if (image === null) throw new Error('no picture')
  return image
}

describe('a placeholder takes the room that its picture will take', () => {
  for (const [attributes, size] of [
    ['width=300 height=100 alt="A hat"', '300x100'],
    ['width=300 height=100 alt=""', '300x100'],
    ['width=300 height=100', '300x100'],
    ['width=600 style="max-width:100%;height:auto;display:block" alt=fluid', '600x200'],
    ['width=1280 height=400 style="max-width:100%;height:auto" alt=fluid', '640x200'],
    ['style="width:50%" height=60 alt=half', '320x60'],
    ['width="100%" height=60', '640x60'],
    ['width=20 height=20 alt="A long word"', '20x20'],
    ['height=40', '40x40'],
    ['alt=unknown', '160x53'],
    ['', '160x53'],
  ] as const) {
    test(attributes, () => {
      const { width, height } = show(`<img data-resource=7 ${attributes}>`).getBoundingClientRect()
      expect(`${Math.round(width)}x${Math.round(height)}`).toBe(size)
    })
  }
})

test('the words for a picture are read in its place, where there is room for them', () => {
  const words = (html: string) => {
    const image = show(html)
    const { content, fontSize } = getComputedStyle(image, '::after')
    return { content, fontSize }
  }
  expect(words('<img data-resource=7 width=300 height=100 alt="A \\22 hat&quot;">')).toEqual({
    content: '"A \\\\22 hat\\"" / ""',
    fontSize: '12px',
  })
  expect(words('<img data-resource=7 width=20 height=20 alt="A hat">').fontSize).toBe('0px')
})

test('pixels get no placeholder, and pictures that can never come only for their words', () => {
  show('<img data-resource=7 data-unseen width=1 height=1><img alt="was relative"><img><img data-inline=7>')
  expect(frame.body.innerHTML).toBe(
    '<img data-resource="7" data-unseen="" width="1" height="1"><img alt="was relative" data-waiting=""><img alt=""><img data-inline="7" alt="" data-waiting="">',
  )
})

test('a picture that has come stands everywhere it was asked for, and nothing else is touched', () => {
  const image = show('<img data-resource=7><img data-resource=8><p data-resource=7>x</p><img data-inline=7>')
  const others = frame.body.innerHTML.slice(image.outerHTML.length)
  placeImage(frame, { attribute: 'data-resource', id }, 'blob:picture')
  expect(frame.querySelector('img')).toBe(image)
  expect(image.outerHTML).toBe('<img data-resource="7" alt="" src="blob:picture">')
  expect(frame.body.innerHTML.slice(image.outerHTML.length)).toBe(others)
  expect(frame.documentElement.style.getPropertyValue('--curtain-resource-7')).toBe('url("blob:picture")')
})
