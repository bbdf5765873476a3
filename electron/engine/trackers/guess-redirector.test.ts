import { expect, test } from 'vitest'
import { guessRedirector } from './guess-redirector.ts'

const guess = (url: string) => {
  const guessed = guessRedirector(new URL(url))
  return guessed === null ? null : (guessed.target?.href ?? 'hidden')
}
const OTHER = 'https://shop.example.org/a?id=7'

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

test.each([
  [`https://news.example.com/redirect?to=${encodeURIComponent(OTHER)}`, OTHER],
  [`https://clicks.example.com/x?u=${encodeURIComponent(OTHER)}`, OTHER],
  [`https://example.com/go.php?u=${Buffer.from(OTHER).toString('base64url')}`, OTHER],
  [`https://example.com/L0/${encodeURIComponent(OTHER)}/1/x`, OTHER],
  [`https://example.com/h/GpLIH2l8nCx9?url=${encodeURIComponent(OTHER)}`, OTHER],
  [`https://clicks.example.com/x?u=${encodeURIComponent(encodeURIComponent(OTHER))}`, OTHER],
  [`https://clicks.example.com/x/${OTHER}`, OTHER],
  [`https://clicks.example.com/x/${OTHER.replace('//', '/')}`, OTHER],
  [`https://clicks.example.com/c/${json({ id: 7, url: OTHER })}`, OTHER],
  [`https://example.com/redirect/${json({ alg: 'HS256' })}.${json({ u: OTHER })}.c2ln`, OTHER],
  [`https://click.a.co.uk/x?u=${encodeURIComponent('https://b.co.uk/')}`, 'https://b.co.uk/'],
  [`https://a.github.io/redirect?u=${encodeURIComponent('https://b.github.io/')}`, 'https://b.github.io/'],
  [
    `https://click.example.com/x?u=${encodeURIComponent('https://www.example.com/a')}`,
    'https://www.example.com/a',
  ],
  [`https://example.com/r?landingUrl=${encodeURIComponent(OTHER)}`, OTHER],
  [`https://clicks.example.com/x?redirect_to=${encodeURIComponent(OTHER)}`, OTHER],
  [
    `https://clicks.example.com/x/${encodeURIComponent('https://shop.example.org/reset-password')}`,
    'https://shop.example.org/reset-password',
  ],
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
  'https://track.example.com/parcel?return_url=https%3A%2F%2Fshop.example.org%2F',
  'https://track.example.com/parcel?next=https%3A%2F%2Fwww.example.com%2F',
  'https://links.example.com/card?image=https%3A%2F%2Fcdn.example.org%2Fa.png',
  'https://click.example.com/x?u=https%3A%2F%2Fclick.example.com%2Fa',
  'https://example.com/go/eyJhIjoxLCJiIjoyfQ',
  `https://example.com/article?state=${json({ next: OTHER })}`,
  'https://calendar.example.com/r/eventedit?text=Webinar&location=https%3A%2F%2Fmeet.example.org%2Fj%2F1',
  'https://mail.example.com/mail/u/0/?view=cm&to=a@b.example&body=https%3A%2F%2Fshop.example.org%2Fa',
  'https://forms.example.com/r/ID?entry.1=https%3A%2F%2Fshop.example.org%2Fa',
  'https://example.com/r/ID?source_url=https%3A%2F%2Fshop.example.org%2Fa',
  'https://example.com/pin/create/link/?url=https%3A%2F%2Fshop.example.org%2Fa',
  'https://example.com/r/cats/submit?url=https%3A%2F%2Fshop.example.org%2Fa',
  'https://link.example.com/verify-email?token=abc123&url=https%3A%2F%2Fapp.example.org%2Fwelcome',
  'https://link.example.com/payment?u=https%3A%2F%2Fapp.example.org%2Fthanks',
  `https://example.com/r/${json({ alg: 'HS256' })}.${json({ iss: 'https://auth.example.org' })}.c2ln`,
])('an ordinary link: %s', (url) => {
  expect(guess(url)).toBeNull()
})
