import type { Vector } from './vector.ts'

/** SVG, MathML, VML and other languages that a mail may hold inside its HTML. */
export const drawings: Vector[] = [
  { name: 'svg-image', html: (at) => `<svg><image href="${at.url('a.png')}" width=9 height=9 /></svg>` },
  {
    name: 'svg-image-xlink',
    html: (at) =>
      `<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${at.url('a.png')}" width=9 height=9 /></svg>`,
  },
  {
    name: 'svg-image-set',
    html: (at) =>
      `<svg><image width=9 height=9><set attributeName=href to="${at.url('a.png')}"/></image></svg>`,
  },
  {
    name: 'svg-image-animate',
    html: (at) =>
      `<svg><image width=9 height=9><animate attributeName=href values="${at.url('a.png')};${at.url('b.png')}" dur=1s /></image></svg>`,
  },
  {
    name: 'svg-image-animate-xlink',
    inert: 'animates href only',
    html: (at) =>
      `<svg><image width=9 height=9><animate attributeName=xlink:href values="${at.url('a.png')};${at.url('b.png')}" dur=1s /></image></svg>`,
  },
  {
    name: 'svg-fe-image',
    html: (at) =>
      `<svg><filter id=f><feImage href="${at.url('a.png')}"/></filter><rect width=9 height=9 filter="url(#f)"/></svg>`,
  },
  {
    name: 'svg-use',
    html: (at) => `<svg><use href="${at.url('a.svg')}#a"/></svg>`,
    inert: 'only the same origin may be used',
  },
  { name: 'svg-use-own-origin', silent: true, html: (at) => `<svg><use href="/${at.mark}.svg#a"/></svg>` },
  {
    name: 'svg-use-data',
    html: (at) =>
      `<svg><use href="data:image/svg+xml,<svg id='a' xmlns='http://www.w3.org/2000/svg'><image href='${at.url('a.png')}'/></svg>#a"/></svg>`,
    inert: 'removed from Chromium',
  },
  {
    name: 'svg-fill',
    html: (at) => `<svg><rect width=9 height=9 fill="url(${at.url('a.svg')}#p)"/></svg>`,
  },
  {
    name: 'svg-filter',
    inert: 'filters come from the same document',
    html: (at) => `<svg><rect width=9 height=9 filter="url(${at.url('a.svg')}#f)"/></svg>`,
  },
  { name: 'svg-mask', html: (at) => `<svg><rect width=9 height=9 mask="url(${at.url('a.svg')}#m)"/></svg>` },
  {
    name: 'svg-clip-path',
    html: (at) => `<svg><rect width=9 height=9 clip-path="url(${at.url('a.svg')}#c)"/></svg>`,
  },
  {
    name: 'svg-cursor',
    html: (at) => `<svg><rect width=90 height=90 cursor="url(${at.url('a.png')}),auto"/></svg>`,
  },
  {
    name: 'svg-marker',
    html: (at) => `<svg><path d="M0 0L9 9" marker-end="url(${at.url('a.svg')}#m)"/></svg>`,
  },
  { name: 'svg-style-attribute', html: (at) => `<svg style="background:url(${at.url('a.png')})"></svg>` },
  {
    name: 'svg-style-element',
    html: (at) => `<svg><style>svg{background:url(${at.url('a.png')})}</style></svg>`,
  },
  { name: 'svg-style-import', html: (at) => `<svg><style>@import "${at.url('a.css')}";</style></svg>` },
  {
    name: 'svg-style-cdata',
    html: (at) => `<svg><style><![CDATA[svg{background:url(${at.url('a.png')})}]]></style></svg>`,
  },
  {
    name: 'svg-style-entity',
    html: (at) => `<svg><style>svg{background:&#117;rl(${at.url('a.png')})}</style></svg>`,
  },
  { name: 'svg-script', html: (at) => `<svg><script href="${at.url('a.js')}"></script></svg>` },
  {
    name: 'svg-script-inline',
    html: (at) => `<svg><script>new Image().src='${at.url('a.png')}'</script></svg>`,
  },
  {
    name: 'svg-handler',
    html: (at) =>
      `<svg><animate onbegin="new Image().src='${at.url('a.png')}'" attributeName=x dur=1s /></svg>`,
  },
  {
    name: 'svg-foreign-iframe',
    html: (at) =>
      `<svg><foreignObject width=90 height=90><iframe src="${at.url('a.html')}"></iframe></foreignObject></svg>`,
  },
  {
    name: 'svg-foreign-link',
    html: (at) =>
      `<svg><foreignObject><link rel=stylesheet href="${at.url('a.css')}"/></foreignObject></svg>`,
  },
  {
    name: 'svg-link-element',
    silent: true,
    html: (at) =>
      `<svg><link xmlns="http://www.w3.org/1999/xhtml" rel=stylesheet href="${at.url('a.css')}"/></svg>`,
  },
  {
    name: 'svg-font-face-uri',
    html: (at) =>
      `<svg><font-face font-family=f><font-face-src><font-face-uri href="${at.url('a.svg')}"/></font-face-src></font-face></svg>`,
    inert: 'SVG fonts are gone',
  },
  {
    name: 'svg-pattern-href',
    html: (at) =>
      `<svg><pattern id=p href="${at.url('a.svg')}#q"/><rect width=9 height=9 fill="url(#p)"/></svg>`,
    inert: 'patterns come from the same document',
  },
  {
    name: 'svg-text-path',
    html: (at) => `<svg><text><textPath href="${at.url('a.svg')}#p">x</textPath></text></svg>`,
    inert: 'paths come from the same document',
  },
  {
    name: 'svg-mpath',
    html: (at) =>
      `<svg><rect width=9 height=9><animateMotion dur=1s><mpath href="${at.url('a.svg')}#p"/></animateMotion></rect></svg>`,
    inert: 'paths come from the same document',
  },
  {
    name: 'svg-video',
    html: (at) => `<svg><foreignObject><video poster="${at.url('a.png')}"></video></foreignObject></svg>`,
  },
  {
    name: 'svg-xml-base',
    html: (at) => `<svg xml:base="${at.url('')}"><image href="a.png" width=9 height=9 /></svg>`,
    inert: 'xml:base is no longer honoured',
  },
  {
    name: 'svg-data-img',
    html: (at) =>
      `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${at.url('a.png')}'/></svg>">`,
    inert: 'a drawing shown as a picture fetches nothing',
  },
  {
    name: 'svg-data-object',
    html: (at) =>
      `<object type="image/svg+xml" data="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${at.url('a.png')}' width='9' height='9'/></svg>"></object>`,
  },
  {
    name: 'svg-data-embed',
    html: (at) =>
      `<embed type="image/svg+xml" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${at.url('a.png')}' width='9' height='9'/></svg>">`,
  },
  {
    name: 'svg-data-background',
    html: (at) =>
      `<p style="background:url(&quot;data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${at.url('a.png')}'/></svg>&quot;)">x`,
    inert: 'a drawing shown as a picture fetches nothing',
  },
  { name: 'math-style', html: (at) => `<math style="background:url(${at.url('a.png')})"><mi>x</mi></math>` },
  {
    name: 'math-background',
    html: (at) => `<math><mi mathbackground="url(${at.url('a.png')})">x</mi></math>`,
    inert: 'takes a colour only',
  },
  {
    name: 'math-glyph',
    html: (at) => `<math><mglyph src="${at.url('a.png')}" alt=x /></math>`,
    inert: 'not in MathML Core',
  },
  {
    name: 'math-annotation-src',
    html: (at) => `<math><semantics><mi>x</mi><annotation src="${at.url('a')}"/></semantics></math>`,
    inert: 'never followed',
  },
  {
    name: 'math-action',
    html: (at) =>
      `<math><maction actiontype="statusline#x" xlink:href="${at.url('a')}"><mi>x</mi></maction></math>`,
    inert: 'Firefox of old',
  },
  {
    name: 'vml-fill',
    html: (at) =>
      `<v:rect xmlns:v="urn:schemas-microsoft-com:vml" fill=true><v:fill type=tile src="${at.url('a.png')}"/></v:rect>`,
    inert: 'VML is Outlook’s',
  },
  {
    name: 'vml-image',
    html: (at) => `<v:image src="${at.url('a.png')}" style="behavior:url(#default#VML)"/>`,
    inert: 'VML is Outlook’s',
  },
  {
    name: 'vml-imagedata',
    html: (at) => `<!--[if gte vml 1]><v:shape><v:imagedata src="${at.url('a.png')}"/></v:shape><![endif]-->`,
    inert: 'VML is Outlook’s',
  },
  {
    name: 'vml-background',
    html: (at) => `<v:background fill=t><v:fill src="${at.url('a.png')}"/></v:background>`,
    inert: 'VML is Outlook’s',
  },
  {
    name: 'amp-img',
    html: (at) => `<html amp4email><amp-img src="${at.url('a.png')}" width=9 height=9></amp-img>`,
    inert: 'needs AMP’s own script',
  },
  {
    name: 'amp-list',
    html: (at) => `<amp-list src="${at.url('a.json')}" layout=fixed width=9 height=9></amp-list>`,
    inert: 'needs AMP’s own script',
  },
  {
    name: 'amp-form',
    html: (at) => `<form method=post action-xhr="${at.url('a')}"><input type=submit></form>`,
    inert: 'needs AMP’s own script',
  },
  {
    name: 'xhtml-prefixed',
    html: (at) => `<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="${at.url('a.png')}"/>`,
    inert: 'prefixes mean nothing in HTML',
  },
  {
    name: 'xml-stylesheet',
    html: (at) => `<?xml-stylesheet href="${at.url('a.css')}"?>x`,
    inert: 'means nothing in HTML',
  },
]
