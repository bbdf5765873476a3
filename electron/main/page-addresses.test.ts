import { describe, expect, test } from 'vitest'
import { isAppFrame, isOwnNavigation, isOwnRequest, pageAddresses } from './page-addresses.ts'

const production = pageAddresses(undefined)
const development = pageAddresses(new URL('http://localhost:5173'))

describe('the session lets nothing out', () => {
  test.each([
    'http://tracker.example/p.gif',
    'https://192.0.2.7/p.gif',
    'http://127.0.0.1:8080/',
    'ws://tracker.example/',
    'ftp://tracker.example/',
    'file:///etc/passwd',
    'devtools://devtools/bundled/inspector.html',
    'chrome-extension://abc/x.js',
    'app://other/x.js',
    'app://curtain.evil.example/',
    'app://curtain@evil.example/',
    'http://localhost:5173/main.tsx',
  ])('%s is cancelled', (url) => {
    expect(isOwnRequest(url, production)).toBe(false)
  })

  test.each(['app://curtain/index.html', 'blob:app://curtain/0b1', 'data:image/png;base64,AA=='])(
    '%s passes',
    (url) => {
      expect(isOwnRequest(url, production)).toBe(true)
    },
  )

  test('development opens the development server and nothing more', () => {
    expect(isOwnRequest('http://localhost:5173/main.tsx', development)).toBe(true)
    expect(isOwnRequest('ws://localhost:5173/?token=1', development)).toBe(true)
    expect(isOwnRequest('http://localhost:5174/', development)).toBe(false)
    expect(isOwnRequest('http://localhost:5173.evil.example/', development)).toBe(false)
  })
})

describe('a mail navigates no frame', () => {
  test.each([
    ['https://evil.example/', true],
    ['https://evil.example/', false],
    ['app://curtain/message-frame.html', true],
    ['app://curtain/index.html', false],
    ['app://curtain/index.html?next', true],
    ['about:blank', false],
    ['data:text/html,hello', false],
    ['mailto:a@example.org', false],
    ['smb://192.0.2.1/share', true],
  ])('%s is refused (main frame: %s)', (url, isMainFrame) => {
    expect(isOwnNavigation({ url, isMainFrame }, production)).toBe(false)
  })

  test('the page may reload and fill its message frame', () => {
    expect(isOwnNavigation({ url: 'app://curtain/index.html', isMainFrame: true }, production)).toBe(true)
    expect(isOwnNavigation({ url: 'app://curtain/message-frame.html', isMainFrame: false }, production)).toBe(
      true,
    )
  })
})

test('ports go to the main frame of the page only', () => {
  expect(isAppFrame({ url: 'app://curtain/index.html', isMainFrame: true }, production)).toBe(true)
  expect(isAppFrame({ url: 'app://curtain/index.html', isMainFrame: false }, production)).toBe(false)
  expect(isAppFrame({ url: 'app://curtain/message-frame.html', isMainFrame: true }, production)).toBe(false)
  expect(isAppFrame({ url: 'app://curtain.evil/index.html', isMainFrame: true }, production)).toBe(false)
  expect(isAppFrame({ url: 'http://localhost:5173/', isMainFrame: true }, production)).toBe(false)
})
