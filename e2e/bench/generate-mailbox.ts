/**
 * Writes a realistic mailbox as Maildir files: newsletters of 2 to 130 kB with pictures, links and pixels,
 * personal mail, and a third with attachments of up to 2 MB. The same `count` always gives the same bytes.
 */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Random = () => number

/** Mulberry32: small, quick and the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T

/** The most frequent words; some bench searches for them. */
const ENGLISH =
  'autumn basket bridge candle city coffee cotton daily delivery discount early evening family forest fresh garden gentle harbour history home island journey kitchen lantern letter light linen market meadow morning mountain music notebook ocean offer orchard paper picture quiet railway recipe river season silver simple spring station story street summer table theatre ticket travel village violet walk weather weekend welcome window winter wonder yellow yesterday'
const ARABIC = 'سوق رسالة مدينة صباح كتاب طريق عرض جديد'
/** About as many as a mailbox in one language has. */
const VOCABULARY = 20_000

/** These words and others, made of these syllables: the n-th is as frequent as in any language, 1/n (Zipf's law). */
function createVocabulary(seed: number, frequent: string, syllables: string): readonly string[] {
  const random = createRandom(seed)
  const words = new Set(frequent.split(' '))
  const some = syllables.split(' ')
  while (words.size < VOCABULARY) {
    words.add(Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, some)).join(''))
  }
  return [...words]
}

const vocabularies = {
  latin: createVocabulary(
    1,
    ENGLISH,
    'an be con der el est fi gar hal in ja ker lo men nor of pra qui ro ser ta un ver win xa yor zé çi',
  ),
  arabic: createVocabulary(2, ARABIC, 'ال با تر جد حم خب در سل شم صف عر فا قل كت مر نو هي ون يس'),
}
type Script = keyof typeof vocabularies
const SENDERS = [
  ['Harbour Books', 'news@harbour-books.example', 'harbour-books.us5.list-manage.com/track/open.php?u='],
  ['Linen & Light', 'hello@linen-light.example', 'u318.ct.sendgrid.net/wf/open?upn='],
  ['Railway Times', 'daily@railway-times.example', 'open.substack.com/o/'],
  ['Orchard Market', 'offers@orchard-market.example', 'trk.klclick.com/o/'],
  ['سوق المدينة', 'souq@city-souq.example', 'email.mg.city-souq.example/o/eJw'],
] as const
const DAY_MS = 86_400_000
const NEWEST = Date.UTC(2026, 10, 20)

function sentence(random: Random, words: number, script: Script = 'latin'): string {
  const vocabulary = vocabularies[script]
  const word = () => vocabulary[Math.floor(vocabulary.length ** random()) - 1]
  return Array.from({ length: words }, word).join(' ')
}

function token(random: Random, length: number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
}

/**
 * One newsletter's HTML of about `bytes` bytes: nested tables, inline styles, a picture in every block, one pixel at the
 * end; an eighth of it is text, as in real ones.
 */
export function generateNewsletterHtml(
  random: Random,
  bytes: number,
  host: string,
  pixel: string,
  script: Script = 'latin',
): string {
  const blocks: string[] = []
  let size = 0
  while (size < bytes) {
    const block = `<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:600px;" width="600"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div style="margin:0px auto;max-width:600px;background:#ffffff"><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;background:#ffffff"><tbody><tr><td style="direction:ltr;font-size:0px;padding:16px 24px;text-align:center;vertical-align:top"><table border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:collapse;border-spacing:0px" width="100%"><tbody><tr><td style="width:552px"><a href="https://${host}/click/${token(random, 24)}?utm_source=news&amp;utm_medium=email" style="text-decoration:none" target="_blank"><img src="https://img.${host}/${token(random, 8)}/photo-${Math.floor(random() * 900)}.jpg" width="552" height="260" alt="${sentence(random, 3, script)}" style="border:0;display:block;outline:none;text-decoration:none;height:auto;width:100%;font-size:13px"></a></td></tr><tr><td align="left" style="font-size:0px;padding:10px 25px;word-break:break-word"><div style="font-family:Georgia,Times,serif;font-size:22px;font-weight:bold;line-height:1.3;text-align:left;color:#222222">${sentence(random, 5, script)}</div></td></tr><tr><td align="left" style="font-size:0px;padding:0px 25px 12px;word-break:break-word"><div style="font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;text-align:left;color:#444444">${sentence(random, 30, script)}</div></td></tr></tbody></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]-->\n`
    blocks.push(block)
    size += block.length
  }
  return `<!doctype html><html><head><meta charset="utf-8"><style>@media(max-width:600px){.c{width:100%!important}}.h{background:url(https://img.${host}/head.png)}</style></head><body style="margin:0;background:#f4f4f4"><div class="c">${blocks.join('')}</div><img src="https://${pixel}${token(random, 40)}" width="1" height="1" alt=""></body></html>`
}

