import { parseDate } from '../parse/parse-date.ts'
import { firstValue, type RawHeader } from '../parse/read-headers.ts'

/**
 * When a mail was received, by its own headers; else when it was sent. The last server stamps its time behind the last
 * semicolon of the topmost Received (RFC 5321 4.4).
 */
export function receivedAt(headers: readonly RawHeader[]): number | null {
  const received = firstValue(headers, 'received')
  const stamped = received === undefined ? null : parseDate(received.slice(received.lastIndexOf(';') + 1))
  return stamped ?? parseDate(firstValue(headers, 'date') ?? '')
}
