import { describe, expect, test } from 'vitest'
import { referenceSchema } from '../../../../shared/models/remote-content.ts'
import { sampleReference } from '../../../testing/samples.ts'
import { createHeldPictures } from './hold-remote.ts'
import { tameStyleAttribute, tameStyleSheet } from './tame-css.ts'

const KNOWN = 'https://pictures.test/a.png'
const pictures = createHeldPictures(
  [
    referenceSchema.parse({
      id: 7,
      part: 0,
      url: KNOWN,
      host: 'pictures.test',
      kind: 'css-image',
      verdict: 'plain',
      service: null,
      reasons: [],
      state: 'blocked',
      failure: null,
    }),
  ],
  [],
)
const HELD = 'var(--curtain-resource-7, none)'

function sheet(css: string, media = ''): string | null {
  const tamed = tameStyleSheet(css, media, window, pictures)
  return tamed === null ? null : Array.from(tamed.cssRules, (rule) => rule.cssText).join('\n')
}

function attribute(css: string): string | null {
  const element = new DOMParser().parseFromString('<p>', 'text/html').createElement('p')
  element.setAttribute('style', css)
  tameStyleAttribute(element, pictures)
  return element.getAttribute('style')
}

describe('a known picture waits under its name', () => {
  for (const [written, tamed] of [
    [`background-image: url(${KNOWN})`, `background-image: ${HELD};`],
    [`background-image: \\75rl("${KNOWN}")`, `background-image: ${HELD};`],
    [`background-image: url("https://pictures.test/\\61.png")`, `background-image: ${HELD};`],
    [`background-image: url(//pictures.test/a.png)`, `background-image: ${HELD};`],
    [
      `background-image: url(${KNOWN}), url(https://other.test/), linear-gradient(red, blue)`,
      `background-image: ${HELD}, none, linear-gradient(red, blue);`,
    ],
    [`background-image: url(${KNOWN}) !important`, `background-image: ${HELD} !important;`],
    [`background-image: image-set("${KNOWN}" 1x, "b.png" 2x)`, `background-image: ${HELD};`],
    [`background-image: -webkit-image-set(url(${KNOWN}) 1x)`, `background-image: ${HELD};`],
    [
      `background-image: url(${KNOWN}), image-set("${KNOWN}" 1x, "https://other.test/" 2x)`,
      `background-image: ${HELD}, ${HELD};`,
    ],
    [`list-style-image: url(${KNOWN})`, `list-style-image: ${HELD};`],
    [`mask-image: url(${KNOWN})`, `mask-image: ${HELD};`],
  ] as const) {
    test(written, () => expect(attribute(written)).toBe(tamed))
  }
  test('in a shorthand the rest of it stays', () => {
    const tamed = attribute(`background: #fff url(${KNOWN}) no-repeat center / cover`)
    expect(tamed).toContain(`background-image: ${HELD}`)
    expect(tamed).toContain('background-repeat: no-repeat')
    expect(tamed).toContain('background-color: rgb(255, 255, 255)')
  })
})

describe('every other address goes', () => {
  for (const css of [
    'background-image: url(https://other.test/)',
    'background-image: url(a.png)',
    'background-image: url(data:image/svg+xml,<svg/>)',
    `cursor: url(${KNOWN}), auto`,
    `filter: url(${KNOWN}#a)`,
    `clip-path: url(${KNOWN}#a)`,
    `offset-path: url(${KNOWN}#a)`,
    `shape-outside: url(${KNOWN})`,
    `-webkit-mask-box-image-source: url(${KNOWN})`,
    `-webkit-box-reflect: below 0 url(${KNOWN})`,
    `--x: url(${KNOWN})`,
    `--x: \\75rl(${KNOWN})`,
    `--x: "${KNOWN}"`,
    `--x: image-set("${KNOWN}" 1x)`,
    'background: var(--a) url(https://other.test/)',
    'background: var(--a, url(https://other.test/))',
    'background: env(a, url(https://other.test/))',
    'background: \\75rl(https://other.test/) var(--a)',
    'background-image: image-set(var(--a) 1x)',
    `-moz-binding: url(${KNOWN})`,
    `mso-background-source: url(${KNOWN})`,
    `behavior: url(${KNOWN})`,
  ]) {
    test(css, () => expect(attribute(css) ?? '').not.toMatch(/url|other|pictures|image-set|\\/))
  }
})

