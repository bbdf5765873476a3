import type { Vector } from './vector.ts'

/** HTML elements and attributes that fetch by themselves, as soon as they are in a document. */
export const htmlFetchers: Vector[] = [
  { name: 'img-src', html: (at) => `<img src="${at.url('a.png')}">` },
  {
    name: 'img-src-pixel',
    html: (at) => `<img width=1 height=1 style="display:none" src="${at.url('a.png')}">`,
  },
  { name: 'img-srcset', html: (at) => `<img srcset="${at.url('a.png')} 1x, ${at.url('b.png')} 2x">` },
  { name: 'img-srcset-width', html: (at) => `<img sizes=100vw srcset="${at.url('a.png')} 400w">` },
  { name: 'img-srcset-no-space', html: (at) => `<img srcset="x.png 9w,${at.url('a.png')} 1w" sizes=1px>` },
  { name: 'img-lazy', html: (at) => `<img loading=lazy src="${at.url('a.png')}" width=9 height=9>` },
  { name: 'img-crossorigin', html: (at) => `<img crossorigin src="${at.url('a.png')}">` },
  {
    name: 'img-data-then-srcset',
    html: (at) => `<img src="data:image/gif;base64,R0lGODlhAQABAAAAADs=" srcset="${at.url('a.png')} 1x">`,
  },
  {
    name: 'img-attributionsrc',
    html: (at) => `<img attributionsrc="${at.url('a')}" src="data:,">`,
    inert: 'attribution reporting needs a secure context and a permission',
  },
  { name: 'img-lowsrc', html: (at) => `<img lowsrc="${at.url('a.png')}">`, inert: 'Netscape 2' },
  { name: 'img-dynsrc', html: (at) => `<img dynsrc="${at.url('a.avi')}">`, inert: 'Internet Explorer' },
  {
    name: 'img-longdesc',
    html: (at) => `<img longdesc="${at.url('a.html')}" alt=x>`,
    inert: 'never followed by itself',
  },
  { name: 'image-element', html: (at) => `<image src="${at.url('a.png')}">` },
  { name: 'picture-source', html: (at) => `<picture><source srcset="${at.url('a.png')}"><img></picture>` },
  {
    name: 'picture-source-media',
    html: (at) =>
      `<picture><source media="(min-width:1px)" srcset="${at.url('a.png')}"><img src="data:,"></picture>`,
  },
  { name: 'input-image', html: (at) => `<input type=image src="${at.url('a.png')}">` },
  { name: 'body-background', html: (at) => `<body background="${at.url('a.png')}">x` },
  { name: 'table-background', html: (at) => `<table background="${at.url('a.png')}"><tr><td>x</table>` },
  { name: 'tr-background', html: (at) => `<table><tr background="${at.url('a.png')}"><td>x</table>` },
  { name: 'td-background', html: (at) => `<table><tr><td background="${at.url('a.png')}">x</table>` },
  { name: 'th-background', html: (at) => `<table><tr><th background="${at.url('a.png')}">x</table>` },
  {
    name: 'tbody-background',
    html: (at) => `<table><tbody background="${at.url('a.png')}"><tr><td>x</table>`,
  },
  {
    name: 'col-background',
    html: (at) => `<table><col background="${at.url('a.png')}"><tr><td>x</table>`,
  },
  { name: 'video-src', html: (at) => `<video src="${at.url('a.mp4')}"></video>` },
  { name: 'video-poster', html: (at) => `<video poster="${at.url('a.png')}"></video>` },
  { name: 'video-autoplay', html: (at) => `<video autoplay muted src="${at.url('a.mp4')}"></video>` },
  { name: 'video-source', html: (at) => `<video><source src="${at.url('a.mp4')}"></video>` },
  {
    name: 'video-track',
    html: (at) =>
      `<video src="data:video/mp4;base64,AAAA"><track default kind=captions src="${at.url('a.vtt')}"></video>`,
    inert: 'a track waits for a video that plays',
  },
  { name: 'audio-src', html: (at) => `<audio preload=auto src="${at.url('a.mp3')}"></audio>` },
  { name: 'audio-source', html: (at) => `<audio autoplay><source src="${at.url('a.mp3')}"></audio>` },
  { name: 'bgsound', html: (at) => `<bgsound src="${at.url('a.wav')}">`, inert: 'Internet Explorer' },
  { name: 'object-data', html: (at) => `<object data="${at.url('a.png')}" type="image/png"></object>` },
  { name: 'object-html', html: (at) => `<object data="${at.url('a.html')}" type="text/html"></object>` },
  {
    name: 'object-param',
    html: (at) =>
      `<object type="application/x-shockwave-flash"><param name=movie value="${at.url('a.swf')}"></object>`,
    inert: 'plug-ins are gone',
  },
  {
    name: 'object-codebase',
    html: (at) => `<object codebase="${at.url('')}" classid="java:a.class"></object>`,
    inert: 'plug-ins are gone',
  },
  { name: 'embed-src', html: (at) => `<embed src="${at.url('a.html')}">` },
  { name: 'embed-image', html: (at) => `<embed type="image/png" src="${at.url('a.png')}">` },
  {
    name: 'applet',
    html: (at) => `<applet code="${at.url('a.class')}" archive="${at.url('a.jar')}"></applet>`,
    inert: 'plug-ins are gone',
  },
  { name: 'iframe-src', html: (at) => `<iframe src="${at.url('a.html')}"></iframe>` },
  { name: 'iframe-lazy', html: (at) => `<iframe loading=lazy src="${at.url('a.html')}"></iframe>` },
  { name: 'iframe-srcdoc', html: (at) => `<iframe srcdoc="&lt;img src='${at.url('a.png')}'&gt;"></iframe>` },
  {
    name: 'iframe-data',
    html: (at) => `<iframe src="data:text/html,<img src='${at.url('a.png')}'>"></iframe>`,
  },
  {
    name: 'iframe-javascript',
    html: (at) => `<iframe src="javascript:'<img src=${at.url('a.png')}>'"></iframe>`,
  },
  { name: 'frameset', html: (at) => `<frameset><frame src="${at.url('a.html')}"></frameset>` },
  {
    name: 'portal',
    html: (at) => `<portal src="${at.url('a.html')}"></portal>`,
    inert: 'never left its trial',
  },
  {
    name: 'fencedframe',
    html: (at) => `<fencedframe src="${at.url('a.html')}"></fencedframe>`,
    inert: 'takes its address from scripts only',
  },
  { name: 'link-stylesheet', html: (at) => `<link rel=stylesheet href="${at.url('a.css')}">` },
  {
    name: 'link-stylesheet-alternate',
    html: (at) => `<link rel="alternate stylesheet" title=x href="${at.url('a.css')}">`,
  },
  {
    name: 'link-stylesheet-print',
    html: (at) => `<link rel=stylesheet media=print href="${at.url('a.css')}">`,
  },
  {
    name: 'link-stylesheet-data',
    html: (at) => `<link rel=stylesheet href="data:text/css,body{background:url(${at.url('a.png')})}">`,
  },
  {
    name: 'link-icon',
    html: (at) => `<link rel=icon href="${at.url('a.ico')}">`,
    inert: 'only the top page has an icon',
  },
  {
    name: 'link-apple-touch-icon',
    html: (at) => `<link rel=apple-touch-icon href="${at.url('a.png')}">`,
    inert: 'only the top page has an icon',
  },
  { name: 'link-preload', html: (at) => `<link rel=preload as=image href="${at.url('a.png')}">` },
  {
    name: 'link-preload-imagesrcset',
    html: (at) => `<link rel=preload as=image imagesrcset="${at.url('a.png')} 1x">`,
  },
  {
    name: 'link-preload-font',
    html: (at) => `<link rel=preload as=font crossorigin href="${at.url('a.woff2')}">`,
  },
  { name: 'link-modulepreload', html: (at) => `<link rel=modulepreload href="${at.url('a.js')}">` },
  { name: 'link-prefetch', html: (at) => `<link rel=prefetch href="${at.url('a.html')}">` },
  {
    name: 'link-prerender',
    inert: 'not from a frame',
    html: (at) => `<link rel=prerender href="${at.url('a.html')}">`,
  },
  {
    name: 'link-manifest',
    html: (at) => `<link rel=manifest href="${at.url('a.json')}">`,
    inert: 'only the top page has a manifest',
  },
  {
    name: 'link-import',
    html: (at) => `<link rel=import href="${at.url('a.html')}">`,
    inert: 'removed from Chromium',
  },
  {
    name: 'html-manifest',
    html: (at) => `<html manifest="${at.url('a.appcache')}">x`,
    inert: 'removed from Chromium',
  },
  { name: 'head-profile', html: (at) => `<head profile="${at.url('a')}"></head>x`, inert: 'never followed' },
  {
    name: 'blockquote-cite',
    html: (at) => `<blockquote cite="${at.url('a')}">x</blockquote>`,
    inert: 'never followed',
  },
  { name: 'script-src', html: (at) => `<script src="${at.url('a.js')}"></script>` },
  { name: 'script-module', html: (at) => `<script type=module src="${at.url('a.js')}"></script>` },
  { name: 'script-inline', html: (at) => `<script>new Image().src='${at.url('a.png')}'</script>` },
  { name: 'script-fetch', html: (at) => `<script>fetch('${at.url('a')}',{mode:'no-cors'})</script>` },
  { name: 'script-beacon', html: (at) => `<script>navigator.sendBeacon('${at.url('a')}')</script>` },
  {
    name: 'script-websocket',
    silent: true,
    html: (at) => `<script>new WebSocket('ws://${at.host}:${at.port}/${at.mark}')</script>`,
  },
  { name: 'script-eventsource', html: (at) => `<script>new EventSource('${at.url('a')}')</script>` },
  {
    name: 'script-importmap',
    html: (at) =>
      `<script type=importmap>{"imports":{"a":"${at.url('a.js')}"}}</script><script type=module>import 'a'</script>`,
  },
  {
    name: 'script-speculationrules',
    html: (at) =>
      `<script type=speculationrules>{"prefetch":[{"source":"list","urls":["${at.url('a.html')}"],"eagerness":"immediate"}]}</script>`,
    inert: 'only the top page speculates',
  },
  {
    name: 'script-webrtc',
    silent: true,
    html: (at) =>
      `<script>const p=new RTCPeerConnection({iceServers:[{urls:'stun:${at.host}:${at.port}'}]});p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))</script>`,
  },
  {
    name: 'handler-img-onerror',
    html: (at) => `<img src=data:, onerror="new Image().src='${at.url('a.png')}'">`,
  },
  { name: 'handler-svg-onload', html: (at) => `<svg onload="new Image().src='${at.url('a.png')}'"></svg>` },
  { name: 'handler-body-onload', html: (at) => `<body onload="new Image().src='${at.url('a.png')}'">x` },
  {
    name: 'handler-details-toggle',
    html: (at) => `<details open ontoggle="new Image().src='${at.url('a.png')}'">x</details>`,
  },
  {
    name: 'handler-autofocus',
    silent: true,
    html: (at) => `<a tabindex=0 autofocus onfocus="new Image().src='${at.url('a.png')}'">x</a>`,
  },
  {
    name: 'handler-animation',
    html: (at) =>
      `<style>@keyframes k{}</style><p style="animation:k 1s" onanimationstart="new Image().src='${at.url('a.png')}'">x`,
  },
  {
    name: 'handler-hover',
    act: 'hover',
    html: (at) => `<p onmouseover="new Image().src='${at.url('a.png')}'">over here`,
  },
  { name: 'base-href', html: (at) => `<base href="${at.url('')}"><img src="a.png">` },
  {
    name: 'shadow-root',
    html: (at) => `<div><template shadowrootmode=open><img src="${at.url('a.png')}"></template></div>`,
  },
  {
    name: 'shadow-root-style',
    html: (at) =>
      `<div><template shadowrootmode=closed><style>:host{background:url(${at.url('a.png')})}</style>x</template></div>`,
  },
  {
    name: 'noscript',
    html: (at) => `<noscript><img src="${at.url('a.png')}"></noscript>`,
    inert: 'shown only where scripts are off: seen behind the sandbox',
  },
  { name: 'dialog-open', html: (at) => `<dialog open><img src="${at.url('a.png')}"></dialog>` },
  {
    name: 'marquee',
    inert: 'its events are gone',
    html: (at) => `<marquee onstart="new Image().src='${at.url('a.png')}'">x</marquee>`,
  },
  {
    name: 'conditional-comment',
    html: (at) => `<!--[if mso]><img src="${at.url('a.png')}"><![endif]-->`,
    inert: 'a comment but for Outlook',
  },
  { name: 'conditional-comment-open', html: (at) => `<![if !mso]><img src="${at.url('a.png')}"><![endif]>` },
  {
    name: 'forged-held-picture',
    html: (at) => `<img data-resource=1 data-inline=1 data-embedded=0 src="${at.url('a.png')}">`,
  },
  {
    name: 'csp-report',
    html: (at) =>
      `<meta http-equiv=Content-Security-Policy content="img-src 'none'; report-uri ${at.url('report')}"><img src="data:,">`,
    inert: 'a policy in meta may not report',
  },
]
