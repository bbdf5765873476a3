import { type HostileMail, htmlPart, textPart } from './hostile-mail.ts'

const encoded = (words: string): string => `=?utf-8?B?${btoa(words)}?=`
const escaped = (markup: string): string => markup.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Markup where a list, a window's title or a notification shows words: sender, subject and preview. */
export const words: HostileMail[] = [
  { name: 'words-subject', source: (evil) => [`Subject: <img src=${evil}/a.png> subject`, ...textPart('x')] },
  {
    name: 'words-subject-encoded',
    source: (evil) => [`Subject: ${encoded(`<img src=${evil}/a.png> subject`)}`, ...textPart('x')],
  },
  {
    name: 'words-subject-script',
    source: (evil) => [`Subject: </title><script src=${evil}/a.js></script> subject`, ...textPart('x')],
  },
  {
    name: 'words-subject-style',
    source: (evil) => [`Subject: "><style>*{background:url(${evil}/a.png)}</style>`, ...textPart('x')],
  },
  {
    name: 'words-sender',
    source: (evil) => [`From: "<img src=${evil}/a.png> sender" <spy@evil.example>`, ...textPart('x')],
  },
  {
    name: 'words-sender-encoded',
    source: (evil) => [
      `From: ${encoded(`<img src=${evil}/a.png> sender`)} <spy@evil.example>`,
      ...textPart('x'),
    ],
  },
  {
    name: 'words-sender-address',
    source: (evil) => [`From: "<img/src=${evil}/a.png>"@evil.example`, ...textPart('x')],
  },
  { name: 'words-preview', source: (evil) => textPart(`<img src=${evil}/a.png> preview`) },
  { name: 'words-preview-escaped', source: (evil) => htmlPart(escaped(`<img src=${evil}/a.png> preview`)) },
  {
    name: 'words-preview-escaped-twice',
    source: (evil) => htmlPart(escaped(`<img src=${evil}/a.png> preview`).replaceAll('&', '&amp;')),
  },
  {
    name: 'words-preview-unseen',
    source: (evil) =>
      htmlPart(
        `<div style="display:none">${escaped(`<svg onload="new Image().src='${evil}/a.png'">`)}</div>words`,
      ),
  },
]
