import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { listThread } from '../store/conversations.ts'
import { foldersOfThread, muteThread } from '../store/muted-threads.ts'
import type { Store } from '../store/open-store.ts'
import type { Announce } from '../sync/account-session.ts'

type ThreadHandlers = Pick<EngineHandlers, 'thread.messages' | 'thread.mute'>

export function threadProcedures({ store, announce }: { store: Store; announce: Announce }): ThreadHandlers {
  return {
    'thread.messages'({ messageId, folderId }) {
      const rows = listThread(store.read, messageId, folderId)
      if (rows.length === 0) throw new MailError('not-found')
      return rows
    },
    'thread.mute'({ messageId, on }) {
      store.writeSafely((db) => muteThread(db, messageId, on))
      for (const folderId of foldersOfThread(store.read, messageId)) announce('folder.changed', { folderId })
      announce('message.changed', { messageId })
    },
  }
}
