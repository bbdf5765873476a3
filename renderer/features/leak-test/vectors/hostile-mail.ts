/** A raw mail whose attack is not its HTML alone. */
export interface HostileMail {
  name: string
  /** Header lines, then the body. @param evil beginning of every address in it, without a slash at its end. */
  source(evil: string): string[]
}

/** The mail as it would lie on a server, with what its lines leave out. */
export function rawMail(name: string, lines: string[]): string {
  const headers = [
    'From: Spy <spy@evil.example>',
    'To: Reader <reader@example.org>',
    `Subject: ${name}`,
    `Message-ID: <${name}@evil.example>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
  ]
  const own = lines.slice(0, lines.indexOf(''))
  const isOwn = (header: string): boolean => own.some((line) => line.split(':')[0] === header.split(':')[0])
  return [...headers.filter((header) => !isOwn(header)), ...lines, ''].join('\r\n')
}

export function htmlPart(content: string, ...headers: string[]): string[] {
  return ['Content-Type: text/html; charset=utf-8', ...headers, '', content]
}

export function textPart(content: string): string[] {
  return ['Content-Type: text/plain; charset=utf-8', '', content]
}
