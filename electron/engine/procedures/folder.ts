import type { EngineHandlers } from '../../../shared/contract.ts'
import { listFolders } from '../store/folders.ts'
import type { Store } from '../store/open-store.ts'

export function folderProcedures({ store }: { store: Store }): Pick<EngineHandlers, 'folder.list'> {
  return {
    'folder.list': ({ accountId }) => listFolders(store.read, accountId),
  }
}
