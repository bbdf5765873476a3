import type { EngineHandlers } from '../../../shared/contract.ts'
import type { Store } from '../store/open-store.ts'
import { findMessages } from '../store/search/find-messages.ts'

export function searchProcedures({ store }: { store: Store }): Pick<EngineHandlers, 'message.search'> {
  return { 'message.search': (asked) => findMessages(store.read, asked) }
}
