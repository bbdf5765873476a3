import { z } from 'zod'

/** A damaged database was replaced: how much of what no server gives back is in the new one. `at`: Unix time in ms. */
export const recoverySchema = z.object({
  at: z.int(),
  accounts: z.int(),
  rules: z.int(),
  /** false: some of it could not be read. */
  complete: z.boolean(),
})
export type Recovery = z.infer<typeof recoverySchema>
