import { expect, test } from 'vitest'
import { addScheme, fromChromium, toChromium } from './addresses.ts'

addScheme('app')

test('addresses of the program go to Chromium and back', () => {
  expect(toChromium('app://curtain/index.html?a#b')).toBe('https://curtain.app.invalid/index.html?a#b')
  expect(fromChromium('https://curtain.app.invalid/index.html')).toBe('app://curtain/index.html')
  expect(fromChromium('https://curtain.app.invalid')).toBe('app://curtain')
})

test.each([
  'https://tracker.example/',
  'https://curtain.other.invalid/',
  'https://x/.app.invalid/',
  'about:blank',
])('%s is no address of the program', (address) => {
  expect(fromChromium(address)).toBe(address)
  expect(toChromium(address)).toBe(address)
})
