import type { Vector } from './vector.ts'

const pressed = (name: string, html: Vector['html'], more: Partial<Vector> = {}): Vector => ({
  name: `go-${name}`,
  html,
  act: 'press',
  navigates: true,
  ...more,
})
const led: typeof pressed = (name, html) => pressed(name, html, { leads: true })
const byItself = (name: string, html: Vector['html'], more: Partial<Vector> = {}): Vector => ({
  name: `go-${name}`,
  html,
  navigates: true,
  ...more,
})

/** Ways to take the frame, the page or a new window to the sender's server. */
export const navigations: Vector[] = [
  led('link', (at) => `<a href="${at.url('a.html')}">press</a>`),
  pressed('link-top', (at) => `<a target=_top href="${at.url('a.html')}">press</a>`),
  pressed('link-parent', (at) => `<a target=_parent href="${at.url('a.html')}">press</a>`),
  pressed('link-blank', (at) => `<a target=_blank href="${at.url('a.html')}">press</a>`, { silent: true }),
  pressed('link-named', (at) => `<a target=x href="${at.url('a.html')}">press</a>`, { silent: true }),
  led('link-download', (at) => `<a download href="${at.url('a.bin')}">press</a>`),
  led('link-ping', (at) => `<a href="${at.url('a.html')}" ping="${at.url('ping')}">press</a>`),
  led('link-base', (at) => `<base href="${at.url('')}"><a href="a.html">press</a>`),
  pressed('link-base-target', (at) => `<base target=_top><a href="${at.url('a.html')}">press</a>`),
  led('link-backslashes', (at) => `<a href="http:\\\\${at.host}:${at.port}\\${at.mark}">press</a>`),
  led('link-tab-in-scheme', (at) => `<a href="ht\ntp://${at.host}:${at.port}/${at.mark}">press</a>`),
  led('link-relative', (at) => `<a href="/${at.mark}.html">press</a>`),
  pressed('link-javascript', (at) => `<a href="javascript:location='${at.url('a.html')}'">press</a>`),
  pressed(
    'link-javascript-entity',
    (at) => `<a href="&#1;java&Tab;script:location='${at.url('a.html')}'">press</a>`,
  ),
  led('link-data', (at) => `<a href="data:text/html,<img src='${at.url('a.png')}'>">press</a>`),
  pressed('link-handler', (at) => `<p onclick="location='${at.url('a.html')}'">press`),
  led(
    'area',
    (at) =>
      `<img usemap="#m" width=80 height=40 src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="><map name=m><area shape=rect coords="0,0,80,40" href="${at.url('a.html')}"></map>`,
  ),
  led(
    'svg-link',
    (at) => `<svg width=90 height=40><a href="${at.url('a.html')}"><rect width=90 height=40 /></a></svg>`,
  ),
  led(
    'svg-xlink',
    (at) =>
      `<svg width=90 height=40><a xlink:href="${at.url('a.html')}"><rect width=90 height=40 /></a></svg>`,
  ),
  led(
    'svg-link-animated',
    (at) =>
      `<svg width=90 height=40><a href="#"><set attributeName=href to="${at.url('a.html')}"/><rect width=90 height=40 /></a></svg>`,
  ),
  pressed('math-link', (at) => `<math href="${at.url('a.html')}"><mi>xxxxxxxx</mi></math>`, {
    inert: 'MathML Core has no links',
  }),
  pressed('form-button', (at) => `<form action="${at.url('a.html')}"><button>press</button></form>`),
  pressed(
    'form-post',
    (at) => `<form method=post action="${at.url('a.html')}"><input type=submit value=press></form>`,
  ),
  pressed('form-top', (at) => `<form target=_top action="${at.url('a.html')}"><button>press</button></form>`),
  pressed(
    'form-formaction',
    (at) => `<form action=/x><button formaction="${at.url('a.html')}">press</button></form>`,
  ),
  pressed(
    'form-outside-button',
    (at) => `<form id=f action="${at.url('a.html')}"></form><button form=f>press</button>`,
  ),
  pressed(
    'form-image',
    (at) => `<form action="${at.url('a.html')}"><input type=image alt=press width=80 height=40></form>`,
  ),
  pressed(
    'form-label',
    (at) =>
      `<form action="${at.url('a.html')}"><input id=s type=submit hidden></form><label for=s>press</label>`,
  ),
  pressed(
    'form-dialog',
    (at) => `<dialog open><form action="${at.url('a.html')}"><button>press</button></form></dialog>`,
  ),
  pressed(
    'form-clobbered',
    (at) =>
      `<form action="${at.url('a.html')}"><input name=action hidden><input name=attributes hidden><button>press</button></form>`,
  ),
  led(
    'summary-link',
    (at) => `<details><summary><a href="${at.url('a.html')}">press</a></summary>x</details>`,
  ),
  byItself('meta-refresh', (at) => `<meta http-equiv=refresh content="0;url=${at.url('a.html')}">`),
  byItself(
    'meta-refresh-spelling',
    (at) => `<meta http-equiv="&#82;efresh" content="0 , uRl = '${at.url('a.html')}'">`,
  ),
  byItself('meta-refresh-in-body', (at) => `<p>x<meta http-equiv=refresh content="0; ${at.url('a.html')}">`),
  byItself(
    'meta-refresh-noscript',
    (at) => `<noscript><meta http-equiv=refresh content="0;url=${at.url('a.html')}"></noscript>`,
    { inert: 'shown only where scripts are off: seen behind the sandbox' },
  ),
  byItself('script-location', (at) => `<script>location='${at.url('a.html')}'</script>`),
  byItself('script-top', (at) => `<script>top.location='${at.url('a.html')}'</script>`),
  byItself('script-open', (at) => `<script>open('${at.url('a.html')}')</script>`, { silent: true }),
  byItself(
    'script-form',
    (at) => `<form action="${at.url('a.html')}"></form><script>document.forms[0].submit()</script>`,
  ),
  byItself(
    'iframe-top',
    (at) => `<iframe srcdoc="&lt;script&gt;top.location='${at.url('a.html')}'&lt;/script&gt;"></iframe>`,
  ),
]
