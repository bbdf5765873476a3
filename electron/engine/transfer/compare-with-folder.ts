import type { FolderId } from '../../../shared/models/folder.ts'
import { messageIdOf } from '../parse/message-id-of.ts'
import type { ReadableDatabase } from '../store/database.ts'
import { listMessageIdHeaders, listNameless } from '../store/folder-mails.ts'
import { readSource } from '../store/messages.ts'
import type { FiledMail } from './mail-file.ts'

/**
 * Tells mails that a folder has, or that were asked about before, from those that are to come into it: by Message-ID; one
 * without, by all its bytes, or by size and second where these are not kept here.
 */
export function createComparison(db: ReadableDatabase, folderId: FolderId): (mail: FiledMail) => boolean {
  const known = new Set(listMessageIdHeaders(db, folderId))
  return (mail) => {
    const id = messageIdOf(mail.source)
    if (id === null) return isThere(db, folderId, mail)
    if (known.has(id)) return true
    known.add(id)
    return false
  }
}

function isThere(db: ReadableDatabase, folderId: FolderId, { source, receivedAt }: FiledMail): boolean {
  const second = receivedAt === null ? null : Math.floor(receivedAt / 1_000) * 1_000
  return listNameless(db, folderId, source.length, second).some((messageId) => {
    const there = readSource(db, messageId)
    return there === undefined ? second !== null : source.equals(there)
  })
}
