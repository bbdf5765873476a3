import type { EngineHandlers } from '../../../shared/contract.ts'
import type { Store } from '../store/open-store.ts'
import { forgetRecovery, readRecovery } from '../store/recovery.ts'

export function recoveryProcedures({
  store,
}: {
  store: Store
}): Pick<EngineHandlers, 'recovery.state' | 'recovery.forget'> {
  return {
    'recovery.state': () => readRecovery(store.read),
    'recovery.forget': () => store.write(forgetRecovery),
  }
}
