import { describe, expect, test } from 'vitest'
import { markLink } from './mark-links.ts'

function mark(href: string): { html: string; links: string[] } {
  const link = document.createElement('a')
  link.setAttribute('href', href)
  link.setAttribute('target', '_top')
  const links = ['https://before.test/']
  markLink(link, links)
  return { html: link.outerHTML, links: links.slice(1) }
}

const MARKED = '<a data-link="1" role="link" tabindex="0"></a>'

describe('the address goes to the page, its number stays in the frame', () => {
  for (const [href, url] of [
    ['https://shop.test/a?b=c#d', 'https://shop.test/a?b=c#d'],
    [' HTTP://SHOP.test ', 'http://shop.test/'],
    ['//shop.test/a', 'https://shop.test/a'],
    ['https://shop.test./a', 'https://shop.test/a'],
    ['mailto:a@b.test?subject=x', 'mailto:a@b.test?subject=x'],
    ['ht\ntps://shop.test/', 'https://shop.test/'],
    ['\u0001\t//shop.test/a', 'https://shop.test/a'],
    ['/\t/shop.test/a', 'https://shop.test/a'],
    ['https:\\\\shop.test\\a', 'https://shop.test/a'],
  ] as const) {
    test(JSON.stringify(href), () => expect(mark(href)).toEqual({ html: MARKED, links: [url] }))
  }
})

describe('what is no address of the web or of a person is no link', () => {
  for (const href of [
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:https://shop.test/x',
    'app://curtain/index.html',
    'ms-word:ofe|u|https://shop.test/x',
    'search-ms:query=x',
    'vbscript:x',
    'ftp://shop.test/',
    '/relative',
    'relative',
    '\\\\server\\share',
    '\\/server/share',
    'JAVASCRIPT:alert(1)',
    'jav\r\nascript:alert(1)',
    '\u00a0javascript:alert(1)',
    'javascript\n:alert(1)',
    'javascript://shop.test/%0aalert(1)',
    'java&#115;cript:alert(1)',
    '\u0000data:text/html,x',
    'DATA:text/html;base64,PHNjcmlwdD4=',
    'da\tta:text/html,x',
    'FILE:///C:/Windows/calc.exe',
    'file://192.0.2.1/share',
    'fi\nle:///etc/passwd',
    'C:\\Windows\\calc.exe',
    'VBSCRIPT:x',
    'vb\tscript:x',
    'blob:null/x',
    'filesystem:https://shop.test/x',
    'view-source:https://shop.test/',
    'intent://shop.test/#Intent;scheme=https;end',
    'android-app://com.shop/https/shop.test',
    'vscode://file/etc/passwd',
    'ssh://-oProxyCommand=calc/x',
    'smb://192.0.2.1/share',
    'tel:+4912345',
    'about:blank',
    'cid:part1@shop.test',
    'https://',
    'https//shop.test/',
    '\u00a0https://shop.test/',
    '?q',
    '#',
    '',
  ]) {
    test(JSON.stringify(href), () => expect(mark(href)).toEqual({ html: '<a></a>', links: [] }))
  }
})

test('a place in the same mail is kept as a place', () => {
  expect(mark('#chapter-2')).toEqual({
    html: '<a data-anchor="chapter-2" role="link" tabindex="0"></a>',
    links: [],
  })
})
