import { describe, expect, test } from 'vitest'
import { judgeLink } from './link-policy.ts'

describe('a link starts no program and mounts no share', () => {
  test.each([
    'file:///etc/passwd',
    'smb://192.0.2.1/share',
    '\\\\192.0.2.1\\share',
    'javascript:alert(1)',
    'data:text/html,hello',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x&crumb=location:\\\\192.0.2.1',
    'vbscript:x',
    'blob:https://example.org/1',
    'app://curtain/index.html',
    'tel:+4912345',
    'ftp://example.org/',
    'about:blank',
    '/relative',
    '//example.org/x',
    '',
    ' ',
    'JavaScript:alert(1)',
    'java\tscript:alert(1)',
    'java\r\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    '\u00a0javascript:alert(1)',
    ' javascript:alert(1)',
    'javascript\t:alert(1)',
    'javascript://example.org/%0aalert(1)',
    'java&#115;cript:alert(1)',
    'view-source:https://example.org/',
    'feed:https://example.org/',
    'feed:javascript:alert(1)',
    'DATA:text/html;base64,PHNjcmlwdD4=',
    '\u0000data:text/html,x',
    'da\nta:text/html,x',
    'FILE:///C:/Windows/System32/calc.exe',
    'file:\\\\192.0.2.1\\share\\a.lnk',
    'file://192.0.2.1/share',
    'fi\tle:///etc/passwd',
    '\\\\?\\UNC\\192.0.2.1\\share',
    '\\/192.0.2.1/share',
    'C:\\Windows\\System32\\calc.exe',
    'c:/windows/system32/calc.exe',
    'VBScript:MsgBox(1)',
    'livescript:x',
    'mocha:x',
    'BLOB:https://example.org/1',
    'blob:null/1',
    'filesystem:https://example.org/temporary/x',
    'intent://example.org/#Intent;scheme=https;package=x;end',
    'android-app://com.example/https/example.org',
    'chrome://settings',
    'ms-word:ofe|u|https://example.org/a.docx',
    'ms-settings:',
    'ms-cxh-full:',
    'vscode://file/etc/passwd',
    'steam://run/1',
    'itms-services://?action=download-manifest&url=https://example.org/x',
    'x-apple.systempreferences:',
    'ssh://-oProxyCommand=calc/x',
    'telnet://192.0.2.1',
    'ldap://192.0.2.1/x',
    'jar:https://example.org/x!/a',
    'res://ieframe.dll/x',
    'mk:@MSITStore:C:\\x.chm',
    'ws://example.org/',
    'about:srcdoc',
    'cid:part1@example.org',
    'https:',
    'https://',
    'http://:80/',
    'https://exa mple.org/',
    'httpss://example.org/',
    'https//example.org/',
    '<https://example.org/>',
  ])('%j', (text) => {
    expect(judgeLink(text)).toBeUndefined()
  })
})

test('the address shown is the address opened, with nothing hidden in it', () => {
  expect(judgeLink('https://Example.org/a b?q=ü#x')).toEqual({
    href: 'https://example.org/a%20b?q=%C3%BC#x',
    host: 'example.org',
    readableHost: null,
    warnings: [],
  })
  expect(judgeLink('java\nscript:alert(1)')).toBeUndefined()
  expect(judgeLink('https://exam\u202eple.org/\u202egpj.exe')?.href ?? '').not.toMatch(/[^\x20-\x7e]/)
})

test('a host of look-alike letters shows as what it is', () => {
  expect(judgeLink('https://pаypal.com/')).toEqual({
    href: 'https://xn--pypal-4ve.com/',
    host: 'xn--pypal-4ve.com',
    readableHost: 'pаypal.com',
    warnings: ['look-alike-letters', 'mixed-scripts'],
  })
  expect(judgeLink('https://bücher.example/')).toMatchObject({ readableHost: 'bücher.example', warnings: [] })
})

test('an address in odd spelling opens as what it is', () => {
  for (const text of [
    'HTTPS://Example.org/',
    'ht\ntps://example.org/',
    '\u0001 https://example.org/ \u001f',
    'https:\\\\example.org\\',
  ]) {
    expect(judgeLink(text)).toMatchObject({ href: 'https://example.org/', warnings: [] })
  }
  expect(judgeLink('http://3221225985/')).toMatchObject({ host: '192.0.2.1', warnings: ['bare-address'] })
})

test('a name in front of the host does not pose as the host', () => {
  expect(judgeLink('https://bank.example:x@evil.example/login')).toMatchObject({
    href: 'https://evil.example/login',
    warnings: ['hidden-user'],
  })
})

test('a mailto link attaches no file', () => {
  expect(judgeLink('mailto:a@example.org?subject=Hello%20you&attach=/etc/passwd&Attachment=x')?.href).toBe(
    'mailto:a@example.org?subject=Hello%20you',
  )
  expect(judgeLink('mailto:a+b@example.org?subject=1%2B1')?.href).toBe('mailto:a+b@example.org?subject=1%2B1')
})

test.each([
  'https://paypal.com@evil.example/',
  'https://user:secret@evil.example/',
  'https://:x@evil.example/',
])('a name in front of the host: %s', (address) => {
  expect(judgeLink(address)?.warnings).toEqual(['hidden-user'])
})

test.each([
  'http://192.0.2.1/login',
  'http://3221225985/',
  'http://0xC0000201/',
  'http://0300.0.02.1/',
  'http://192.513/',
  'https://[2001:db8::1]/',
  'https://[::ffff:192.0.2.1]:8080/',
  'https://１９２.0.2.1/',
])('a number for a host: %s', (address) => {
  expect(judgeLink(address)?.warnings).toEqual(['bare-address'])
})
