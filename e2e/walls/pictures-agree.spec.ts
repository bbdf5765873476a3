/**
 * The engine finds a mail's pictures by scanning its markup, the page shows them by Chromium's tree. Where the two
 * disagree, "Load images" asks a sender for what nobody sees. So chance writes mails, and both are asked.
 */
import { expect } from '@playwright/test'
import fc from 'fast-check'
import { choosePictures } from '../../electron/engine/remote-content/trust-policy.ts'
import { analyseMessage } from '../../electron/engine/trackers/analyse-message.ts'
import { type Reference, referenceSchema } from '../../shared/models/remote-content.ts'
import { isShowablePicture, pictureAddress } from '../../shared/showable-picture.ts'
import { openHarness, test } from './harness/range.ts'

test.describe.configure({ timeout: 120_000 })

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e')

/** One of a few pictures, in one of the spellings that mean the same to a browser. */
const address = fc
  .tuple(
    word,
    fc.constantFrom(
      (name: string) => `https://h.example/${name}.png`,
      (name: string) => `http://h.example/${name}.png`,
      (name: string) => `//h.example/${name}.png`,
      (name: string) => `HTTPS://H.Example:443/x/../${name}.png`,
      (name: string) => `https://h.example./${name}.png#top`,
      (name: string) => `\\\\h.example\\${name}.png`,
      (name: string) => `/\\h.example/${name}.png`,
      (name: string) => `/\n/h.example/${name}.png`,
      (name: string) => ` ht\ttps://h.example/${name}.png `,
      (name: string) => `${name}.png`,
      (name: string) => `./${name}.png?v=1`,
      (name: string) => `https:${name}.png`,
      (name: string) => `https://h.example/${name}.svg`,
      (name: string) => `ftp://h.example/${name}.png`,
      (name: string) => `cid:${name}`,
      (name: string) => `data:image/png;base64,${name}`,
      () => '#',
      () => '',
    ),
  )
  .map(([name, spell]) => spell(name))

const srcset = fc
  .array(fc.tuple(address, fc.constantFrom('', ' 1x', ' 2x', ' 1.5x', ' 320w', ' 1280w')), { maxLength: 4 })
  .map((candidates) => candidates.map(([one, size]) => one.trim().replaceAll(/\s/g, '') + size).join(', '))

const image = fc.oneof(
  address.map((one) => `url("${one.replaceAll('\\', '\\\\').replaceAll('\n', '\\a ')}")`),
  word.map((name) => `url(https://h.example/${name}.png)`),
  fc
    .tuple(word, word)
    .map(([a, b]) => `image-set("https://h.example/${a}.png" 1x, url(//h.example/${b}.png) 2x)`),
  word.map((name) => `-webkit-image-set(url(https://h.example/${name}.png) 1x)`),
  word.map((name) => `cross-fade(url(https://h.example/${name}.png), red)`),
  fc.constantFrom('none', 'linear-gradient(red, blue)', 'var(--x)', '-moz-linear-gradient(red, blue)'),
)

const declaration = fc
  .tuple(
    fc.constantFrom(
      ...[
        'background',
        'background-image',
        'border-image-source',
        'list-style',
        'list-style-image',
        'content',
      ],
      ...['mask', 'mask-image', '-webkit-mask-image', 'cursor', 'shape-outside', 'filter', '--x', 'color'],
      ...['\\62 ackground', 'BACKGROUND', 'background-color', 'mso-x', 'behavior'],
    ),
    fc.array(image, { minLength: 1, maxLength: 2 }),
    fc.constantFrom('', '', '', ' !important', ' no-repeat', '/**/'),
  )
  .map(([property, images, rest]) => `${property}:${images.join(',')}${rest}`)

const declarations = fc.array(declaration, { minLength: 1, maxLength: 3 }).map((all) => all.join(';'))

const rule = fc
  .tuple(
    declarations,
    fc.constantFrom(
      (css: string) => `p{${css}}`,
      (css: string) => `.x > td:hover, a[href]{color:red;${css}}`,
      (css: string) => `@media screen and (max-width:600px){p{${css}}}`,
      (css: string) => `@media (prefers-color-scheme:dark){p{${css}}}`,
      (css: string) => `@media (orientation:landscape){p{${css}}}`,
      (css: string) => `@media all{${css}}`,
      (css: string) => `@supports (color:red){p{${css}}}`,
      (css: string) => `@layer l{p{${css}}}`,
      (css: string) => `@container (width>1px){p{${css}}}`,
      (css: string) => `@keyframes k{from{${css}}}`,
      (css: string) => `@page{${css}}`,
      (css: string) => `@font-face{font-family:x;src:url(//h.example/a.png)}p{${css}}`,
      (css: string) => `a{b{${css}}${css}}`,
      (css: string) => `@import "//h.example/a.png";p{${css}}`,
      (css: string) => `<!-- p{/* { */${css}} -->`,
    ),
  )
  .map(([css, put]) => put(css))

