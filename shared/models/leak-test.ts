import { z } from 'zod'
import { bodyPartSchema, mailboxSchema } from './message.ts'

export const leakTestRunSchema = z.object({ run: z.uuid() })

/** What of a mail would be shown, listed and quoted. */
export const readMailSchema = z.object({
  parts: z.array(bodyPartSchema),
  from: mailboxSchema,
  subject: z.string(),
  snippet: z.string(),
  /** HTML of the mail in a reply or forward, as if all its pictures had been loaded before. */
  quoted: z.string(),
})
export type ReadMail = z.infer<typeof readMailSchema>
