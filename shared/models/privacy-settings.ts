import { z } from 'zod'

/** Every picture goes through it, and its host's name too; when it is down, nothing is loaded. */
export const pictureProxySchema = z.object({
  kind: z.enum(['socks5', 'http']),
  host: z.string().trim().min(1).max(255),
  port: z.int().min(1).max(65_535),
  /** Whom it asks for a password; that lies in the keychain. RFC 7617: no colon. */
  user: z
    .string()
    .trim()
    .regex(/^[^:\p{Cc}]{1,255}$/u)
    .optional(),
})
export type PictureProxy = z.infer<typeof pictureProxySchema>

export const privacySettingsSchema = z.object({
  /**
   * What happens to the pictures of a mail for which there is no rule. block: they wait until the reader asks.
   * contacts: those of authenticated people the user has written to are loaded, without trackers and suspects.
   * never-ask: they stay out without a word.
   */
  policy: z.enum(['block', 'contacts', 'never-ask']),
  /** Pictures that are not to be had over https may be fetched over http. */
  allowHttp: z.boolean(),
  proxy: pictureProxySchema.nullable(),
  /** Whether there was one can't be read any more: until the user says so, nothing goes out past it. */
  proxyUnknown: z.boolean(),
  /** What all kept pictures together may take. */
  vaultMegabytes: z.int().min(10).max(100_000),
})
export type PrivacySettings = z.infer<typeof privacySettingsSchema>

export const defaultPrivacySettings: PrivacySettings = {
  policy: 'block',
  allowHttp: false,
  proxy: null,
  proxyUnknown: false,
  vaultMegabytes: 500,
}
