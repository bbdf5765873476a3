import { firstValue, readHeaders } from './read-headers.ts'

/** The Message-ID of a mail as it came, with its angle brackets; null when it has none. */
export function messageIdOf(source: Buffer): string | null {
  const { headers } = readHeaders(source, 0, source.length)
  return /<[^<>\s]+>/.exec(firstValue(headers, 'message-id') ?? '')?.[0] ?? null
}
