import { z } from 'zod'
import { companySchema } from './company.ts'
import { folderIdSchema } from './folder.ts'
import { fetchedSchema, referenceSchema } from './remote-content.ts'
import { messageTrustSchema } from './trust-rule.ts'

export const messageIdSchema = z.int().positive().brand<'MessageId'>()
export type MessageId = z.infer<typeof messageIdSchema>
export const attachmentIdSchema = z.int().positive().brand<'AttachmentId'>()
export type AttachmentId = z.infer<typeof attachmentIdSchema>

export const mailboxSchema = z.object({ name: z.string(), address: z.string() })
/** A person or list in a header: display name and addr-spec, either may be empty. */
export type Mailbox = z.infer<typeof mailboxSchema>

/** missing: not fetched yet. ready: stored and judged. failed: the server has none or it can't be read. */
export const bodyStateSchema = z.enum(['missing', 'ready', 'failed'])

/** The conversation that a mail belongs to, all folders of its account together. */
export const threadInfoSchema = z.object({
  /** The same for all mails of a conversation as long as nothing joins or leaves it; null for a mail that is alone. */
  id: z.int().positive().nullable(),
  /** Its mails, those in junk and trash left out unless the row's folder is one; counted up to 200. */
  count: z.int().min(1),
  /** Its new mails come as read. */
  muted: z.boolean(),
  /**
   * What the row stands for, newest first: its own mail, or in a list of conversations all that the folder has of
   * this one, up to 200.
   */
  messageIds: z.array(messageIdSchema),
})
export type ThreadInfo = z.infer<typeof threadInfoSchema>

export const messageRowSchema = z.object({
  id: messageIdSchema,
  folderId: folderIdSchema,
  from: mailboxSchema,
  subject: z.string(),
  snippet: z.string(),
  /** Unix time in milliseconds: when the server received it. */
  date: z.number(),
  unread: z.boolean(),
  flagged: z.boolean(),
  hasAttachments: z.boolean(),
  bodyState: bodyStateSchema,
  trackerCount: z.int().min(0),
  suspectCount: z.int().min(0),
  /** Every remote reference, of whatever verdict. */
  remoteCount: z.int().min(0),
  /** Headers that ask to be told of the reading. */
  receiptCount: z.int().min(0),
  /** Names of the services of its trackers, without repeats. */
  services: z.array(z.string()),
  thread: threadInfoSchema,
})
export type MessageRow = z.infer<typeof messageRowSchema>

/** Keyset of a list page: the last row seen. An id of 0 stands after all mails of that date. */
export const messageCursorSchema = z.object({ date: z.number(), id: z.int().min(0).brand<'MessageId'>() })
export type MessageCursor = z.infer<typeof messageCursorSchema>

/** One text part, to be prepared as a document of its own. */
export const bodyPartSchema = z.object({ kind: z.enum(['html', 'text']), content: z.string() })
export type BodyPart = z.infer<typeof bodyPartSchema>

export const attachmentSchema = z.object({
  id: attachmentIdSchema,
  filename: z.string(),
  mediaType: z.string(),
  /** Bytes once decoded; an estimate for parts that were never decoded. */
  size: z.int().min(0),
  /** Without angle brackets. */
  contentId: z.string().nullable(),
  /** Shown inside the body rather than listed. */
  inline: z.boolean(),
  /** Its bytes, or some of them, come from the server when somebody asks for them. */
  onServer: z.boolean(),
})
export type Attachment = z.infer<typeof attachmentSchema>

/**
 * Why a link may lead elsewhere than it seems to. text-is-another-site: its text names another site than its
 * target's. look-alike-letters, mixed-scripts: how the host is written. hidden-user: a name stands before an `@`
 * in front of the host. bare-address: the host is a number rather than a name.
 */
export const linkWarningSchema = z.enum([
  'text-is-another-site',
  'look-alike-letters',
  'mixed-scripts',
  'hidden-user',
  'bare-address',
])
export type LinkWarning = z.infer<typeof linkWarningSchema>

/** What a link is for that can fail without its parameters. signed: one of them proves the others. */
export const linkNeedSchema = z.enum(['sign-in', 'confirmation', 'unsubscribe', 'payment', 'signed'])
export type LinkNeed = z.infer<typeof linkNeedSchema>

export const linkSchema = z.object({
  url: z.string(),
  /** Where it leads in the end, as far as that can be told offline. */
  target: z.string(),
  /** What its target's host is in its own script, when that differs. */
  readableHost: z.string().nullable(),
  /** Who counts the click. */
  redirector: z.string().nullable(),
  /** The redirector keeps to itself where it leads: `target` still goes through it. */
  opaque: z.boolean(),
  /** Names of tracking parameters that were removed to get `target`. */
  removed: z.array(z.string()),
  /** Why tracking parameters were left in `target`. */
  kept: linkNeedSchema.nullable(),
  warnings: z.array(linkWarningSchema),
  /** The host that its text names, when that is another site's; in ASCII. */
  claims: z.string().nullable(),
})
export type Link = z.infer<typeof linkSchema>

export const receiptSchema = z.object({ header: z.string(), address: z.string() })
/** A header by which the sender asked to be told of the reading. */
export type Receipt = z.infer<typeof receiptSchema>

/**
 * none: nothing was sent. sent: one was. unsure: it may have arrived, nobody knows. elsewhere: another program of the
 * user's has dealt with it.
 */
export const receiptStateSchema = z.enum(['none', 'unsure', 'sent', 'elsewhere'])

/** What became of the request, and whom an answer tells. */
export const receiptAnswerSchema = z.object({
  state: receiptStateSchema,
  /** The reader's address that the sender used. */
  from: z.string(),
  to: z.string(),
})
export type ReceiptAnswer = z.infer<typeof receiptAnswerSchema>

export const openMessageSchema = messageRowSchema.extend({
  /** Every folder that has it; `folderId` is the likeliest of them. */
  folderIds: z.array(folderIdSchema),
  to: z.array(mailboxSchema),
  cc: z.array(mailboxSchema),
  replyTo: z.array(mailboxSchema),
  parts: z.array(bodyPartSchema),
  /** The message was larger or deeper than Curtain reads; what is shown is its beginning. */
  truncated: z.boolean(),
  attachments: z.array(attachmentSchema),
  references: z.array(referenceSchema),
  fetched: fetchedSchema,
  links: z.array(linkSchema),
  receipts: z.array(receiptSchema),
  /** null: no receipt is asked for, or there is nobody to answer. */
  receiptAnswer: receiptAnswerSchema.nullable(),
  /** "Mailchimp", when the headers tell what it was sent with. */
  platform: z.string().nullable(),
  /** Who is behind the services that references, links and platform name. */
  companies: z.array(companySchema),
  trust: messageTrustSchema,
})
export type OpenMessage = z.infer<typeof openMessageSchema>
