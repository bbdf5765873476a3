import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { attachmentSchema } from '../../../shared/models/message.ts'
import { MESSAGE_CSP } from '../../../shared/page-policies.ts'
import framePage from '../../message-frame.html?raw'
import { sampleReference } from '../../testing/samples.ts'
import { MessageBody, type MessageBodyProps } from './message-body.tsx'
import type { Placeholder } from './steps/place-images.ts'

const GIF = 'data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='

const reference = (given: Parameters<typeof sampleReference>[0] = {}) =>
  sampleReference({ id: 7, url: 'https://pictures.test/a.png', ...given })

async function picture(): Promise<Blob> {
  return (await fetch(GIF)).blob()
}

async function show(html: string, given: Partial<MessageBodyProps> = {}) {
  const place = document.body.appendChild(document.createElement('div'))
  place.style.width = '600px'
  const root = createRoot(place)
  onTestFinished(() => {
    root.unmount()
    place.remove()
  })
  const opened: string[] = []
  const hovered: (string | null)[] = []
  let props: MessageBodyProps = {
    html,
    references: [],
    inlineImages: [],
    loadPicture: picture,
    loadInline: picture,
    checkEmbedded: async (embedded) => embedded,
    onOpenLink: (url) => opened.push(url),
    onHoverLink: (url) => hovered.push(url),
    ...given,
  }
  root.render(<MessageBody {...props} />)
  const frame = await vi.waitUntil(() => place.querySelector('iframe'))
  const content = await vi.waitUntil(() =>
    frame.contentDocument?.querySelector(':root[data-shown]') ? frame.contentDocument : null,
  )
  return {
    frame,
    content,
    opened,
    hovered,
    find(selector: string): HTMLElement {
      const element = content.body.querySelector<HTMLElement>(selector)
      if (element === null) throw new Error(`nothing is ${selector}`)
      return element
    },
    show(changed: Partial<MessageBodyProps>) {
      props = { ...props, ...changed }
      root.render(<MessageBody {...props} />)
    },
    close: () => root.unmount(),
  }
}

const IMAGE = '<img src="https://pictures.test/a.png" width=300 height=100 alt="A hat">'

test('the frame runs nothing, and its page carries the same policy as its header', async () => {
  const { frame } = await show('<p>x')
  expect(frame.getAttribute('sandbox')).toBe('allow-same-origin')
  const policy = new DOMParser()
    .parseFromString(framePage, 'text/html')
    .querySelector('meta[content*="default-src"]')
  // frame-ancestors has no meaning in a page of its own.
  expect(`${policy?.getAttribute('content')}; frame-ancestors 'self'`).toBe(MESSAGE_CSP)
})

test('the frame is as tall as its mail, and follows it when it shrinks', async () => {
  const { frame, find, content } = await show('<div id=a style="height:700px">x</div>')
  await vi.waitUntil(() => frame.clientHeight === 732)
  find('#a').style.height = '100px'
  await vi.waitUntil(() => frame.clientHeight === 132)
  expect(content.documentElement.scrollHeight).toBe(132)
})

test('a mail that is laid out by the height of its frame cannot make it grow for ever', async () => {
  for (const html of [
    '<html style="height:100%"><body style="height:100%;margin:20px"><p>x',
    '<style>html,body{height:100%!important;min-height:100vh;padding:9px}</style><p>x',
    '<body style="min-height:100%!important;height:100vh!important">x',
    '<table height="100%" style="height:100%"><tr><td height="100%">x</table>',
    '<div style="position:fixed;inset:0;height:110%">x</div>',
    '<style>@media (min-height:300px){p{height:100px}} p{height:500px}</style><p>x',
  ]) {
    const { frame, close } = await show(html)
    const heights = new Set<number>()
    for (let painted = 0; painted < 12; painted++) {
      await new Promise((done) => requestAnimationFrame(done))
      heights.add(frame.clientHeight)
    }
    expect(heights.size, html).toBeLessThan(4)
    expect(frame.clientHeight, html).toBeLessThan(2_000)
    close()
  }
})

test('a mail of a million lines scrolls in a frame of bounded height', async () => {
  const { frame, content } = await show('<div style="height:9000000px">x</div>')
  await vi.waitUntil(() => frame.clientHeight === 200_000)
  expect(getComputedStyle(content.documentElement).overflowY).toBe('auto')
})

