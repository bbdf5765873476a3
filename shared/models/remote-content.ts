import { z } from 'zod'

export const referenceIdSchema = z.int().positive().brand<'ReferenceId'>()
export type ReferenceId = z.infer<typeof referenceIdSchema>

/** tracker: reports you. suspect: could report you. plain: content. */
export const verdictSchema = z.enum(['tracker', 'suspect', 'plain'])
export type Verdict = z.infer<typeof verdictSchema>

/** Where in a message the reference stands, which says what would fetch it. */
export const referenceKindSchema = z.enum([
  'img',
  /** A version of a picture that is not the one to be shown. */
  'srcset',
  'background',
  'css-image',
  /** A picture where Curtain shows none: in a document inside, a drawing, a cursor, a style for dark screens. */
  'unshown',
  'css-import',
  'css-font',
  'stylesheet',
  'preload',
  'icon',
  'prefetch',
  'preconnect',
  'video',
  'audio',
  'poster',
  'track',
  'source',
  'iframe',
  'object',
  'embed',
  'script',
  'svg',
  'mathml',
  'vml',
  'form',
  'meta-refresh',
  'base',
  'ping',
  'manifest',
  'other',
  // Outside the HTML: nothing of these is ever shown, other mail programs fetch them all the same.
  'header-picture',
  'content-location',
  'external-body',
  'calendar',
  'contact-photo',
])
export type ReferenceKind = z.infer<typeof referenceKindSchema>

/**
 * Why a verdict was given, as a code; the renderer has the words. Stable: they are in `inspect`'s JSON.
 */
export const reasonSchema = z.enum([
  'known-tracker',
  'one-pixel',
  'tiny',
  'hidden',
  'carries-your-address',
  'personal-token',
  'tracking-path',
  'sender-platform',
  'last-in-message',
  'lone-host',
  'not-a-picture',
  'name-lookup',
  'plain-picture',
  'spacer',
  'dark-mode-variant',
])
export type Reason = z.infer<typeof reasonSchema>

export const referenceStateSchema = z.enum(['blocked', 'loading', 'loaded', 'failed'])
export type ReferenceState = z.infer<typeof referenceStateSchema>

/** Why a picture that was asked for is not here, as a code; the renderer has the words. */
export const pictureFailureSchema = z.enum([
  // Before anything was asked.
  'refused-address',
  'offline',
  'proxy',
  /** It wants a password, or another one. */
  'proxy-password',
  /** Whether there is one can't be read any more, and the user has not said so yet. */
  'proxy-unknown',
  'no-such-host',
  'unreachable',
  'untrusted-certificate',
  /** Only to be had without encryption, which the user's setting does not allow. */
  'insecure',
  // What the server did.
  'timed-out',
  'not-found',
  'server-failed',
  'too-many-redirects',
  'tracker-redirect',
  /** Asked for, and Curtain ended or changed its way before it came. */
  'interrupted',
  // What it sent.
  'too-large',
  'not-a-picture',
  'svg',
  // What became of it here.
  'disk-full',
  'damaged',
  /** It was here; the user or the size limit took it away. */
  'forgotten',
])
export type PictureFailure = z.infer<typeof pictureFailureSchema>

export const referenceSchema = z.object({
  id: referenceIdSchema,
  /** Position of the body part it stands in, from 0; null: in none that is shown (a header, a calendar, …). */
  part: z.int().min(0).nullable(),
  url: z.string(),
  host: z.string(),
  kind: referenceKindSchema,
  verdict: verdictSchema,
  /** Name for people ("Mailchimp"), where one is known. */
  service: z.string().nullable(),
  reasons: z.array(reasonSchema),
  state: referenceStateSchema,
  /** Why there is no picture: of a 'failed' one, or of one that was here and is 'blocked' again. */
  failure: pictureFailureSchema.nullable(),
})
export type Reference = z.infer<typeof referenceSchema>

/** What the user asked to load. Trackers come only when asked for one by one, or by `everything`. */
export const loadScopeSchema = z.discriminatedUnion('kind', [
  /** Content, without trackers and suspects. */
  z.object({ kind: z.literal('pictures') }),
  /** Every picture, trackers and suspects among them; still nothing that could not be shown as a picture. */
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('reference'), referenceId: referenceIdSchema }),
])
export type LoadScope = z.infer<typeof loadScopeSchema>

/** `loaded`: now in the vault. `failed`: tried and not available. `held`: kept out on purpose. */
export const loadResultSchema = z.object({
  loaded: z.array(referenceIdSchema),
  failed: z.array(referenceIdSchema),
  held: z.array(referenceIdSchema),
})
export type LoadResult = z.infer<typeof loadResultSchema>

/** What the door did for a message since the program started: every request it sent, and the pictures that came. */
export const fetchedSchema = z.object({ requests: z.int().min(0), pictures: z.int().min(0) })
export type Fetched = z.infer<typeof fetchedSchema>
