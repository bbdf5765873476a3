import { z } from 'zod'
import { accountIdSchema } from './account.ts'

export const trustRuleIdSchema = z.int().positive().brand<'TrustRuleId'>()
export type TrustRuleId = z.infer<typeof trustRuleIdSchema>

/** Narrowest first. */
export const trustScopeSchema = z.enum(['sender', 'list', 'domain'])
export type TrustScope = z.infer<typeof trustScopeSchema>

export const trustDecisionSchema = z.enum(['load', 'block'])

export const trustRuleDraftSchema = z.object({
  scope: trustScopeSchema,
  /**
   * sender: an address. list: the identifier of its List-Id, without brackets. domain: a domain, which stands
   * for its subdomains too. Stored in lower case, domains in ASCII.
   */
  identity: z.string().trim().min(1).max(320),
  /** load: pictures without trackers and suspects, by themselves. block: never, and without asking. */
  decision: trustDecisionSchema,
  /** null: in every account. */
  accountId: accountIdSchema.nullable(),
})
export type TrustRuleDraft = z.infer<typeof trustRuleDraftSchema>

export const trustRuleSchema = trustRuleDraftSchema.extend({
  id: trustRuleIdSchema,
  /** Unix time in ms. */
  createdAt: z.number(),
})
export type TrustRule = z.infer<typeof trustRuleSchema>

/** What adding a file of rules would do. */
export const ruleImportSchema = z.object({
  /** New ones to load, and to block. */
  load: z.int(),
  block: z.int(),
  /** Rules that said something else. */
  changed: z.int(),
  /** Rules that are there already. */
  same: z.int(),
  /** Rules for accounts that are not here. */
  skipped: z.int(),
  /** These would load pictures of whom a rule blocks. They are added only if the user says so. */
  weakening: z.array(trustRuleDraftSchema),
})
export type RuleImport = z.infer<typeof ruleImportSchema>

/** verified: the user's own mail server says so. unverified: it does not. unknown: it is not known which server that is. */
export const identityStateSchema = z.enum(['verified', 'unverified', 'unknown'])
export type IdentityState = z.infer<typeof identityStateSchema>

/** What happens to a message's pictures when it is opened, and what the reader can be offered. */
export const messageTrustSchema = z.object({
  /** ask: they wait. load: the engine brings them in, without trackers and suspects. block: they stay out, without a word. */
  decision: z.enum(['ask', 'load', 'block']),
  /**
   * claimed-only: there is a rule (`rule`) to load for whom this mail claims to be from, which could not be verified.
   * claimed-contact: it claims to be from somebody the user has written to, whose pictures would load.
   */
  because: z.enum(['rule', 'claimed-only', 'contact', 'claimed-contact', 'policy', 'junk']),
  /** The rule that decided, or that would have if the mail were verified. */
  rule: trustRuleSchema.nullable(),
  /** Whether the mail is from `sender`. */
  identity: identityStateSchema,
  /** Address, domain and list that a rule can be made for; null where the mail names none, or more than one. */
  sender: z.string().nullable(),
  domain: z.string().nullable(),
  list: z.string().nullable(),
  /** Whether the mail comes from `list`. */
  listIdentity: identityStateSchema,
})
export type MessageTrust = z.infer<typeof messageTrustSchema>

/** Whose word an account takes for who sent a mail: an authserv-id of RFC 8601, or "*.example.org" for any host there. */
export const authservIdSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(255)
  .regex(/^[^\s;"()]+$/)

export const authservSchema = z.object({
  id: z.string().nullable(),
  /** learnt: from the inbox, and learnt again when the server changes. user: chosen by hand, and never changed by itself. */
  setBy: z.enum(['learnt', 'user']).nullable(),
  /** What stands in the newest mails of the inbox, the most frequent first; `mails` of `total` carry it. */
  seen: z.array(z.object({ id: z.string(), mails: z.int() })),
  total: z.int(),
})
export type Authserv = z.infer<typeof authservSchema>
