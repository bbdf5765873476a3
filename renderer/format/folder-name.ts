import type { TFunction } from 'i18next'
import type { Folder } from '../../shared/models/folder.ts'

/** Folders with a special use are named in the user's language, the others as their owner named them. */
export function folderName(folder: Pick<Folder, 'name' | 'role'>, t: TFunction): string {
  return folder.role === null ? folder.name : t(`folders.roles.${folder.role}`)
}
