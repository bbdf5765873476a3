import { describe, expect, test } from 'vitest'
import { attachmentSchema } from '../../../../shared/models/message.ts'
import { sampleReference } from '../../../testing/samples.ts'
import { createHeldPictures, holdRemote } from './hold-remote.ts'

const GIF = 'R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='

const reference = (given: Parameters<typeof sampleReference>[0] = {}) =>
  sampleReference({ id: 7, url: 'https://pictures.test/a.png', ...given })

const hat = attachmentSchema.parse({
  id: 3,
  filename: 'hat.png',
  mediaType: 'image/png',
  size: 9,
  contentId: 'hat@example',
  inline: true,
  onServer: false,
})

/** Holds the first element of some HTML, in a document that fetches nothing. */
function hold(html: string, references = [reference()]): HTMLElement {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const element = parsed.body.querySelector<HTMLElement>('*')
  if (element === null) throw new Error('no element')
  holdRemote(element, createHeldPictures(references, [hat]))
  return element
}

test('of pictures in the mail itself only so many are shown as one can be checked and placed', () => {
  const pictures = createHeldPictures([], [])
  const held = Array.from({ length: 600 }, () => pictures.hold(`data:image/gif;base64,${GIF}`, 'img'))
  expect(held.filter((one) => one !== null)).toHaveLength(500)
})

describe('a known address is held, however it is written', () => {
  const spellings = [
    'https://pictures.test/a.png',
    '  https://pictures.test/a.png\n',
    'HTTPS://PICTURES.TEST/a.png',
    'https://pictures.test:443/a.png',
    'https://pictures.test./a.png',
    'https://pictures.test/./b/../a.png',
    '//pictures.test/a.png',
    'https:\\\\pictures.test\\a.png',
    'htt\tps://pictures.test/a.png',
    '\\\\pictures.test\\a.png',
    '/\\pictures.test/a.png',
    '/\n/pictures.test/a.png',
    'https://pictures.test/%61.png',
  ]
  for (const src of spellings.slice(0, -1)) {
    test(JSON.stringify(src), () => {
      expect(hold(`<img src="${src}">`).outerHTML).toBe('<img data-resource="7">')
    })
  }
  test('percent signs are part of an address', () => {
    expect(hold(`<img src="${spellings.at(-1)}">`).outerHTML).toBe('<img>')
  })
})

describe('whatever is not known goes', () => {
  for (const src of [
    'https://other.test/a.png',
    'http://pictures.test/a.png',
    'a.png',
    '/a.png',
    'cid:unknown@example',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'blob:https://pictures.test/a',
    'data:image/svg+xml,<svg/>',
    'data:image/svg+xml;base64,PHN2Zy8+',
    'data:text/html,x',
    'data:image/png;base64,%%%',
    'data:image/png',
    'data:',
    '',
  ]) {
    test(src, () => {
      expect(hold(`<img src="${src.replaceAll('"', '&quot;')}">`).outerHTML).toBe('<img>')
    })
  }
})

test('every attribute that could fetch is taken off every element', () => {
  const element = hold(
    '<table src=a srcset=a background=a href=a data=a poster=a action=a formaction=a cite=a ping=a longdesc=a lowsrc=a dynsrc=a manifest=a profile=a classid=a codebase=a archive=a code=a srcdoc=a imagesrcset=a icon=a xlink:href=a xml:base=a attributionsrc=a width=9></table>',
  )
  expect(element.outerHTML).toBe('<table width="9"></table>')
})

test('a picture inside the mail is held by its attachment, its identifier decoded or not', () => {
  expect(hold('<img src="cid:hat@example">').dataset['inline']).toBe('3')
  expect(hold('<img src="CID:hat%40example">').dataset['inline']).toBe('3')
})

test('a picture written into the address keeps its bytes for a blob of the page', async () => {
  const pictures = createHeldPictures([], [])
  expect(pictures.hold(`data:image/gif;base64,${GIF}`, 'img')).toEqual({ attribute: 'data-embedded', id: 0 })
  expect(pictures.hold('data:IMAGE/PNG;x=y,%89PNG', 'img')).toEqual({ attribute: 'data-embedded', id: 1 })
  expect(pictures.embedded[0]?.type).toBe('image/gif')
  expect(await pictures.embedded[0]?.bytes()).toEqual(Uint8Array.from(atob(GIF), (c) => c.charCodeAt(0)))
})

test('of several sizes the known one is held', () => {
  const known = 'https://pictures.test/a.png'
  expect(hold(`<img srcset="https://x.test/b.png 1x, ${known} 2x">`).dataset['resource']).toBe('7')
  expect(hold(`<img src="x.png" srcset="${known}?a,b 1x,${known} 2x">`).dataset['resource']).toBe('7')
})

test('the reference of the same kind is preferred', () => {
  const references = [reference({ id: 1, kind: 'background' }), reference({ id: 2, kind: 'img' })]
  expect(hold('<img src="https://pictures.test/a.png">', references).dataset['resource']).toBe('2')
})

test('what is known only from where nothing is shown is not held', () => {
  expect(hold('<img src="https://pictures.test/a.png">', [reference({ kind: 'unshown' })]).outerHTML).toBe(
    '<img>',
  )
})

test('a picture of the mail is shown before any that somebody has to be asked for', () => {
  const html = '<img src="cid:hat@example" srcset="https://pictures.test/a.png 2x">'
  expect(hold(html).outerHTML).toBe('<img data-inline="3">')
})

test('a background becomes a style that waits for its picture, unless there is one', () => {
  const held = hold('<table background="https://pictures.test/a.png"></table>')
  expect(held.getAttribute('style')).toBe('background-image: var(--curtain-resource-7, none);')
  expect(hold('<table background="https://other.test/"></table>').outerHTML).toBe('<table></table>')
})

describe('what was never meant to be seen leaves no placeholder', () => {
  const src = 'src="https://pictures.test/a.png"'
  const unseen = (html: string, given: Parameters<typeof sampleReference>[0]) =>
    hold(html, [reference(given)]).hasAttribute('data-unseen')

  test('pixels', () => {
    expect(unseen(`<img ${src} width=1 height=1>`, { verdict: 'tracker' })).toBe(true)
    expect(unseen(`<img ${src} style="width:1px;height:1px">`, { verdict: 'suspect' })).toBe(true)
    expect(unseen(`<img ${src}>`, { verdict: 'suspect', reasons: ['hidden'] })).toBe(true)
    expect(unseen(`<img ${src}>`, { verdict: 'tracker', reasons: ['known-tracker'] })).toBe(true)
  })
  test('but a picture with a size is seen, even when it reports', () => {
    expect(unseen(`<img ${src} width=600 height=200>`, { verdict: 'tracker' })).toBe(false)
    expect(unseen(`<img ${src} width=600>`, { verdict: 'tracker' })).toBe(false)
    expect(unseen(`<img ${src}>`, { verdict: 'plain' })).toBe(false)
  })
})
