import { z } from 'zod'
import type { AccountId } from './account.ts'

/** What a secret lets in. Main keeps secrets under these names, encrypted: a name is for ever. */
export const secretNameSchema = z
  .string()
  .regex(/^(?:\d+(?:-outgoing)?|proxy)$/)
  .brand<'SecretName'>()
export type SecretName = z.infer<typeof secretNameSchema>

/** The account's password, or what a sign-in brought. */
export function incomingSecret(accountId: AccountId): SecretName {
  return secretNameSchema.parse(String(accountId))
}

/** The password of the account's outgoing server, where that takes another one. */
export function outgoingSecret(accountId: AccountId): SecretName {
  return secretNameSchema.parse(`${accountId}-outgoing`)
}

/** The password of the proxy that pictures are fetched through. */
export const proxySecret: SecretName = secretNameSchema.parse('proxy')
