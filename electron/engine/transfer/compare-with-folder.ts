import type { FolderId } from '../../../shared/models/folder.ts'
import { parseMessage } from '../parse/parse-message.ts'
import type { ReadableDatabase } from '../store/database.ts'
import { listNamed, listNameless } from '../store/folder-mails.ts'
import { readSource } from '../store/messages.ts'
import { type FiledMail, headersOf } from './mail-file.ts'

/**
 * Tells mails that a folder has, or that were asked about before, from those that are to come into it. Programs that keep
 * mail in files add headers of their own, so one of the folder is known by Message-ID and sender; of two from files, which
 * may be what was sent to a list and what came back, the size counts too. One without Message-ID is known by all its
 * bytes, or by size and second where these are not kept here.
 */
export function createComparison(db: ReadableDatabase, folderId: FolderId): (mail: FiledMail) => boolean {
  const there = new Set(listNamed(db, folderId).map(({ header, from }) => nameOf(header, from)))
  const asked = new Set<string>()
  return (mail) => {
    const { source } = mail
    const { messageId, from } = parseMessage(headersOf(source))
    if (messageId === null) return isThere(db, folderId, mail)
    const name = nameOf(messageId, from.address)
    const look = `${source.length} ${name}`
    const isKnown = there.has(name) || asked.has(look)
    asked.add(look)
    return isKnown
  }
}

const nameOf = (messageId: string, from: string): string => `${messageId} ${from.toLowerCase()}`

function isThere(db: ReadableDatabase, folderId: FolderId, { source, receivedAt }: FiledMail): boolean {
  const second = receivedAt === null ? null : Math.floor(receivedAt / 1_000) * 1_000
  return listNameless(db, folderId, source.length, second).some((messageId) => {
    const there = readSource(db, messageId)
    return there === undefined ? second !== null : source.equals(there)
  })
}
