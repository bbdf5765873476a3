import type { Vector } from './vector.ts'

const hidden = (
  name: string,
  html: (img: string, at: Parameters<Vector['html']>[0]) => string,
  more: Partial<Vector> = {},
): Vector => ({
  name: `parser-${name}`,
  html: (at) => html(`<img src='${at.url('a.png')}'>`, at),
  ...more,
})
const SECOND_PARSE = 'comes alive only when what was parsed is written out and parsed again'

/** Mutation XSS and friends: HTML that a sanitiser and a browser read as two different things. */
export const parserTricks: Vector[] = [
  hidden('noscript-title', (img) => `<noscript><p title="</noscript>${img}">`),
  hidden('noembed-title', (img) => `<noembed><p title="</noembed>${img}">`),
  hidden('noframes-title', (img) => `<noframes><p title="</noframes>${img}">`),
  hidden('xmp-title', (img) => `<xmp><p title="</xmp>${img}">`),
  hidden('iframe-title', (img) => `<iframe><p title="</iframe>${img}">`),
  hidden('textarea-title', (img) => `<textarea><p title="</textarea>${img}">`),
  hidden('title-title', (img) => `<title><p title="</title>${img}">`),
  hidden('style-title', (img) => `<style><p title="</style>${img}">`),
  hidden('script-title', (img) => `<script><p title="</script>${img}">`),
  hidden('template', (img) => `<template>${img}</template>`, { inert: 'a template shows nothing' }),
  hidden('plaintext', (img) => `<plaintext></plaintext>${img}`, { inert: SECOND_PARSE }),
  hidden('select-template', (img) => `<select><template><style></select>${img}</style></template></select>`, {
    inert: SECOND_PARSE,
  }),
  hidden('select-image', (img) => `<select><option>x${img}</select>`),
  hidden('svg-style', (img) => `<svg><style>${img}</style></svg>`),
  hidden('svg-style-id', (img) => `<svg></p><style><a id="</style>${img}">`),
  hidden('svg-desc', (img) => `<svg><desc>${img}</desc></svg>`),
  hidden('svg-title', (img) => `<svg><title>${img}</title></svg>`),
  hidden('svg-foreign-object', (img) => `<svg><foreignObject>${img}</foreignObject></svg>`),
  hidden('svg-cdata', (img) => `<svg><![CDATA[>${img}]]></svg>`, { silent: true }),
  hidden('svg-break-out', (img) => `<svg><g><p>${img}</svg>`),
  hidden(
    'math-style-comment',
    (img) =>
      `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;${img.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}">`,
    { inert: SECOND_PARSE },
  ),
  hidden(
    'math-form-twice',
    (img) => `<form><math><mtext></form><form><mglyph><style></math>${img}</style></mglyph></form>`,
    { inert: SECOND_PARSE },
  ),
  hidden(
    'math-annotation',
    (img) => `<math><annotation-xml encoding="text/html">${img}</annotation-xml></math>`,
  ),
  hidden(
    'math-mglyph-svg',
    (img) => `<math><mtext><mglyph><svg><mtext><textarea><path id="</textarea>${img}">`,
  ),
  hidden('math-mtext', (img) => `<math><mtext>${img}</mtext></math>`),
  hidden('comment-early-end', (img) => `<!-->${img}-->`),
  hidden('comment-early-end-dash', (img) => `<!--->${img}-->`),
  hidden('comment-bang-end', (img) => `<!-- --!>${img}`),
  hidden('comment-nested', (img) => `<!-- <!-- --> ${img} -->`),
  hidden('bogus-comment', (img) => `<!x>${img}`),
  hidden('processing-instruction', (img) => `<?xml version="1.0"?>${img}`),
  hidden('cdata-in-html', (img) => `<![CDATA[ > ${img} ]]>`),
  hidden('doctype-middle', (img) => `x<!DOCTYPE html SYSTEM "about:legacy-compat">${img}`),
  hidden('table-foster', (img) => `<table><tr>${img}<td>x</table>`),
  hidden('table-caption', (img) => `<table><caption>${img}</table>`),
  hidden('broken-tag-before', (img) => `<a href="x" <b ${img}`, {
    inert: 'the picture is read as an attribute',
  }),
  hidden('slash-for-space', (_, at) => `<img/src="${at.url('a.png')}"/x>`),
  hidden('newline-in-tag', (_, at) => `<img\n\tsrc\n=\n"${at.url('a.png')}"\n>`),
  hidden('form-feed', (_, at) => `<img\fsrc=${at.url('a.png')}>`),
  hidden('unquoted', (_, at) => `<img src=${at.url('a.png')}>`),
  hidden('first-of-two-sources', (_, at) => `<img src="${at.url('a.png')}" src="data:,">`),
  hidden('uppercase', (_, at) => `<IMG SRC="${at.url('a.png')}">`),
  hidden(
    'entities',
    (_, at) =>
      `<img src="${[...at.url('a.png')].map((letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join('')}">`,
  ),
  hidden('null-in-name', (_, at) => `<im\0g src="${at.url('a.png')}">`, { inert: 'another element' }),
  hidden('null-before-name', (_, at) => `<img \0 src="${at.url('a.png')}">`),
  hidden('no-end', (_, at) => `<img src="${at.url('a.png')}" alt="x"`, {
    inert: 'a tag without its end is no tag',
  }),
  hidden('less-than-in-attribute', (_, at) => `<img alt="<" title='>' src="${at.url('a.png')}">`),
  hidden('long-attribute', (_, at) => `<img alt="${'x'.repeat(70_000)}" src="${at.url('a.png')}">`),
  hidden('deep', (img) => `${'<div>'.repeat(700)}${img}`),
  hidden('deep-formatting', (img) => `${'<b><i><font>'.repeat(200)}${img}`),
  hidden('html-twice', (_, at) => `<html><body>x<html style="background:url(${at.url('a.png')})">`),
  hidden('body-twice', (_, at) => `<body>x<body background="${at.url('a.png')}">`),
  hidden('head-late', (img) => `<body>x</body></html><head>${img}</head>`),
  hidden(
    'clobber-form',
    (img) => `<form><input name=attributes><input name=childNodes><input name=removeChild>${img}</form>`,
  ),
  hidden('clobber-node-name', (img) => `<form id=f><input name=nodeName><input name=nodeType>${img}</form>`),
  hidden(
    'clobber-get-attribute',
    (img) => `<form><input name=getAttribute><input name=removeAttribute><input name=style>${img}</form>`,
  ),
  hidden('clobber-document', (_, at) =>
    [
      'body',
      'adoptNode',
      'defaultView',
      'adoptedStyleSheets',
      'querySelectorAll',
      'createElement',
      'documentElement',
      'addEventListener',
    ]
      .map((name) => `<img name=${name} id=${name} src="${at.url(`${name}.png`)}">`)
      .join(''),
  ),
  hidden(
    'custom-element',
    (_, at) => `<x-a is=img src="${at.url('a.png')}"><img is=x-a src="${at.url('b.png')}"></x-a>`,
  ),
  hidden('slot', (img) => `<div><template shadowrootmode=open><slot></slot></template>${img}</div>`),
  hidden(
    'selectedcontent',
    (img) =>
      `<select><button><selectedcontent></selectedcontent></button><option selected>${img}</option></select>`,
  ),
  hidden('ruby', (img) => `<ruby><rb><rt>${img}<rp></ruby>`),
  hidden(
    'frameset-late',
    (_, at) => `<!-- --><frameset onload="new Image().src='${at.url('a.png')}'"><frame></frameset>`,
  ),
  hidden('listing', (img) => `<listing>${img}</listing>`),
  hidden('keygen', (img) => `<keygen>${img}</keygen>`),
  hidden('object-fallback', (img) => `<object data="data:nothing/nothing,">${img}</object>`),
  hidden('video-fallback', (img) => `<video>${img}</video>`),
  hidden('audio-fallback', (img) => `<audio>${img}</audio>`),
  hidden('canvas-fallback', (img) => `<canvas>${img}</canvas>`),
  hidden('byte-order-mark', (img) => `\ufeff${img}`),
  hidden('utf7', (_, at) => `+ADw-img src=${at.url('a.png')}+AD4-`, {
    inert: 'UTF-7 is not read by browsers',
  }),
  hidden('bidi-controls', (img) => `\u202e${img}\u2066`),
]
