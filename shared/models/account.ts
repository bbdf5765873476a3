import { z } from 'zod'
import { oauthClientSchema, signInIdSchema } from './sign-in.ts'

export const accountIdSchema = z.int().positive().brand<'AccountId'>()
export type AccountId = z.infer<typeof accountIdSchema>

/** `none` is accepted for loopback servers only. */
export const connectionSecuritySchema = z.enum(['tls', 'starttls', 'none'])
export type ConnectionSecurity = z.infer<typeof connectionSecuritySchema>

/** SHA-256 of a certificate, as OpenSSL and Node write it: 32 bytes in upper-case hex, with colons. */
export const fingerprintSchema = z.string().regex(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/)

const serverFields = {
  host: z.string().trim().min(1).max(255),
  port: z.int().min(1).max(65_535),
  security: connectionSecuritySchema,
  user: z.string().min(1).max(320),
  /** The one certificate that the user chose to trust here although nobody vouches for it. */
  pin: fingerprintSchema.nullish(),
}
const passwordSchema = z.string().min(1).max(10_000)

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
  /** The user's registration with whoever lets them in by the browser; null: logs in with a password. */
  oauth: oauthClientSchema.nullish(),
}

export const accountSchema = z.object({
  id: accountIdSchema,
  ...accountFields,
  /** null: mail is only read here. */
  smtp: smtpServerSchema.nullable(),
})
export type Account = z.infer<typeof accountSchema>

/** What goes to the keychain and never into the database: a password, or what a sign-in brought. One of them. */
const secretFields = { password: passwordSchema.optional(), signIn: signInIdSchema.optional() }

/** What the user typed. */
export const accountDraftSchema = z.object({
  ...accountFields,
  ...secretFields,
  smtp: smtpDraftSchema.nullish(),
})
export type AccountDraft = z.infer<typeof accountDraftSchema>

/** What may be another in an account that is here. Without a secret the stored one stays. */
export const accountEditSchema = z.object({ id: accountIdSchema, ...accountFields, ...secretFields })
export type AccountEdit = z.infer<typeof accountEditSchema>

/** Mails of so many days are kept here whole, older ones by their headers; null: everything. */
export const keepDaysSchema = z.union([z.literal(30), z.literal(365), z.null()])
export type KeepDays = z.infer<typeof keepDaysSchema>

/** Megabytes: larger attachments stay on the server until they are opened; null: all are kept here. */
export const largestAttachmentSchema = z.union([z.literal(1), z.literal(5), z.literal(25), z.null()])
export type LargestAttachment = z.infer<typeof largestAttachmentSchema>
