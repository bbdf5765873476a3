import { z } from 'zod'
import { mailFailureSchema } from '../errors.ts'
import { accountIdSchema } from './account.ts'
import { folderIdSchema } from './folder.ts'

export const operationIdSchema = z.int().positive().brand<'OperationId'>()
export type OperationId = z.infer<typeof operationIdSchema>

/** All that one act of the user brought about, however many mails it touched. */
export const undoIdSchema = z.int().positive().brand<'UndoId'>()
export type UndoId = z.infer<typeof undoIdSchema>

/**
 * What a user does to mails. archive, junk, not-junk and trash go to the account's folder of that role (not-junk:
 * to the inbox); delete is for ever.
 */
export const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flag'), flag: z.enum(['seen', 'flagged']), on: z.boolean() }),
  z.object({ kind: z.literal('move'), to: folderIdSchema }),
  z.object({ kind: z.literal('copy'), to: folderIdSchema }),
  z.object({ kind: z.enum(['archive', 'junk', 'not-junk', 'trash', 'delete']) }),
])
export type Act = z.infer<typeof actSchema>

/** An act on one mail that the server has not yet carried out. */
export const operationSchema = z.object({
  id: operationIdSchema,
  accountId: accountIdSchema,
  act: z.enum(['flag', 'move', 'copy', 'delete', 'append']),
  /** Of the mail, as the list shows it. */
  subject: z.string(),
  /** Where it goes; null when it stays or goes for ever. */
  folderName: z.string().nullable(),
  /** waiting: for its turn or for the server. failed: for the user, who tries again or gives it up. */
  state: z.enum(['waiting', 'failed']),
  failure: mailFailureSchema.nullable(),
})
export type Operation = z.infer<typeof operationSchema>

/** What the servers have not carried out yet. */
export const pendingOperationsSchema = z.object({
  waiting: z.int().min(0),
  failed: z.int().min(0),
  /** Those that failed, then those that wait, oldest first: no more than somebody goes through by hand. */
  first: z.array(operationSchema),
})
export type PendingOperations = z.infer<typeof pendingOperationsSchema>
