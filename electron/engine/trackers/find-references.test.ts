import { expect, test } from 'vitest'
import { findReferences, readHtml } from './find-references.ts'
import { LIMITS } from './limits.ts'

const H = 'https://h.example'
/** `kind path` of everything found, with the host taken off. */
const find = (html: string): string[] =>
  findReferences(html, 0).map(({ kind, url }) => `${kind} ${url.replace(`${H}/`, '')}`)

test.each([
  [`<img src="${H}/a">`, ['img a']],
  [`<image src=${H}/a>`, ['img a']],
  [`<input type="image" src="${H}/a">`, ['unshown a']],
  [`<img lowsrc="${H}/a" dynsrc="${H}/b">`, ['unshown a', 'unshown b']],
  [`<img srcset="${H}/a 1x, ${H}/b 2x">`, ['img b', 'srcset a']],
  [`<img src=${H}/a srcset="${H}/a 1x, ${H}/b 2x">`, ['img a', 'srcset b']],
  [`<img src=a.png srcset="${H}/a.svg 3x, ${H}/b 2x">`, ['srcset a.svg', 'img b']],
  [`<img src=cid:x srcset="${H}/a 2x"><img src=${H}/a.svg>`, ['srcset a', 'img a.svg']],
  [`<picture><source srcset="${H}/a"><img src="${H}/b"></picture>`, ['srcset a', 'img b']],
  [
    `<body background="${H}/a"><table background=${H}/b><td background='${H}/c'>`,
    ['background a', 'background b', 'background c'],
  ],
  [
    `<form background=${H}/a><td background=${H}/b><table><td background=${H}/c style="background:red"><td background=${H}/d style="background-color:red">`,
    ['unshown a', 'unshown b', 'unshown c', 'background d'],
  ],
  [
    `<form style="background:url(${H}/a)"><object><p style="background:url(${H}/b)">`,
    ['unshown a', 'css-image b'],
  ],
  [
    `<style media="(prefers-color-scheme:dark)">p{background:url(${H}/a)}</style><style>p{background:url(${H}/b)}</style>`,
    ['unshown a', 'css-image b'],
  ],
  [`<p style="background:url(${H}/a)">`, ['css-image a']],
  [`<p style="background:url(&quot;${H}/a&quot;)">`, ['css-image a']],
  [
    `<style>@import "${H}/a";@font-face{src:url(${H}/b)}p{background:url(${H}/c)}</style>`,
    ['css-import a', 'css-font b', 'css-image c'],
  ],
  [
    `<link rel=stylesheet href=${H}/a><link rel=icon href=${H}/b><link rel=preload href=${H}/c imagesrcset="${H}/d 1x">`,
    ['stylesheet a', 'icon b', 'preload c', 'preload d'],
  ],
  [
    `<link rel=prefetch href=${H}/a><link rel=preconnect href=${H}><link rel=dns-prefetch href=//h.example>`,
    ['prefetch a', 'preconnect '],
  ],
  [`<link rel=manifest href=${H}/a><link rel=canonical href=${H}/b>`, ['manifest a']],
  [
    `<video src=${H}/a poster=${H}/b><source src=${H}/c><track src=${H}/d></video><audio src=${H}/e>`,
    ['video a', 'poster b', 'source c', 'track d', 'audio e'],
  ],
  [
    `<svg><image href=${H}/a /><use xlink:href=${H}/b /><feImage href=${H}/c /><rect fill="url(${H}/d)"/></svg>`,
    ['svg a', 'svg b', 'svg c', 'svg d'],
  ],
  [
    `<svg><image><animate attributeName=href values="${H}/a;${H}/b"/><set attributeName="xlink:href" to=${H}/c /></image></svg>`,
    ['svg a', 'svg b', 'svg c'],
  ],
  [`<math href=${H}/a><mglyph src=${H}/b></math>`, ['mathml a', 'mathml b']],
  [`<meta http-equiv=refresh content="0; URL='${H}/a'">`, ['meta-refresh a']],
  [`<meta http-equiv=REFRESH content="5;${H}/a">`, ['meta-refresh a']],
  [`<base href="${H}/x/"><img src="a">`, ['base x/', 'img x/a']],
  [`<svg><base href="${H}/x/"></svg><img src="a">`, ['base x/', 'img x/a']],
  [`<iframe src=${H}/a></iframe><frameset><frame src=${H}/b></frameset>`, ['iframe a', 'iframe b']],
  [
    `<iframe srcdoc="&lt;img src=${H}/a&gt;&lt;iframe srcdoc='&amp;lt;img src=${H}/b>'>"></iframe>`,
    ['unshown a', 'unshown b'],
  ],
  [
    `<object data=${H}/a><param name=movie value=${H}/b></object><embed src=${H}/c><applet code=${H}/d>`,
    ['object a', 'object b', 'embed c', 'object d'],
  ],
  [`<object data="data:image/svg+xml,<svg><image href='${H}/a'/></svg>">`, ['svg a']],
  [
    `<iframe src="data:text/html;base64,${Buffer.from(`<img src=${H}/a>`).toString('base64')}">`,
    ['unshown a'],
  ],
  [`<link rel=stylesheet href="data:text/css,@import url(${H}/a)">`, ['css-import a']],
  [
    `<form action=${H}/a><button formaction=${H}/b></form><a href=${H}/x ping="${H}/c ${H}/d">`,
    ['form a', 'form b', 'ping c', 'ping d'],
  ],
  [
    `<script src=${H}/a></script><noscript><img src=${H}/b></noscript><template><img src=${H}/c></template>`,
    ['script a', 'unshown b', 'unshown c'],
  ],
  [
    `<!--[if mso]><v:fill src="${H}/a"/><v:imagedata src="${H}/b" o:href="${H}/c"/><img src=${H}/d><![endif]-->`,
    ['vml a', 'vml b', 'vml c', 'vml d'],
  ],
  [`<!--[if !mso]><!--><img src=${H}/a><!--<![endif]-->`, ['img a']],
  [`<!-- <img src=${H}/a> -->`, []],
  [`<xmp><img src=${H}/a></xmp><plaintext><img src=${H}/b>`, ['unshown a', 'unshown b']],
  [`<xmp><style></xmp><img src=${H}/a></style>`, ['img a']],
  [`<noembed><!--</noembed><img src=${H}/a>-->`, ['img a']],
  [`<svg><style><img src=${H}/a></style></svg>`, ['unshown a']],
  [`<svg><iframe><!--</iframe><img src=${H}/a>`, ['unshown a']],
  [`<math><mtext><style><!--</style><img src=${H}/a>--></style>`, ['unshown a']],
  [`<select><img src=${H}/a></select><textarea>x</textarea><img src=${H}/b>`, ['unshown a', 'img b']],
  [`<p><select><p background=${H}/a></p></select><img src=${H}/b></p>`, ['unshown a', 'img b']],
  [`<p><select><p></p></p><img src=${H}/a></select>`, ['unshown a']],
  [`<p><form></form><noscript><p></p><img src=${H}/a></noscript></p>`, ['unshown a']],
  [`<p><noscript><p></p><img src=${H}/a></noscript></p>`, ['img a']],
  [`<li><noscript><li></li><img src=${H}/a></noscript></li><img src=${H}/b>`, ['unshown a', 'img b']],
  [`<textarea><img src=${H}/a></textarea><title><img src=${H}/b></title>`, []],
  [`<amp-img src=${H}/a></amp-img><amp-pixel src=${H}/b>`, ['unshown a', 'unshown b']],
  [`<img src="ht&Tab;tps&colon;&sol;&sol;h.example&sol;&#97;&NewLine;">`, ['img a']],
  ['<img src="//h.example/a"><img src="\\\\h.example\\b">', ['img a', 'img b']],
  [
    '<img src="a.png"><img src="cid:x"><img src="data:image/png,"><a href="#x"><p background="mailto:a@b">',
    [],
  ],
  [`<img data-src=${H}/a alt="${H}/b" title=${H}/c longdesc=${H}/d>`, []],
])('%s', (html, found) => {
  expect(find(html)).toEqual(found)
})

