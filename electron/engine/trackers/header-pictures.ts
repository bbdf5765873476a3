/**
 * Headers that name a picture of the sender by its address. Seen in use: `X-Image-URL` (MH-E fetches it when the
 * mail is shown), `X-Face-URL`, `Face` and `X-Face` (which hold the picture itself, in honest mail). Programs and
 * mailers of companies have made up kin of them (`X-Avatar-URL`, `X-Icon`, `X-Photo-URL`).
 */
const PICTURE_HEADER = /^(?:x-)?(?:face|image|picture|photo|avatar|gravatar|icon|logo)(?:-ur[il]|-location)?$/
const ADDRESS = /^[\s<"]*(https?:\/\/[^\s<>"]+)/i
/** `l` is the logo, `a` the proof of who owns it; the receiving server writes both from DNS. */
const BIMI_TAG = /^\s*[la]\s*=\s*(.*)$/is
/** Pictures of one message that are kept: one is usual. */
const MAXIMUM = 20

/** Addresses that a program fetches to show who the mail is from, http and https only. */
export function headerPictures(headers: readonly { name: string; value: string }[]): string[] {
  const found: string[] = []
  for (const { name, value } of headers) {
    const candidates =
      name === 'bimi-location'
        ? value.split(';', MAXIMUM).map((tag) => BIMI_TAG.exec(tag)?.[1] ?? '')
        : PICTURE_HEADER.test(name)
          ? [value]
          : []
    for (const candidate of candidates) {
      const address = ADDRESS.exec(candidate)?.[1]
      if (address !== undefined && found.length < MAXIMUM) found.push(address)
    }
  }
  return found
}
