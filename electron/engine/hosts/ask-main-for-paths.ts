import { z } from 'zod'
import type { PathQuestion } from '../../../shared/models/path-question.ts'
import type { PickPaths } from '../procedures/transfer.ts'
import { createQuestions } from './questions.ts'

export const pathReplySchema = z.object({
  kind: z.literal('path-reply'),
  id: z.int(),
  paths: z.array(z.string().min(1)),
})
export type PathReply = z.infer<typeof pathReplySchema>

/** Only main can show the system's dialogs, and only there does the user name a file. */
export function askMainForPaths(
  ask: (question: { kind: 'path'; id: number; question: PathQuestion }) => void,
): { pickPaths: PickPaths; answer(reply: PathReply): void } {
  const questions = createQuestions<PathReply>()
  return {
    async pickPaths(question) {
      const { paths } = await questions.put((id) => ask({ kind: 'path', id, question }))
      return paths
    },
    answer: questions.answer,
  }
}
