import type { Folder, FolderId } from '../../../shared/models/folder.ts'

/**
 * How deep each folder stands below others, from 0. The folder above is the path without its last level and
 * the delimiter before it. Folders with a special use stand at the top wherever the server keeps them.
 */
export function folderDepths(folders: readonly Folder[]): Map<FolderId, number> {
  const byPath = new Map(folders.map((folder) => [folder.path, folder]))
  const depths = new Map<FolderId, number>()

  function depthOf(folder: Folder): number {
    const known = depths.get(folder.id)
    if (known !== undefined) return known
    // Set first: a server that names a folder inside itself gets an end.
    depths.set(folder.id, 0)
    const above = byPath.get(folder.path.slice(0, -(folder.name.length + 1)))
    const depth = folder.role !== null || above === undefined || above.role !== null ? 0 : depthOf(above) + 1
    depths.set(folder.id, depth)
    return depth
  }

  for (const folder of folders) depthOf(folder)
  return depths
}
