import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'

type OperationHandlers = Pick<
  EngineHandlers,
  'message.act' | 'message.undo' | 'folder.empty' | 'operation.list' | 'operation.retry' | 'operation.discard'
>

export function operationProcedures(): OperationHandlers {
  const refuse = () => {
    throw new MailError('bad-request')
  }
  return {
    'message.act': refuse,
    'message.undo': refuse,
    'folder.empty': refuse,
    'operation.list': () => [],
    'operation.retry': refuse,
    'operation.discard': refuse,
  }
}
