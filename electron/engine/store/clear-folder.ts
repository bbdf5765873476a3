import type { FolderId } from '../../../shared/models/folder.ts'
import { inTurns } from './in-turns.ts'
import type { Store } from './open-store.ts'
import { clearPlacements, listPlacements, removePlacements } from './placements.ts'

const UIDS_AT_ONCE = 20

/** What `clearPlacements` does, for a folder of any size: no click waits for it. */
export async function clearFolder(store: Pick<Store, 'read' | 'write'>, folderId: FolderId): Promise<void> {
  const uids = listPlacements(store.read, folderId).map(({ uid }) => uid)
  await inTurns(store, uids, UIDS_AT_ONCE, (db, some) => removePlacements(db, folderId, some))
  // What came meanwhile, and the acts that speak of it: until then the folder's state says that nothing was cleared.
  store.write((db) => clearPlacements(db, folderId))
}
