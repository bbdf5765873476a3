import type { Folder } from '../../../shared/models/folder.ts'

/** Whether all of a folder may be deleted for ever in one go. */
export function isEmptied({ role, total }: Folder): boolean {
  return (role === 'trash' || role === 'junk') && total > 0
}
