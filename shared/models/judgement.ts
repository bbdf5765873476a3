import { z } from 'zod'

/** Stored mails that are judged again because a newer Curtain knows more; `total` 0: nothing is under way. */
export const judgementStateSchema = z.object({ done: z.int().min(0), total: z.int().min(0) })
export type JudgementState = z.infer<typeof judgementStateSchema>
