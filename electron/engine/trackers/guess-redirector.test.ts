import { expect, test } from 'vitest'
import { guessRedirector } from './guess-redirector.ts'

const guess = (url: string) => {
  const guessed = guessRedirector(new URL(url))
  return guessed === null ? null : (guessed.target?.href ?? 'hidden')
}
const OTHER = 'https://shop.example.org/a?id=7'

test.each([
  [`https://news.example.com/redirect?to=${encodeURIComponent(OTHER)}`, OTHER],
  [`https://clicks.example.com/x?u=${encodeURIComponent(OTHER)}`, OTHER],
  [`https://example.com/go.php?u=${Buffer.from(OTHER).toString('base64url')}`, OTHER],
  [`https://example.com/L0/${encodeURIComponent(OTHER)}/1/x`, OTHER],
  [`https://example.com/h/GpLIH2l8nCx9?url=${encodeURIComponent(OTHER)}`, OTHER],
  ['https://click.e.example.com/SGxFNi83ZkVpNzJ3VEZZUnRjK29l', 'hidden'],
  ['https://links.example.com/x?qs=a03c151608792c88900aacf7e14d8dac', 'hidden'],
])('%s -> %s', (url, target) => {
  expect(guess(url)).toBe(target)
})

test.each([
  'https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fshop.example.org%2Fa',
  'https://twitter.com/intent/tweet?url=https%3A%2F%2Fshop.example.org%2Fa',
  'https://example.com/login?redirect=https%3A%2F%2Fshop.example.org%2Fa',
  'https://example.com/redirect?to=https%3A%2F%2Fwww.example.com%2Fa',
  'https://example.com/redirect?to=%2Fa',
  'https://link.springer.example/article/10.1007/s00125-023-05989-2',
  'https://links.example.com/unsubscribe?t=a03c151608792c88900aacf7e14d8dac',
  'https://track.example.com/race/2026/results',
  'https://example.com/search?q=https%3A%2F%2Fshop.example.org%2Fa',
  'https://example.com/story/click-here?from=https%3A%2F%2Fshop.example.org%2Fa',
  'https://example.com/out/%zz?u=https%3A%2F%2F',
])('an ordinary link: %s', (url) => {
  expect(guess(url)).toBeNull()
})
