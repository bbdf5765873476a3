import type { EngineHandlers } from '../../../shared/contract.ts'
import type { PathQuestion } from '../../../shared/models/path-question.ts'
import type { Transfers } from '../transfer/transfers.ts'

type TransferHandlers = Pick<
  EngineHandlers,
  'transfer.import' | 'transfer.export' | 'transfer.cancel' | 'transfer.state'
>

/** Asks the user for files; empty when nothing was chosen. A page never names a path by itself. */
export type PickPaths = (question: PathQuestion) => Promise<readonly string[]>

export function transferProcedures(transfers: Transfers, pickPaths: PickPaths): TransferHandlers {
  return {
    async 'transfer.import'({ folderId, from }) {
      const paths = await pickPaths({ kind: from })
      if (paths.length === 0) return { begun: false }
      transfers.import(folderId, paths)
      return { begun: true }
    },
    async 'transfer.export'({ folderId, format, name }) {
      const isOneFile = format !== 'eml' && format !== 'maildir'
      const [path] = await pickPaths({ kind: 'save', name: isOneFile ? `${name}.mbox` : name })
      if (path === undefined) return { begun: false }
      transfers.export(folderId, format, path)
      return { begun: true }
    },
    'transfer.cancel': () => transfers.cancel(),
    'transfer.state': () => transfers.state(),
  }
}
