import { z } from 'zod'
import { fingerprintSchema } from './account.ts'

/** Why a certificate proves nothing; the gravest first, of several. */
export const certificateProblemSchema = z.enum([
  'other-name',
  'expired',
  'not-yet-valid',
  'self-signed',
  'unknown-issuer',
])
export type CertificateProblem = z.infer<typeof certificateProblemSchema>

/** What a server shows to prove who it is. Every text in it is the server's own claim. */
export const certificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** Hosts and addresses that it says it is for. */
  names: z.array(z.string()),
  /** Unix time in ms; null when it can't be read. */
  validFrom: z.number().nullable(),
  validUntil: z.number().nullable(),
  fingerprint: fingerprintSchema,
  /** null: it is trusted like any other. */
  problem: certificateProblemSchema.nullable(),
})
export type Certificate = z.infer<typeof certificateSchema>
