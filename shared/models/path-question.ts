import { z } from 'zod'

/** What the engine asks the user for by way of main: mail files or a folder to read, or a new name to write to. */
export const pathQuestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['files', 'folder']) }),
  z.object({ kind: z.literal('save'), name: z.string().max(200) }),
])
export type PathQuestion = z.infer<typeof pathQuestionSchema>
