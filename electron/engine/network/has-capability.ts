import type { ImapFlow } from 'imapflow'

/** What is asked here and is part of IMAP4rev2 (RFC 9051 appendix E), so that a server need not announce it. */
const OF_REV2: ReadonlySet<string> = new Set(['LIST-STATUS', 'MOVE', 'UIDPLUS'])

/** Whether the server has an extension, by its name or as a part of IMAP4rev2. */
export function hasCapability(
  { capabilities, enabled }: Pick<ImapFlow, 'capabilities' | 'enabled'>,
  name: string,
): boolean {
  const isRev2 = enabled.has('IMAP4REV2') || (capabilities.has('IMAP4rev2') && !capabilities.has('IMAP4rev1'))
  return capabilities.has(name) || (isRev2 && OF_REV2.has(name))
}
