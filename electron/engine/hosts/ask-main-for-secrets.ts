import { z } from 'zod'
import { MailError } from '../../../shared/errors.ts'
import type { SecretName } from '../../../shared/models/secret.ts'
import type { Secrets } from '../engine.ts'
import { createQuestions } from './questions.ts'

export const secretReplySchema = z.object({
  kind: z.literal('secret-reply'),
  id: z.int(),
  secret: z.string().nullish(),
  failed: z.literal(true).optional(),
})
export type SecretReply = z.infer<typeof secretReplySchema>

export interface SecretQuestion {
  kind: 'secret'
  id: number
  op: 'get' | 'set' | 'delete'
  name: SecretName
  secret?: string
}

/** Secrets live in the keychain, which only main can open: every question goes there with a number. */
export function askMainForSecrets(
  ask: (question: SecretQuestion) => void,
): Secrets & { answer(reply: SecretReply): void } {
  const questions = createQuestions<SecretReply>()

  async function put(question: Omit<SecretQuestion, 'kind' | 'id'>): Promise<string | null> {
    const reply = await questions.put((id) => ask({ kind: 'secret', id, ...question }))
    if (reply.failed) throw new MailError('keychain-unavailable')
    return reply.secret ?? null
  }

  return {
    get: (name) => put({ op: 'get', name }),
    async set(name, secret) {
      await put({ op: 'set', name, secret })
    },
    async delete(name) {
      await put({ op: 'delete', name })
    },
    answer: questions.answer,
  }
}
