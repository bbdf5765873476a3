import type { Vector } from './vector.ts'

const printed = (name: string, html: Vector['html'], more: Partial<Vector> = {}): Vector => ({
  name: `print-${name}`,
  html,
  act: 'print',
  ...more,
})
const style = (name: string, css: (url: string) => string, more: Partial<Vector> = {}): Vector =>
  printed(name, (at) => `<style>${css(at.url('a.png'))}</style><p class=a><b>words</b>`, more)

const NO_PAGES: Partial<Vector> = { inert: 'a frame has no pages of its own' }

/** What asks for nothing on a screen and comes alive when the mail is laid out for paper. */
export const print: Vector[] = [
  style('media', (url) => `@media print{p{background:url(${url})}}`),
  style('media-not-screen', (url) => `@media not screen{p{background:url(${url})}}`),
  style(
    'media-nested',
    (url) => `@media all{@supports (color:red){@media print{p{background:url(${url})}}}}`,
  ),
  style('media-nested-style', (url) => `p{color:red;@media print{background:url(${url})}}`),
  style('media-paged', (url) => `@media (overflow-block:paged){p{background:url(${url})}}`),
  style('media-colour', (url) => `@media print and (color){p{background:url(${url})}}`),
  style('media-update', (url) => `@media (update:none){p{background:url(${url})}}`),
  style('before', (url) => `@media print{p::before{content:url(${url})}}`),
  style('list-style', (url) => `@media print{p{display:list-item;list-style-image:url(${url})}}`),
  style('border-image', (url) => `@media print{p{border:9px solid;border-image:url(${url}) 1}}`),
  style('mask', (url) => `@media print{p{mask-image:url(${url})}}`),
  style('shown-only', (url) => `.a{display:none;background:url(${url})}@media print{.a{display:block}}`),
  style('variable', (url) => `:root{--a:none}@media print{:root{--a:url(${url})}}p{background:var(--a)}`),
  style('layer', (url) => `@layer x{@media print{p{background:url(${url})}}}`),
  style('font', (url) => `@font-face{font-family:f;src:url(${url})}@media print{p{font-family:f}}`),
  style('page', (url) => `@page{background:url(${url})}`, NO_PAGES),
  style('page-first', (url) => `@page :first{background-image:url(${url})}`, NO_PAGES),
  style('page-margin-box', (url) => `@page{margin:2cm;@top-center{content:url(${url})}}`, NO_PAGES),
  style(
    'page-margin-background',
    (url) => `@page{margin:2cm;@bottom-left{content:"x";background:url(${url})}}`,
    NO_PAGES,
  ),
  style('page-named', (url) => `@page a{background:url(${url})}p{page:a}`, NO_PAGES),
  printed('style-media', (at) => `<style media=print>p{background:url(${at.url('a.png')})}</style><p>words`),
  printed('import', (at) => `<style>@import "${at.url('a.css')}" print;</style><p>words`),
  printed(
    'picture-source',
    (at) => `<picture><source media=print srcset="${at.url('a.png')}"><img src="data:," alt=x></picture>`,
  ),
  printed(
    'lazy-far-below',
    (at) => `<div style="height:30000px">x</div><img loading=lazy src="${at.url('a.png')}" width=9 height=9>`,
  ),
  printed(
    'svg-style',
    (at) => `<svg><style>@media print{svg{background:url(${at.url('a.png')})}}</style></svg>`,
  ),
  printed('handler', (at) => `<body onbeforeprint="new Image().src='${at.url('a.png')}'">words`),
  printed(
    'script',
    (at) => `<script>onbeforeprint=()=>{new Image().src='${at.url('a.png')}'}</script><p>words`,
  ),
]
