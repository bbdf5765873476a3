import type { EngineHandlers } from '../../../shared/contract.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { Operations } from '../operations/operations.ts'

type OperationHandlers = Pick<
  EngineHandlers,
  | 'message.act'
  | 'message.undo'
  | 'folder.empty'
  | 'operation.list'
  | 'operation.retry'
  | 'operation.retryAll'
  | 'operation.discard'
>

/** @param wereRead told of mails that the user has read, or says to have. */
export function operationProcedures(
  operations: Operations,
  wereRead: (messageIds: readonly MessageId[]) => void,
): OperationHandlers {
  return {
    async 'message.act'({ messageIds, folderId, act, quiet }) {
      const done = await operations.act(messageIds, folderId, act, quiet)
      if (act.kind === 'flag' && act.flag === 'seen' && act.on) wereRead(messageIds)
      return done
    },
    'message.undo': ({ undo }) => operations.undo(undo),
    'folder.empty': ({ folderId }) => operations.empty(folderId),
    'operation.list': () => operations.list(),
    'operation.retry': ({ operationId }) => operations.retry(operationId),
    'operation.retryAll': () => operations.retryAll(),
    'operation.discard': ({ operationId }) => operations.discard(operationId),
  }
}
