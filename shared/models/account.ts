import { z } from 'zod'
import { mailFailureSchema } from '../errors.ts'

export const accountIdSchema = z.int().positive().brand<'AccountId'>()
export type AccountId = z.infer<typeof accountIdSchema>

/** `none` is accepted for loopback servers only. */
export const connectionSecuritySchema = z.enum(['tls', 'starttls', 'none'])
export type ConnectionSecurity = z.infer<typeof connectionSecuritySchema>

const serverFields = {
  host: z.string().trim().min(1).max(255),
  port: z.int().min(1).max(65_535),
  security: connectionSecuritySchema,
  user: z.string().min(1).max(320),
}
const passwordSchema = z.string().min(1).max(10_000)

/** What a password is for: getting mail, or handing it over where that takes another one. */
export const secretUseSchema = z.enum(['incoming', 'outgoing'])
export type SecretUse = z.infer<typeof secretUseSchema>

/** Where mail is handed over to be sent. */
export const smtpServerSchema = z.object({
  ...serverFields,
  /** false: the account's password is its too. */
  ownPassword: z.boolean(),
})
export type SmtpServer = z.infer<typeof smtpServerSchema>

/** What the user typed; null: the account's password. */
export const smtpDraftSchema = z.object({ ...serverFields, password: passwordSchema.nullable() })
export type SmtpDraft = z.infer<typeof smtpDraftSchema>

const accountFields = {
  address: z.string().trim().min(3).max(320),
  displayName: z.string().trim().max(200),
  ...serverFields,
}

export const accountSchema = z.object({
  id: accountIdSchema,
  ...accountFields,
  /** null: mail is only read here. */
  smtp: smtpServerSchema.nullable(),
})
export type Account = z.infer<typeof accountSchema>

/** What the user typed; the password goes to the keychain and never into the database. */
export const accountDraftSchema = z.object({
  ...accountFields,
  smtp: smtpDraftSchema.nullish(),
  password: passwordSchema,
})
export type AccountDraft = z.infer<typeof accountDraftSchema>

/** Messages, not bytes: `done` of `total` in this phase. */
export const syncStateSchema = z.object({
  accountId: accountIdSchema,
  phase: z.enum(['idle', 'connecting', 'folders', 'headers', 'bodies', 'failed']),
  done: z.int().min(0),
  total: z.int().min(0),
  failure: mailFailureSchema.nullable(),
})
export type SyncState = z.infer<typeof syncStateSchema>
