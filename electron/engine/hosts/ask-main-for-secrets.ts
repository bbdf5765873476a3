import { z } from 'zod'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId, SecretUse } from '../../../shared/models/account.ts'
import type { Secrets } from '../engine.ts'

export const secretReplySchema = z.object({
  kind: z.literal('secret-reply'),
  id: z.int(),
  password: z.string().nullish(),
  failed: z.literal(true).optional(),
})
export type SecretReply = z.infer<typeof secretReplySchema>

export interface SecretQuestion {
  kind: 'secret'
  id: number
  op: 'get' | 'set' | 'delete'
  accountId: AccountId
  use: SecretUse
  password?: string
}

/** Passwords live in the keychain, which only main can open: every question goes there with a number. */
export function askMainForSecrets(
  ask: (question: SecretQuestion) => void,
): Secrets & { answer(reply: SecretReply): void } {
  const open = new Map<number, (reply: SecretReply) => void>()
  let last = 0

  async function put(question: Omit<SecretQuestion, 'kind' | 'id'>): Promise<string | null> {
    last += 1
    const id = last
    const reply = await new Promise<SecretReply>((resolve) => {
      open.set(id, resolve)
      ask({ kind: 'secret', id, ...question })
    })
    if (reply.failed) throw new MailError('keychain-unavailable')
    return reply.password ?? null
  }

  return {
    get: (accountId, use) => put({ op: 'get', accountId, use }),
    async set(accountId, use, password) {
      await put({ op: 'set', accountId, use, password })
    },
    async delete(accountId, use) {
      await put({ op: 'delete', accountId, use })
    },
    answer(reply) {
      open.get(reply.id)?.(reply)
      open.delete(reply.id)
    },
  }
}
