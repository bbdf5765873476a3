import { z } from 'zod'
import { accountIdSchema } from './account.ts'

export const folderIdSchema = z.int().positive().brand<'FolderId'>()
export type FolderId = z.infer<typeof folderIdSchema>

/** Special use of RFC 6154, or null for an ordinary folder. */
export const folderRoleSchema = z.enum([
  'inbox',
  'drafts',
  'sent',
  'archive',
  'junk',
  'trash',
  'all',
  'flagged',
])
export type FolderRole = z.infer<typeof folderRoleSchema>

export const folderSchema = z.object({
  id: folderIdSchema,
  accountId: accountIdSchema,
  /** Full name as the server spells it, decoded, with its own delimiter. */
  path: z.string(),
  /** Last level of the path. */
  name: z.string(),
  role: folderRoleSchema.nullable(),
  total: z.int().min(0),
  unread: z.int().min(0),
})
export type Folder = z.infer<typeof folderSchema>
