import { z } from 'zod'
import { mailFailureSchema } from '../errors.ts'
import { accountIdSchema } from './account.ts'
import { folderIdSchema } from './folder.ts'

/** Messages, not bytes: `done` of `total` in this phase. */
export const syncStateSchema = z.object({
  accountId: accountIdSchema,
  phase: z.enum(['idle', 'connecting', 'folders', 'headers', 'bodies', 'failed']),
  done: z.int().min(0),
  total: z.int().min(0),
  failure: mailFailureSchema.nullable(),
  /** Folders that the server lists and does not let read; all others are as up to date as `phase` says. */
  unreadable: z.array(folderIdSchema),
  /** How many more folders the server has than Curtain looks at. */
  leftOut: z.int().min(0),
})
export type SyncState = z.infer<typeof syncStateSchema>
