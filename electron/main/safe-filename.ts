/** Names that Windows gives to devices, with or without an ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Controls, and the marks that turn `exe.gpj` around into `jpg.exe`. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const FORBIDDEN = /[/\\:*?"<>|]/g
const LONGEST = 180

/** A sender's name for a file, made harmless to propose to the user: one plain visible name, no path. */
export function safeFilename(name: string): string {
  const plain = name
    .replace(UNSEEN, '')
    .replace(FORBIDDEN, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const named = plain === '' ? 'attachment' : DEVICE.test(plain) ? `_${plain}` : plain
  if (named.length <= LONGEST) return named
  const ending = /\.[^.]{1,10}$/.exec(named)?.[0] ?? ''
  return [...named].slice(0, LONGEST - ending.length).join('') + ending
}
