import type { MailError, MailFailure } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { SyncState } from '../../../shared/models/sync-state.ts'
import type { Announce } from './account-session.ts'
import { createThrottle } from './throttle.ts'

/** How far getting an account's mail is, told no oftener than somebody can look. */
export interface SyncProgress {
  state(): SyncState
  /** Without a failure the last one stays. */
  report(phase: SyncState['phase'], done: number, total: number, failure?: MailFailure | null): void
  folderChanged(folderId: FolderId): void
  /** Folders that the server did not let read, and what was wrong. */
  unreadable: Map<FolderId, MailError>
  leftOut(count: number): void
  /** Tells what waits, now. */
  flush(): void
}

/** Often enough for somebody who watches a list fill. */
const NEWS_MS = 300

export function createSyncProgress(accountId: AccountId, announce: Announce): SyncProgress {
  const folders = createThrottle<FolderId>(NEWS_MS)
  const states = createThrottle<SyncState['phase']>(NEWS_MS)
  const unreadable = new Map<FolderId, MailError>()
  let state: SyncState = {
    ...{ accountId, phase: 'idle', done: 0, total: 0, failure: null },
    ...{ unreadable: [], leftOut: 0 },
  }
  return {
    state: () => state,
    report(phase, done, total, failure = state.failure) {
      state = { ...state, phase, done, total, failure, unreadable: [...unreadable.keys()] }
      states.run(phase, () => announce('sync.state', state))
    },
    folderChanged(folderId) {
      folders.run(folderId, () => announce('folder.changed', { folderId }))
    },
    unreadable,
    leftOut(count) {
      state = { ...state, leftOut: count }
    },
    flush() {
      folders.flush()
      states.flush()
    },
  }
}
