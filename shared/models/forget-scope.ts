import { z } from 'zod'
import { messageIdSchema } from './message.ts'

/** Whose pictures the user wants gone from this computer. */
export const forgetScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), messageId: messageIdSchema }),
  /** Every mail from that address, in all accounts; in any case of letters. */
  z.object({ kind: z.literal('sender'), address: z.string().min(1).max(1_000) }),
  z.object({ kind: z.literal('all') }),
])
export type ForgetScope = z.infer<typeof forgetScopeSchema>
