import { expect, it } from 'vitest'
import { isReplySubject, normaliseSubject, threadKey } from './thread-key.ts'

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

it('goes by the oldest message-id it knows, then by the subject', () => {
  const mail = { references: ['<1@x>', '<2@x>'], inReplyTo: '<2@x>', messageId: '<3@x>', subject: 'Re: s' }
  expect(threadKey(mail)).toBe('<1@x>')
  expect(threadKey({ ...mail, references: [] })).toBe('<2@x>')
  expect(threadKey({ ...mail, references: [], inReplyTo: null })).toBe('<3@x>')
  expect(threadKey({ references: [], inReplyTo: null, messageId: null, subject: 'Re: s' })).toBe('s')
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
