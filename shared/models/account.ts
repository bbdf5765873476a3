import { z } from 'zod'
import { mailFailureSchema } from '../errors.ts'

export const accountIdSchema = z.int().positive().brand<'AccountId'>()
export type AccountId = z.infer<typeof accountIdSchema>

/** `none` is accepted for loopback servers only. */
export const connectionSecuritySchema = z.enum(['tls', 'starttls', 'none'])
export type ConnectionSecurity = z.infer<typeof connectionSecuritySchema>

/** Where mail is handed over to be sent; the password is the account's. */
export const smtpServerSchema = z.object({
  host: z.string().trim().min(1).max(255),
  port: z.int().min(1).max(65_535),
  security: connectionSecuritySchema,
  user: z.string().min(1).max(320),
})
export type SmtpServer = z.infer<typeof smtpServerSchema>

const accountFields = {
  address: z.string().trim().min(3).max(320),
  displayName: z.string().trim().max(200),
  host: z.string().trim().min(1).max(255),
  port: z.int().min(1).max(65_535),
  security: connectionSecuritySchema,
  user: z.string().min(1).max(320),
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
  smtp: smtpServerSchema.nullish(),
  password: z.string().min(1).max(10_000),
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