const lines = (base64: string): string => base64.replace(/.{76}/g, '$&\r\n')

function quotedPrintable(text: string): string {
  const encoded: string[] = []
  let line = ''
  for (const byte of Buffer.from(text)) {
    const piece =
      byte === 0x0a
        ? '\r\n'
        : byte < 0x20 || byte > 0x7e || byte === 0x3d
          ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
          : String.fromCharCode(byte)
    if (piece === '\r\n') {
      encoded.push(line)
      line = ''
      continue
    }
    if (line.length + piece.length > 75) {
      encoded.push(`${line}=`)
      line = ''
    }
    line += piece
  }
  encoded.push(line)
  return encoded.join('\r\n')
}

const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

/** The n-th message of the mailbox. `attachmentPool` is base64 text to cut attachments from. */
function generateMessage(n: number, attachmentPool: string, small: boolean): string {
  const random = createRandom(n + 1)
  const [name, address, pixel] = pick(random, SENDERS)
  const host = address.slice(address.indexOf('@') + 1)
  const date = new Date(NEWEST - n * 600_000 - Math.floor(random() * 500_000) - (n % 7) * DAY_MS)
  const script = name === 'سوق المدينة' ? 'arabic' : 'latin'
  const text = sentence(random, 40 + Math.floor(random() * 200), script)
  const htmlBytes = small ? 1_500 : 2_000 + Math.floor(random() ** 5 * 128_000)
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(text)}`,
    `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(generateNewsletterHtml(random, htmlBytes, host, pixel, script))}`,
  ]
  const boundary = `b-${token(random, 20)}`
  const join = (type: string, mark: string, bodies: string[]): string =>
    `Content-Type: multipart/${type}; boundary="${mark}"\r\n\r\n${bodies.map((body) => `--${mark}\r\n${body}\r\n`).join('')}--${mark}--\r\n`
  let body = join('alternative', boundary, parts)
  if (!small && n % 3 === 0) {
    const length = Math.floor(random() ** 6 * 1_100_000) + 20_000
    const start = Math.floor(random() * (attachmentPool.length - length))
    body = join('mixed', `m-${boundary}`, [
      body,
      `Content-Type: application/pdf; name="${sentence(random, 1)}.pdf"\r\nContent-Disposition: attachment; filename="report-${n}.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(attachmentPool.slice(start, start + (length & ~3)))}`,
    ])
  }
  return [
    `From: ${word(name)} <${address}>`,
    'To: Reader <reader@example.org>',
    `Subject: ${word(sentence(random, 6, script))}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${n}.${token(random, 16)}@${host}>`,
    'MIME-Version: 1.0',
    body,
  ].join('\r\n')
}

/**
 * @param maildir folder of a Maildir; its `cur`, `new` and `tmp` are made.
 * @param small 2 kB messages without attachments, for very large mailboxes.
 * @returns bytes written.
 */
export function generateMailbox(maildir: string, count: number, small = false): number {
  for (const folder of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, folder), { recursive: true })
  const random = createRandom(0)
  const pool = Buffer.from(Uint32Array.from({ length: 750_000 }, () => random() * 2 ** 32).buffer)
  const attachmentPool = pool.toString('base64')
  let bytes = 0
  // Oldest first, so that the server gives the newest message the highest UID.
  for (let n = count - 1; n >= 0; n--) {
    const message = generateMessage(n, attachmentPool, small)
    const received = Math.floor((NEWEST - n * 600_000) / 1000)
    const file = join(maildir, 'cur', `${received}.M${count - n}.bench:2,${n % 4 === 0 ? '' : 'S'}`)
    writeFileSync(file, message)
    // Dovecot takes a Maildir file's time for INTERNALDATE.
    utimesSync(file, received, received)
    bytes += message.length
  }
  return bytes
}