test('one reference per address and kind, with all its uses', () => {
  const [only, ...more] = findReferences(
    `<img src=${H}/a width=1 height=1><img src=${H}/a width=5 height=9>`,
    3,
  )
  expect(more).toEqual([])
  expect(only).toMatchObject({ part: 3, uses: 2, width: 5, height: 9, raw: `${H}/a` })
  expect(findReferences(`<img src=${H}/a width=1><img src=${H}/a>`, 0)[0]).toMatchObject({ width: null })
  expect(findReferences(`<img src=${H}/a hidden><img src=${H}/a>`, 0)[0]).toMatchObject({ hidden: false })
})

test('last: nothing to see after it, something before it', () => {
  const last = (html: string) => findReferences(html, 0).at(-1)?.last
  const pixel = `<img src=${H}/p width=1 height=1>`
  expect(last(`text ${pixel}`)).toBe(true)
  expect(last(`text ${pixel} &nbsp; </td></tr>`)).toBe(true)
  expect(last(`text ${pixel}<p hidden>unseen</p><img src="cid:x" width=1>`)).toBe(true)
  expect(last(`text ${pixel} more`)).toBe(false)
  expect(last(pixel)).toBe(false)
  expect(last(`<img src="cid:x">${pixel}`)).toBe(true)
})