describe('rules', () => {
  for (const css of [
    '@import "https://other.test/a.css"; p { color: red; }',
    '@font-face { font-family: f; src: url(https://other.test/) } p { color: red; }',
    '@property --a { syntax: "<image>"; inherits: false; initial-value: url(https://other.test/) } p { color: red; }',
    '@function --f() { result: url(https://other.test/) } p { color: red; }',
    '@counter-style c { system: cyclic; symbols: url(https://other.test/) } p { color: red; }',
    '@page { background: url(https://other.test/) } p { color: red; }',
    '@container (min-width: 1px) { b { background: url(https://other.test/) } } p { color: red; }',
    '<!-- @media (min-height: 1px) { b { color: red } } p { color: red; } -->',
    '@media (prefers-color-scheme: dark) { p { color: white } } p { color: red; }',
    '@media (orientation: landscape) { p { color: white } } p { color: red; }',
  ]) {
    test(`only the harmless one stays: ${css}`, () => expect(sheet(css)).toBe('p { color: red; }'))
  }
  test('conditions on the width stay, and what they hold is tamed', () => {
    expect(sheet(`@media (max-width: 600px) { p { background-image: url(${KNOWN}) } }`)).toContain(HELD)
    expect(
      sheet('@media (max-width: 600px) { p { background-image: url(https://other.test/) } }'),
    ).not.toContain('other')
  })
  test('steps of an animation are tamed', () => {
    const tamed = sheet(
      `@keyframes k { from { background-image: url(${KNOWN}) } to { cursor: url(${KNOWN}), auto } }`,
    )
    expect(tamed).toContain(HELD)
    expect(tamed).not.toContain('url')
  })
  test('rules in rules are tamed, and no deeper than anybody writes them', () => {
    expect(sheet(`a { & b { background-image: url(https://other.test/); color: red } }`)).toContain(
      'color: red',
    )
    const deep = `${'a { '.repeat(200)} background: url(https://other.test/) ${'}'.repeat(200)}`
    expect(sheet(deep)).not.toContain('other')
  })
  test('a sheet with a rule that cannot be taken out goes as a whole', () => {
    expect(sheet('@namespace url(https://other.test/); p { color: red }')).toBeNull()
  })
  test('a sheet for another medium than a light screen of any height is left out', () => {
    expect(sheet('p { color: red }', '(prefers-color-scheme: dark)')).toBeNull()
    expect(sheet('p { color: red }', 'screen')).toBe('p { color: red; }')
  })
  test('what the mail says of its links is said of ours', () => {
    expect(sheet('a:link, a[href]:hover, a:any-link { color: red }')).toBe(
      'a[data-link], a[data-link]:hover, a[data-link] { color: red; }',
    )
  })
})

describe('the layout stays inside its frame', () => {
  for (const [written, tamed] of [
    ['position: fixed', 'position: absolute;'],
    ['position: sticky !important', 'position: relative !important;'],
    ['position: absolute', 'position: absolute;'],
    ['min-height: 100vh', 'min-height: 800px;'],
    ['height: calc(100dvh - 20px)', 'height: calc(780px);'],
    ['width: 50vw', 'width: 50vw;'],
    ['color: red', 'color: red;'],
  ] as const) {
    test(written, () => expect(attribute(written)).toBe(tamed))
  }
})

test('what is left out of the styles is not wanted either', () => {
  const other = createHeldPictures([sampleReference({ id: 7, url: KNOWN })], [])
  const element = new DOMParser().parseFromString('<p>', 'text/html').createElement('p')
  element.setAttribute('style', `background-image: url(${KNOWN}), cross-fade(url(${KNOWN}), red)`)
  tameStyleAttribute(element, other)
  expect(element.hasAttribute('style')).toBe(false)
  expect([...other.wanted]).toEqual([])
})

test('columns, which mails could nest without end, are left out', () => {
  const tamed = [attribute('columns: 2; color: red'), sheet('div { columns: 2 100px; color: red }')]
  for (const css of tamed) {
    expect(css).toContain('color: red')
    expect(css).not.toMatch(/columns|column-count|column-width/)
  }
})

test('what Chromium does not understand is not written back', () => {
  expect(attribute('mso-line-height-rule: exactly; color: red; nonsense')).toBe('color: red;')
  expect(attribute('nonsense')).toBeNull()
})