test('a wide mail scrolls sideways and loses no line to the scroll bar', async () => {
  const { frame, content } = await show('<table width=1500><tr><td>x</table>')
  expect(content.documentElement.scrollWidth).toBeGreaterThan(1_500)
  await vi.waitUntil(() => content.documentElement.clientHeight >= content.body.offsetHeight)
  expect(frame.clientWidth).toBe(600)
})

test('a blocked picture keeps its place, and its pixel leaves none', async () => {
  const pixel = '<img src="https://spy.test/open.gif" width=1 height=1 id=pixel>'
  const { find } = await show(IMAGE + pixel, {
    references: [reference(), reference({ id: 8, url: 'https://spy.test/open.gif', verdict: 'tracker' })],
  })
  await vi.waitUntil(() => find('img').getBoundingClientRect().height === 100)
  expect(find('img').getBoundingClientRect().width).toBe(300)
  expect(find('#pixel').getBoundingClientRect().width).toBe(0)
  expect(find('#pixel').hasAttribute('src')).toBe(false)
})

const described = (words: string, press: string | null = null): Placeholder => ({
  look: 'plain',
  words,
  press,
})

test('a picture without words of its own still says what it is, and how large', async () => {
  const { find } = await show('<img src="https://pictures.test/a.png" width=300 height=100 alt="">', {
    references: [reference()],
    describe: () => described('Blocked'),
  })
  await vi.waitUntil(() => getComputedStyle(find('img'), '::after').content.includes('300 × 100'))
  expect(getComputedStyle(find('img'), '::after').content).toContain('Blocked · ⁨300')
  expect(find('img').getAttribute('alt')).toBe('')
})

test('a picture that was loaded is put in its place, and the rest of the mail is not touched', async () => {
  const asked: number[] = []
  const loadPicture = (id: number) => {
    asked.push(id)
    return picture()
  }
  const css = '<p style="background-image:url(https://pictures.test/b.png)">x'
  const other = { id: 9, url: 'https://pictures.test/b.png', kind: 'css-image' }
  const {
    content,
    find,
    show: change,
  } = await show(IMAGE + css, {
    references: [reference(), reference(other)],
    loadPicture,
  })
  const [image, body] = [find('img'), content.body]
  expect(asked).toEqual([])
  change({ references: [reference({ state: 'loaded' }), reference({ ...other, state: 'loaded' })] })
  await vi.waitUntil(() => image.matches('[src^="blob:"]:not([data-waiting])'))
  await vi.waitUntil(() => getComputedStyle(find('p')).backgroundImage.startsWith('url("blob:'))
  expect(content.body).toBe(body)
  expect(find('img')).toBe(image)
  expect(image.getBoundingClientRect().width).toBe(300)
  change({ references: [reference({ state: 'loaded' }), reference({ ...other, state: 'loaded' })] })
  expect(asked).toEqual([7, 9])
})

