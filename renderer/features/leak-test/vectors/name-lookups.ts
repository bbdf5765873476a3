import type { Vector } from './vector.ts'

/** What makes Chromium resolve a name or open a connection without any request that a policy could judge. */
export const nameLookups: Vector[] = [
  { name: 'dns-prefetch', silent: true, html: (at) => `<link rel=dns-prefetch href="//${at.host}">` },
  {
    name: 'dns-prefetch-body',
    silent: true,
    html: (at) => `<p>x<link rel="dns-prefetch" href="http://${at.host}">`,
  },
  {
    name: 'dns-prefetch-case',
    silent: true,
    html: (at) => `<link rel="ICON DNS-Prefetch" href="//${at.host}">`,
  },
  {
    name: 'preconnect',
    silent: true,
    html: (at) => `<link rel=preconnect href="http://${at.host}:${at.port}">`,
  },
  {
    name: 'preconnect-crossorigin',
    silent: true,
    html: (at) => `<link rel=preconnect crossorigin href="https://${at.host}">`,
  },
  {
    name: 'preconnect-stylesheet',
    html: (at) => `<link rel="preconnect stylesheet" href="${at.url('a.css')}">`,
  },
  {
    name: 'prefetch-control',
    inert: 'not from a frame',
    html: (at) => `<meta http-equiv=x-dns-prefetch-control content=on><a href="https://${at.host}/">x</a>`,
  },
  {
    name: 'meta-link',
    html: (at) => `<meta http-equiv=Link content="<http://${at.host}>; rel=preconnect">`,
    inert: 'only a header may say so',
  },
  {
    name: 'link-unhovered',
    html: (at) => `<a href="http://${at.host}:${at.port}/">x</a>`,
    inert: 'needs prefetch control or a pointer',
  },
  { name: 'link-hover', act: 'hover', html: (at) => `<a href="${at.url('a.html')}">over here</a>` },
  { name: 'link-hover-https', act: 'hover', html: (at) => `<a href="https://${at.host}/">over here</a>` },
  { name: 'link-hover-scheme-relative', act: 'hover', html: (at) => `<a href="//${at.host}/">over here</a>` },
  {
    name: 'link-hover-target',
    act: 'hover',
    html: (at) => `<a target=_blank rel=noreferrer href="https://${at.host}/">over here</a>`,
  },
  {
    name: 'link-hover-picture',
    act: 'hover',
    html: (at) => `<a href="https://${at.host}/"><img width=80 height=40 alt=x></a>`,
  },
  {
    name: 'link-hover-block',
    act: 'hover',
    html: (at) => `<a href="https://${at.host}/"><table><tr><td>over here</table></a>`,
  },
  {
    name: 'link-hover-base',
    act: 'hover',
    html: (at) => `<base href="https://${at.host}/"><a href="x">over here</a>`,
  },
  { name: 'link-press', act: 'press', leads: true, html: (at) => `<a href="https://${at.host}/">press</a>` },
  {
    name: 'link-press-ping',
    act: 'press',
    silent: true,
    html: (at) => `<a href="#x" ping="${at.url('ping')}">press</a>`,
  },
  {
    name: 'area-hover',
    act: 'hover',
    html: (at) =>
      `<img usemap="#m" width=80 height=40 src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="><map name=m><area shape=default href="https://${at.host}/"></map>`,
  },
  {
    name: 'svg-link-hover',
    act: 'hover',
    html: (at) =>
      `<svg width=90 height=40><a href="https://${at.host}/"><rect width=90 height=40 /></a></svg>`,
  },
  {
    name: 'svg-xlink-hover',
    act: 'hover',
    html: (at) =>
      `<svg width=90 height=40><a xlink:href="https://${at.host}/"><rect width=90 height=40 /></a></svg>`,
  },
  {
    name: 'math-link-hover',
    inert: 'MathML Core has no links',
    act: 'hover',
    html: (at) => `<math href="https://${at.host}/"><mi>xxxxxxxx</mi></math>`,
  },
  {
    name: 'preconnect-ip',
    silent: true,
    html: (at) => `<link rel=preconnect href="http://127.0.0.1:${at.silentPort}">`,
  },
  { name: 'iframe-name', html: (at) => `<iframe src="https://${at.host}/"></iframe>` },
  { name: 'frame-name', html: (at) => `<frameset><frame src="https://${at.host}/"></frameset>` },
  { name: 'object-name', html: (at) => `<object data="https://${at.host}/"></object>` },
  { name: 'embed-name', html: (at) => `<embed src="https://${at.host}/">` },
  { name: 'img-https-name', html: (at) => `<img src="https://${at.host}/a.png">` },
  { name: 'css-https-name', html: (at) => `<p style="background:url(https://${at.host}/a.png)">x` },
  {
    name: 'form-hover',
    act: 'hover',
    html: (at) => `<form action="https://${at.host}/"><button>over here</button></form>`,
    inert: 'a form resolves nothing before it is sent',
  },
  {
    name: 'link-next',
    html: (at) => `<link rel=next href="https://${at.host}/">`,
    inert: 'never prefetched by Chromium',
  },
  {
    name: 'link-canonical',
    html: (at) => `<link rel=canonical href="https://${at.host}/">`,
    inert: 'never followed',
  },
]