const quoted = (value: string) => `"${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`

const leaf = fc.oneof(
  { weight: 4, arbitrary: address.map((src) => `<img src=${quoted(src)}>`) },
  fc.tuple(address, srcset).map(([src, set]) => `<img srcset=${quoted(set)} src=${quoted(src)} width=9>`),
  srcset.map((set) => `<img alt=x srcset=${quoted(set)}>`),
  fc
    .tuple(srcset, address)
    .map(([set, src]) => `<picture><source srcset=${quoted(set)}><img src=${quoted(src)}></picture>`),
  address.map((src) => `<image src=${quoted(src)}>`),
  address.map((src) => `<input type=image src=${quoted(src)}>`),
  address.map((src) => `<img lowsrc=${quoted(src)} dynsrc=${quoted(src)}>`),
  address.map((src) => `<video poster=${quoted(src)}><source src=${quoted(src)}></video>`),
  address.map((src) => `<svg><image href=${quoted(src)} /><style><img src=${quoted(src)}></style></svg>`),
  address.map((src) => `<iframe srcdoc=${quoted(`<img src=${quoted(src)}>`)}></iframe>`),
  address.map((src) => `<noembed><img src=${quoted(src)}></noembed><xmp><img src=${quoted(src)}></xmp>`),
  address.map(
    (src) => `<!--[if mso]><img src=${quoted(src)}><![endif]--><amp-img src=${quoted(src)}></amp-img>`,
  ),
  fc.array(rule, { minLength: 1, maxLength: 3 }).map((rules) => `<style>${rules.join('\n')}</style>`),
  rule.map((css) => `<style media="(prefers-color-scheme: dark)">${css}</style>`),
  fc.constantFrom('words', '<br>'),
)

const tags = 'p div li table td a button form object noscript template select font svg x-y'.split(' ')

const { inside } = fc.letrec((tie) => ({
  inside: fc
    .array(fc.oneof({ weight: 3, arbitrary: leaf }, tie('box')), { maxLength: 5 })
    .map((all) => all.join('')),
  box: fc
    .tuple(
      fc.constantFrom(...tags),
      fc.option(declarations, { nil: null }),
      fc.option(address, { nil: null }),
      tie('inside'),
    )
    .map(([tag, style, background, held]) => {
      const attributes =
        (style === null ? '' : ` style=${quoted(style)}`) +
        (background === null ? '' : ` background=${quoted(background)}`)
      // No mail has cells without a table, and Chromium passes over their tags.
      return tag === 'td'
        ? `<table><tr${attributes}><td${attributes}>${held}</td></tr></table>`
        : `<${tag}${attributes}>${held}</${tag}>`
    }),
}))

const bases = [
  '',
  '',
  '<base href="https://h.example/mail/">',
  '<base href="cid:x"><base href="//h.example/x/">',
]
const mail = fc.tuple(fc.constantFrom(...bases), inside).map((parts) => parts.join(''))

function referencesOf(html: string): Reference[] {
  const { references } = analyseMessage({
    parts: [{ kind: 'html', content: html }],
    headers: [],
    recipients: [],
  })
  return references.map((reference, index) =>
    referenceSchema.parse({ ...reference, id: index + 1, state: 'blocked', failure: null }),
  )
}

test('what would be asked for is what the page shows, and no picture is asked for twice', async ({
  range,
}) => {
  const page = await openHarness(range)
  let pictures = 0
  await fc.assert(
    // Many at a time: the way to the page and back takes longer than a mail.
    fc.asyncProperty(fc.array(mail, { minLength: 1, maxLength: 40 }), async (htmls) => {
      const mails = htmls.map((html) => ({ html, references: referencesOf(html) }))
      const wanted = await page.evaluate((given) => window.harness.wanted(given), mails)
      for (const [index, { html, references }] of mails.entries()) {
        const isNamed = ({ id }: Reference) => wanted[index]?.includes(id) === true
        const { fetch } = choosePictures(references, { kind: 'everything' })
        const asked = references.filter(({ id }) => fetch.some(({ ids }) => ids.includes(id)))
        expect(
          asked.filter((one) => !isNamed(one)),
          html,
        ).toEqual([])
        expect(references.filter(isShowablePicture).filter(isNamed), html).toEqual(asked)
        const addresses = fetch.map(({ url }) => pictureAddress(url))
        expect(new Set(addresses).size, html).toBe(addresses.length)
        pictures += fetch.length
      }
    }),
  )
  expect(pictures).toBeGreaterThan(500)
})
