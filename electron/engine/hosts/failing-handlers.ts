import type { EngineHandlers } from '../../../shared/contract.ts'
import type { MailError } from '../../../shared/errors.ts'

/** Answers every call with the reason why there is no engine, so that the page can say it. */
export function failingHandlers(error: MailError): EngineHandlers {
  const fail = (): never => {
    throw error
  }
  return {
    'account.list': fail,
    'account.add': fail,
    'account.setPassword': fail,
    'account.remove': fail,
    'account.sync': fail,
    'account.syncStates': fail,
    'folder.list': fail,
    'message.list': fail,
    'message.open': fail,
    'message.source': fail,
    'message.attachment': fail,
    'message.inlinePicture': fail,
    'remoteContent.load': fail,
    'remoteContent.picture': fail,
  }
}