test('a placeholder says why its picture is missing, and the mail’s own words come back with the picture', async () => {
  const own = IMAGE.replace('alt=', 'title="From the shop" role=presentation alt=')
  const { find, show: change } = await show(`${own}<img id=b src="https://pictures.test/b.png">`, {
    references: [
      reference({ state: 'failed', failure: 'not-found' }),
      reference({ id: 9, url: 'https://pictures.test/b.png', failure: 'forgotten' }),
    ],
    describe: ({ failure }) => described(`Why: ${failure}.`, 'Press it.'),
  })
  await vi.waitUntil(
    () => find('img').getAttribute('aria-label') === 'A hat. Why: not-found. ⁨300 × 100⁩. Press it',
  )
  expect(find('img').title).toBe('Why: not-found. · ⁨300 × 100⁩\nPress it.')
  expect(find('#b').getAttribute('aria-label')).toBe('Why: forgotten. Press it')
  expect(getComputedStyle(find('img'), '::after').content).toContain('not-found')
  expect(getComputedStyle(find('#b'), '::after').content).toContain('forgotten')
  change({ references: [reference({ state: 'failed', failure: 'offline' })] })
  await vi.waitUntil(() => find('img').dataset['note']?.startsWith('Why: offline.'))
  change({ references: [reference({ state: 'loaded' })] })
  await vi.waitUntil(() => find('img').hasAttribute('src'))
  expect(find('img').outerHTML.replace(/blob:[^"]*/, '')).toBe(
    '<img width="300" height="100" title="From the shop" alt="A hat" data-resource="7" src="" role="presentation">',
  )
})

test('the size is told from the style too, and not where it is a part of something', async () => {
  const src = 'src="https://pictures.test/a.png"'
  const { content } = await show(
    `<img ${src} style="width:320px;height:80.4px"><img ${src} width="100%" height=60><img ${src} width=20 height=20><img ${src} width=200 height=30 alt=Buy>`,
    { references: [reference()], describe: () => described('Blocked', 'Press it.') },
  )
  const images = () => [...content.body.querySelectorAll('img')]
  await vi.waitUntil(() => images().every((image) => image.hasAttribute('data-note')))
  expect(images().map((image) => image.dataset['note'])).toEqual([
    'Blocked · ⁨320 × 80⁩',
    'Blocked',
    'Blocked · ⁨20 × 20⁩',
    // Room for one line.
    'Blocked',
  ])
  expect(images()[3]?.title).toBe('Blocked · ⁨200 × 30⁩\nPress it.')
  // Too small for words: the pointer and screen readers are told.
  const small = images()[2]
  expect(small?.dataset['waiting']).toBe('small')
  expect(small?.getAttribute('aria-label')).toBe('Blocked. ⁨20 × 20⁩. Press it')
})

/** A blocked picture within a link. `asked`: the references that were to be loaded. */
async function showLinked(changes: Partial<MessageBodyProps> = {}) {
  const asked: number[] = []
  const shown = await show(`<a href="https://shop.test/">${IMAGE}</a>`, {
    references: [reference()],
    onAskForPicture: (id) => asked.push(id),
    ...changes,
  })
  return { ...shown, asked }
}

test('a placeholder is reached and pressed by the keyboard, and the focus stays where its picture comes', async () => {
  const {
    asked,
    find,
    opened,
    show: change,
  } = await showLinked({
    describe: ({ state }) => described(state, state === 'blocked' ? 'Press it.' : null),
  })
  const image = find('img')
  await vi.waitUntil(() => image.tabIndex === 0)
  expect(image.getAttribute('role')).toBe('button')
  image.focus()
  for (const key of ['Enter', ' ']) {
    const pressed = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    image.dispatchEvent(pressed)
    // A space would scroll the mail, and the link around it is not meant.
    expect(pressed.defaultPrevented).toBe(true)
  }
  expect([asked, opened]).toEqual([[7, 7], []])
  change({ references: [reference({ state: 'loading' })] })
  await vi.waitUntil(() => image.dataset['note']?.startsWith('loading'))
  image.click()
  expect([asked, opened]).toEqual([[7, 7], []])
  change({ references: [reference({ state: 'loaded' })] })
  await vi.waitUntil(() => image.hasAttribute('src'))
  expect(image.ownerDocument.activeElement).toBe(image)
  expect([image.tabIndex, image.getAttribute('role')]).toEqual([-1, null])
})

test('a drawing, which is never loaded, keeps its place, and a press on it goes to its link', async () => {
  const drawing = { url: 'https://pictures.test/logo.svg' }
  const asked: number[] = []
  const { find, opened } = await show(
    '<a href="https://shop.test/"><img src="https://pictures.test/logo.svg" width=90 height=60></a>',
    { references: [reference(drawing)], onAskForPicture: (id) => asked.push(id) },
  )
  expect(find('img').getBoundingClientRect().width).toBe(90)
  find('img').click()
  expect([asked, opened]).toEqual([[], ['https://shop.test/']])
})

test('a picture that could not be read is asked for again when its reference changes', async () => {
  let attempts = 0
  const loadPicture = () => (attempts++ === 0 ? Promise.reject(new Error('gone')) : picture())
  const { find, show: change } = await show(IMAGE, {
    references: [reference({ state: 'loaded' })],
    loadPicture,
  })
  await vi.waitUntil(() => attempts === 1)
  expect(find('img').hasAttribute('data-waiting')).toBe(true)
  await vi.waitUntil(() => {
    change({ references: [reference({ state: 'loaded' })] })
    return !find('img').hasAttribute('data-waiting')
  })
  expect(attempts).toBe(2)
})

test('pictures that came with the mail are shown at once, and only those that stand in it are asked for', async () => {
  const asked: number[] = []
  const attachment = (id: number, contentId: string) =>
    attachmentSchema.parse({
      id,
      filename: 'a',
      mediaType: 'image/gif',
      size: 9,
      contentId,
      inline: true,
      onServer: false,
    })
  const { find } = await show(`<img id=c src="cid:a@b"><img id=d src="${GIF}">`, {
    inlineImages: [attachment(3, 'a@b'), attachment(4, 'never@shown')],
    loadInline: (id) => {
      asked.push(id)
      return picture()
    },
  })
  await vi.waitUntil(() => find('#c').matches('[src^="blob:"]:not([data-waiting])'))
  await vi.waitUntil(() => find('#d').matches('[src^="blob:"]:not([data-waiting])'))
  expect(asked).toEqual([3])
})

test('a picture in the text of a mail is shown as what the engine finds it to be, or not at all', async () => {
  const claimed: string[] = []
  const { find } = await show(`<img id=a src="${GIF}"><img id=b src="data:image/png;base64,aaaa">`, {
    async checkEmbedded(embedded) {
      claimed.push(embedded.type)
      if (embedded.type === 'image/png') throw new Error('refused')
      return new Blob([await embedded.bytes()], { type: 'image/webp' })
    },
  })
  await vi.waitUntil(() => find('#a').matches('[src^="blob:"]:not([data-waiting])'))
  expect((await (await fetch(find('#a').getAttribute('src') ?? '')).blob()).type).toBe('image/webp')
  expect(claimed).toEqual(['image/gif', 'image/png'])
  expect(find('#b').outerHTML).toBe('<img id="b" data-embedded="1" alt="" data-waiting="">')
})

test('what was made for a mail is given back when it is closed', async () => {
  const { find, close } = await show(`<img src="${GIF}">`)
  await vi.waitUntil(() => find('img').matches('[src^="blob:"]:not([data-waiting])'))
  const address = find('img').getAttribute('src') ?? ''
  expect((await fetch(address)).ok).toBe(true)
  close()
  await expect(fetch(address)).rejects.toThrow()
})

test('another mail in the same place leaves nothing of the one before', async () => {
  const {
    content,
    frame,
    show: change,
  } = await show(
    '<html dir=rtl lang=ar style="color:red" class=x><style>p{color:red}</style><body bgcolor=red><p>one',
  )
  change({ html: '<p>two' })
  await vi.waitUntil(() => content.body.textContent === 'two')
  expect(content.documentElement.getAttributeNames()).toEqual(['data-shown'])
  expect(content.body.outerHTML).toBe('<body dir="auto"><p>two</p></body>')
  expect(content.adoptedStyleSheets.length).toBe(0)
  expect(frame.contentDocument).toBe(content)
})

test('the keyboard opens links, and focus and pointer tell where they lead', async () => {
  const { find, opened, hovered } = await show(
    '<a id=a href="https://shop.test/"><b>shop</b></a> <a id=b href="mailto:a@b.test">write</a> <p id=c>x',
  )
  find('#a').focus()
  find('#a').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  find('#a b').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  find('#c').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  find('#b').click()
  find('#c').click()
  expect(opened).toEqual(['https://shop.test/', 'mailto:a@b.test'])
  expect(hovered).toContain('https://shop.test/')
  expect(hovered.at(-1)).toBeNull()
})

test('a link to a place in the mail scrolls there and opens nothing', async () => {
  const { find, opened } = await show('<a href="#end">end</a><div style="height:3000px"></div><p id=end>x')
  let scrolled = false
  find('#end').scrollIntoView = () => {
    scrolled = true
  }
  find('a').click()
  expect(scrolled).toBe(true)
  expect(opened).toEqual([])
})

test('a press on a placeholder asks for its picture rather than following the link around it', async () => {
  const { asked, find, opened, show: change } = await showLinked()
  find('img').click()
  expect([asked, opened]).toEqual([[7], []])
  change({ references: [reference({ state: 'loaded' })] })
  await vi.waitUntil(() => !find('img').hasAttribute('data-waiting'))
  find('img').click()
  expect([asked, opened]).toEqual([[7], ['https://shop.test/']])
})

test('a mail that says nothing of its direction is read by its first letters', async () => {
  const { content, show: change } = await show('<p>مرحبا world')
  expect(content.defaultView?.getComputedStyle(content.body).direction).toBe('rtl')
  change({ html: '<body dir=ltr><p>مرحبا' })
  await vi.waitUntil(() => content.body.dir === 'ltr')
  expect(content.defaultView?.getComputedStyle(content.body).direction).toBe('ltr')
})

test('a mail keeps its own colours, on white paper, whatever the theme', async () => {
  const { content, find } = await show(
    '<style>@media (prefers-color-scheme: dark) { p { color: white } }</style><p>x',
  )
  const view = content.defaultView
  expect(view?.getComputedStyle(content.documentElement).backgroundColor).toBe('rgb(255, 255, 255)')
  expect(view?.getComputedStyle(find('p')).color).toBe('rgb(31, 35, 40)')
})
