import { z } from 'zod'

/** Who can let a user in by way of the browser (OAuth 2.0). */
export const oauthProviderSchema = z.enum(['google', 'microsoft', 'yahoo'])
export type OauthProvider = z.infer<typeof oauthProviderSchema>

/** The user's own registration with a provider: Curtain ships none. */
export const oauthClientSchema = z.object({
  provider: oauthProviderSchema,
  clientId: z.string().trim().min(1).max(500),
})
export type OauthClient = z.infer<typeof oauthClientSchema>

/** A sign-in that is under way, or has ended and waits for the account that it is for. */
export const signInIdSchema = z.int().positive().brand<'SignInId'>()
export type SignInId = z.infer<typeof signInIdSchema>
