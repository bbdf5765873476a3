import { z } from 'zod'

/** What a provider gave for an account, as it lies in the keychain. */
const grantSchema = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1).nullable(),
  /** Unix time in ms; null when the provider did not say. */
  expiresAt: z.number().nullable(),
  /** Of the user's registration, when it has one. */
  clientSecret: z.string().nullable(),
})
export type Grant = z.infer<typeof grantSchema>

export function packGrant(grant: Grant): string {
  return JSON.stringify(grant)
}

/** @returns null for what is none: a password, from before the account was signed in to by the browser. */
export function readGrant(secret: string | null): Grant | null {
  if (secret === null) return null
  try {
    return grantSchema.parse(JSON.parse(secret))
  } catch {
    return null
  }
}
