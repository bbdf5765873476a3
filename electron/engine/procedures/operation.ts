import type { EngineHandlers } from '../../../shared/contract.ts'
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

export function operationProcedures(operations: Operations): OperationHandlers {
  return {
    'message.act': ({ messageIds, folderId, act }) => operations.act(messageIds, folderId, act),
    'message.undo': ({ undo }) => operations.undo(undo),
    'folder.empty': ({ folderId }) => operations.empty(folderId),
    'operation.list': () => operations.list(),
    'operation.retry': ({ operationId }) => operations.retry(operationId),
    'operation.retryAll': () => operations.retryAll(),
    'operation.discard': ({ operationId }) => operations.discard(operationId),
  }
}
