import { beforeEach, expect, test } from 'vitest'
import { referenceIdSchema } from '../../../../shared/models/remote-content.ts'
import { placeImage, placePlaceholders } from './place-images.ts'

const frame = document.implementation.createHTMLDocument()
let made: Blob[] = []
const keep = (picture: Blob) => `blob:${made.push(picture)}`
const id = referenceIdSchema.parse(7)

function show(html: string): HTMLImageElement {
  frame.body.innerHTML = html
  placePlaceholders(frame, keep)
  const image = frame.querySelector('img')
  if (image === null) throw new Error('no picture')
  return image
}

/** Size that the stand-in would have as a picture. */
async function sizeOf(picture: Blob | undefined): Promise<string> {
  const image = new Image()
  const address = URL.createObjectURL(picture ?? new Blob())
  image.src = address
  await image.decode()
  URL.revokeObjectURL(address)
  return `${image.naturalWidth}x${image.naturalHeight}`
}

beforeEach(() => {
  made = []
})

test('a placeholder has the size that the mail tells, or a sensible one', async () => {
  for (const [attributes, size] of [
    ['width=300 height=100', '300x100'],
    ['width="300px" height=" 100 "', '300x100'],
    ['width=600', '600x200'],
    ['width=30', '30x40'],
    ['height=120', '120x120'],
    ['width="100%"', '160x53'],
    ['width=99999999 height=1', '4000x4'],
    ['', '160x53'],
  ] as const) {
    show(`<img data-resource=7 ${attributes}>`)
    expect(await sizeOf(made.at(-1)), attributes).toBe(size)
  }
})

test('a placeholder shows the words beside the picture, whatever they are', async () => {
  const words = `\u0001</div><script>&amp;"' \ud800 قبعة`
  const image = show('<img data-resource=7 width=200 height=50>')
  image.removeAttribute('src')
  image.alt = words
  placePlaceholders(frame, keep)
  expect(await sizeOf(made.at(-1))).toBe('200x50')
  expect(await made.at(-1)?.text()).toContain('قبعة')
  expect(await made.at(-1)?.text()).not.toContain('<script')
})

test('pictures of one size and the same words share a placeholder', () => {
  show('<img data-resource=7 width=9 height=9><img data-resource=8 width=9 height=9>')
  expect(made.length).toBe(1)
})

test('pixels and pictures that can never come get none', () => {
  show('<img data-resource=7 data-unseen width=1 height=1><img alt="was relative"><img>')
  expect(made.length).toBe(0)
  expect(frame.body.innerHTML).toBe(
    '<img data-resource="7" data-unseen="" width="1" height="1"><img alt="was relative"><img alt="">',
  )
})

test('a picture that has come stands everywhere it was asked for, and nothing else is touched', () => {
  const image = show('<img data-resource=7><img data-resource=8><p data-resource=7>x</p><img data-inline=7>')
  const others = frame.body.innerHTML.slice(image.outerHTML.length)
  placeImage(frame, { attribute: 'data-resource', id }, 'blob:picture')
  expect(frame.querySelector('img')).toBe(image)
  expect(image.outerHTML).toBe('<img data-resource="7" src="blob:picture">')
  expect(frame.body.innerHTML.slice(image.outerHTML.length)).toBe(others)
  expect(frame.documentElement.style.getPropertyValue('--curtain-resource-7')).toBe('url("blob:picture")')
})
