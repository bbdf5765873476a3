/** A mail as files keep it. */
export interface FiledMail {
  /** RFC 5322 with CRLF at the ends of lines, as IMAP wants it (RFC 3501 2.3). */
  source: Buffer
  /** Unix time in ms at which it was received, when the file says so. */
  receivedAt: number | null
  /** IMAP flags. */
  flags: string[]
}

/** Its headers, with the empty line that ends them. */
export function headersOf(source: Buffer): Buffer {
  const end = source.indexOf('\r\n\r\n')
  return end < 0 ? source : source.subarray(0, end + 4)
}

const LF = 0x0a
const CR = 0x0d

/** Ends every line with CRLF, whatever ended it. */
export function withCrlf(text: Buffer): Buffer {
  let bare = 0
  for (let at = text.indexOf(LF); at >= 0; at = text.indexOf(LF, at + 1)) if (text[at - 1] !== CR) bare += 1
  if (bare === 0) return text
  const out = Buffer.allocUnsafe(text.length + bare)
  let from = 0
  let to = 0
  for (let at = text.indexOf(LF); at >= 0; at = text.indexOf(LF, at + 1)) {
    if (text[at - 1] === CR) continue
    to += text.copy(out, to, from, at)
    out[to] = CR
    to += 1
    from = at
  }
  text.copy(out, to, from)
  return out
}

/** Ends every line with LF alone, as mbox and Maildir do. */
export function withLf(source: Buffer): Buffer {
  const out = Buffer.allocUnsafe(source.length)
  let from = 0
  let to = 0
  for (let at = source.indexOf('\r\n'); at >= 0; at = source.indexOf('\r\n', at + 1)) {
    to += source.copy(out, to, from, at)
    from = at + 1
  }
  to += source.copy(out, to, from)
  return out.subarray(0, to)
}
