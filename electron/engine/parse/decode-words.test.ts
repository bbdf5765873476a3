import { expect, test } from 'vitest'
import { decodeWords } from './decode-words.ts'

const UTF8 = Buffer.from('مرحبا بكم').toString('base64')

test.each([
  ['no words', 'no words'],
  ['=?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
  ['=?iso-8859-1?Q?Gr=FC=DFe?=', 'Grüße'],
  ['=?windows-1256?B?5dHNyMc=?= x', 'هرحبا x'],
  [`=?iso-8859-1?B?${UTF8}?=`, 'مرحبا بكم'],
  ['Re: =?windows-1256?Q?=D9=85=D8=B1?= =?windows-1256?Q?=D8=AD=D8=A8=D8=A7?=', 'Re: مرحبا'],
  ['=?iso-8859-1?Q?=D9?= =?iso-8859-1?Q?=85?=', 'م'],
  ['=?iso-8859-1*en?Q?Fran=C3=A7ais?=', 'Français'],
  ['=?iso-8859-1?Q?=FC?= =?utf-8?Q?=C3=BC?=', 'üü'],
])('%s is %s', (value, text) => {
  expect(decodeWords(value)).toBe(text)
})
