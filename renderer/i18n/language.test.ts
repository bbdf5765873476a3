import { expect, onTestFinished, test } from 'vitest'
import { preferredLanguage, showLanguage } from './language.ts'

test('the first language of the system that Curtain speaks is taken', () => {
  expect(preferredLanguage(['de-DE', 'ar-EG', 'en-US'])).toBe('ar')
  expect(preferredLanguage(['de-DE'])).toBe('en')
  expect(preferredLanguage([])).toBe('en')
})

test('Arabic turns the whole page right-to-left', () => {
  onTestFinished(() => showLanguage('en'))
  showLanguage('ar')
  expect(document.documentElement.lang).toBe('ar')
  expect(getComputedStyle(document.body).direction).toBe('rtl')
})
