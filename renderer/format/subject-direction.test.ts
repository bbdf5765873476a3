import { expect, test } from 'vitest'
import { subjectDirection } from './subject-direction.ts'

test.each([
  ['Re: اجتماع الغد @ 10:30 (Zoom)', 'rtl'],
  ['[Team] Fwd: Re[2]: 10:30 اجتماع', 'rtl'],
  ['RE: פגישה', 'rtl'],
  ['\u200fRe: اجتماع', 'rtl'],
  ['رد: Lunch?', 'ltr'],
  ['Re: Lunch with منى', 'ltr'],
  ['اجتماع Zoom', 'rtl'],
  ['Re:', 'ltr'],
  ['10:30!', 'auto'],
  ['', 'auto'],
])('%j is written %s', (subject, direction) => {
  expect(subjectDirection(subject)).toBe(direction)
})
