import { expect, it } from 'vitest'
import { isReplySubject, normaliseSubject } from './reply-subject.ts'

it('takes the prefixes of replies, forwards and lists off a subject', () => {
  for (const subject of [
    'Lunch?',
    'Re: Lunch?',
    'RE: re: FW: Lunch?',
    'Re[2]: Lunch?',
    'AW: WG: Lunch?',
    '[team] Re: [team] Lunch?',
    'رد: Lunch?',
    '回复：Lunch?',
    ' SV:Lunch? ',
  ]) {
    expect(normaliseSubject(subject)).toBe('lunch?')
  }
})

it('leaves a subject alone that only begins like a prefix, or is nothing else', () => {
  expect(normaliseSubject('Regarding lunch')).toBe('regarding lunch')
  expect(normaliseSubject('Re:')).toBe('re:')
  expect(normaliseSubject('[team]')).toBe('[team]')
})

it('ends on a subject of nothing but prefixes', () => {
  expect(normaliseSubject('Re: '.repeat(500))).toContain('re:')
  expect(normaliseSubject('['.repeat(2_000))).toHaveLength(2_000)
})

it('tells a reply from a forwarded mail and from what only looks like one', () => {
  for (const subject of ['Re: Lunch?', 'AW: Lunch?', 'رد: غداء', '[team] Re[2]: Lunch?', 'Re: Fwd: Lunch?']) {
    expect(isReplySubject(subject)).toBe(true)
  }
  for (const subject of ['Lunch?', 'Fwd: Re: Lunch?', 'Re:', 'Regarding: lunch', '[Re:] Lunch?', '']) {
    expect(isReplySubject(subject)).toBe(false)
  }
})