test('links are the addresses that wait for a click, outside of conditional comments', () => {
  const { links } = readHtml(
    `<a href="${H}/a">x</a><area href=${H}/b><svg><a xlink:href=${H}/c></svg><a href="mailto:a@b"><!--[if mso]><a href=${H}/d><![endif]-->`,
    0,
  )
  expect(links.map(({ url }) => url)).toEqual([`${H}/a`, `${H}/b`, `${H}/c`])
})

test('100,000 pixels fill neither list nor memory', () => {
  const html = Array.from(
    { length: 100_000 },
    (_, i) => `<img src=//h${i}.example/p.gif><a href=//h${i}.example>`,
  ).join('')
  const { references, links } = readHtml(html, 0)
  expect([references.length, links.length]).toEqual([LIMITS.references, LIMITS.links])
})

test('documents inside documents end', () => {
  let html = `<img src=${H}/deep>`
  for (let i = 0; i < 50; i++)
    html = `<iframe srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`
  expect(find(html.slice(0, 1_000_000))).toEqual([])
})

/** Markup made to be slow, each of about `n` characters. */
const HOSTILE: Record<string, (n: number) => string> = {
  'open brackets': (n) => '<'.repeat(n),
  'tags without end': (n) => '<a '.repeat(n / 3),
  'quotes without end': (n) => '<a b="'.repeat(n / 6),
  'comments without end': (n) => '<!--'.repeat(n / 4),
  'conditional comments': (n) => '<!--[if mso]>'.repeat(n / 13),
  'style sheets without end': (n) => '<style>'.repeat(n / 7),
  'style sheets in SVG': (n) => `<svg>${'<style>a{}</style>'.repeat(n / 18)}`,
  'raw text in SVG, closed at the end': (n) => `<svg>${'<style>'.repeat(n / 7)}</style>`,
  'nested elements': (n) => '<div>'.repeat(n / 11) + '</div>'.repeat(n / 11),
  'cells in deep rows': (n) => `<table><tr><td>${'<b>'.repeat(500)}${'<td>'.repeat(n / 4)}`,
  'end tags of nothing': (n) => '<div>'.repeat(500) + '</p>'.repeat(n / 4),
  'one long style': (n) => `<p style="${'width:1px;'.repeat(n / 10)}">`,
  'brackets in CSS': (n) => `<style>@import x${'('.repeat(n)}</style>`,
  'backslashes in CSS': (n) => `<style>url${'\\'.repeat(n)}</style>`,
  'comments in CSS': (n) => `<style>url${'/*'.repeat(n / 2)}</style>`,
  'selectors in CSS': (n) => `<style>${'a,'.repeat(n / 2)}{display:none}</style>`,
  'pictures in one declaration': (n) => `<p style="background:${'url(//h/a),'.repeat(n / 11)}">`,
  'declarations that take each other back': (n) => `<p style="${'mask:url(a);'.repeat(n / 12)}">`,
  'braces in CSS': (n) => `<style>${'}'.repeat(n)}a{display:none}</style>`,
  'commas in srcset': (n) => `<img srcset="${','.repeat(n)}">`,
  'white space in a refresh': (n) => `<meta http-equiv=refresh content="${' '.repeat(n)}">`,
  classes: (n) => `<style>.a{display:none}</style><p class="${'a '.repeat(n / 2)}">`,
  attributes: (n) => `<img ${'src=b '.repeat(n / 6)}>`,
  'entities in text': (n) => '&nbsp;'.repeat(n / 6),
}

// Quadratic work on so much would be a million million steps, and would not end in the test's time.
test.each(Object.entries(HOSTILE))('two million characters of it are read to the end: %s', (_, make) => {
  const { references } = readHtml(make(2_000_000), 0)
  expect(references.length).toBeLessThanOrEqual(LIMITS.references)
})
