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
  ])('%j', (text) => {
    expect(judgeLink(text)).toBeUndefined()
  })
})

test('the address shown is the address opened, with nothing hidden in it', () => {
  expect(judgeLink('https://Example.org/a b?q=ü#x')).toEqual({
    href: 'https://example.org/a%20b?q=%C3%BC#x',
    host: 'example.org',
    readableHost: null,
  })
  expect(judgeLink('java\nscript:alert(1)')).toBeUndefined()
  expect(judgeLink('https://exam\u202eple.org/\u202egpj.exe')?.href ?? '').not.toMatch(/[^\x20-\x7e]/)
})

test('a host of look-alike letters shows as what it is', () => {
  expect(judgeLink('https://pаypal.com/')).toEqual({
    href: 'https://xn--pypal-4ve.com/',
    host: 'xn--pypal-4ve.com',
    readableHost: 'pаypal.com',
  })
})

test('a name in front of the host does not pose as the host', () => {
  expect(judgeLink('https://bank.example:x@evil.example/login')?.href).toBe('https://evil.example/login')
})

test('a mailto link attaches no file', () => {
  expect(judgeLink('mailto:a@example.org?subject=Hello%20you&attach=/etc/passwd&Attachment=x')?.href).toBe(
    'mailto:a@example.org?subject=Hello%20you',
  )
  expect(judgeLink('mailto:a+b@example.org?subject=1%2B1')?.href).toBe('mailto:a+b@example.org?subject=1%2B1')
})
