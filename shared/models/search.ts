import { z } from 'zod'

/** best: the most relevant first, where recent mails count for more. */
export const searchOrderSchema = z.enum(['newest', 'best'])
export type SearchOrder = z.infer<typeof searchOrderSchema>

/** A word that was looked for, as `plainly` writes it; `begins`: words that begin with it were found too. */
export const searchWordSchema = z.object({ text: z.string(), begins: z.boolean() })
export type SearchWord = z.infer<typeof searchWordSchema>

/** By the words of one query, in all accounts. */
export const MOST_FOUND_ON_SERVER = 5_000
