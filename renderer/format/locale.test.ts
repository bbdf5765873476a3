import { expect, test } from 'vitest'
import { regionalLocale } from './locale.ts'

test('the region comes from the system when it speaks the language, else none is guessed', () => {
  expect(regionalLocale('ar', ['en-US', 'ar-EG', 'ar-SA'])).toBe('ar-EG')
  expect(regionalLocale('ar', ['en-US', 'arc'])).toBe('ar')
})
