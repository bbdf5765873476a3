import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { firstValue, readHeaders } from '../parse/read-headers.ts'
import type { FiledMail } from './mail-file.ts'

/** Runs an act in a folder that is open for writing; never twice by itself. */
export type InFolder = <T>(path: string, act: (client: ImapFlow) => Promise<T>) => Promise<T>

const ATTEMPTS = 3

/**
 * Puts a mail into a folder of the server. When the connection was lost on the way, the server is asked whether it has
 * the mail before it is sent again, so that it is never there twice.
 *
 * @returns false when the server does not take this mail.
 * @throws MailError when the server can't be reached, or has no such folder.
 */
export async function appendMail(inFolder: InFolder, path: string, mail: FiledMail): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inFolder(path, async (client) => {
        if (attempt > 1 && (await hasAlready(client, mail))) return true
        return append(client, path, mail)
      })
    } catch (error) {
      if (!(error instanceof MailError) || error.code !== 'connection-lost' || attempt === ATTEMPTS)
        throw error
    }
  }
}

async function append(
  client: ImapFlow,
  path: string,
  { source, flags, receivedAt }: FiledMail,
): Promise<boolean> {
  const date = receivedAt === null ? undefined : new Date(receivedAt)
  try {
    return (await client.append(path, source, flags, date)) !== false
  } catch (error) {
    const status = error instanceof Error && 'responseStatus' in error ? error.responseStatus : null
    // NO and BAD are about this mail: too large, or nothing the server calls a mail (RFC 3501 6.3.11).
    if (status === 'NO' || status === 'BAD') return false
    throw error
  }
}

async function hasAlready(client: ImapFlow, { source }: FiledMail): Promise<boolean> {
  const id = messageIdOf(source)
  const found = await client.search(
    id === null
      ? { larger: source.length - 1, smaller: source.length + 1 }
      : { header: { 'message-id': id } },
    { uid: true },
  )
  return Array.isArray(found) && found.length > 0
}

/** With its angle brackets. */
export function messageIdOf(source: Buffer): string | null {
  const { headers } = readHeaders(source, 0, source.length)
  return /<[^<>\s]+>/.exec(firstValue(headers, 'message-id') ?? '')?.[0] ?? null
}
