import { z } from 'zod'
import { mailboxSchema } from './message.ts'

/** The last 30 days, 13 weeks or 12 months, or all mail there is. */
export const reportPeriodSchema = z.enum(['month', 'quarter', 'year', 'all'])
export type ReportPeriod = z.infer<typeof reportPeriodSchema>

/** Length of one step of the timeline. */
export const reportIntervalSchema = z.enum(['day', 'week', 'month', 'year'])
export type ReportInterval = z.infer<typeof reportIntervalSchema>

/** `most`: those that fit into a page, the others are told as a number. */
export const reportSendersSchema = z.enum(['most', 'all'])
export type ReportSenders = z.infer<typeof reportSendersSchema>

const count = z.int().min(0)

/** Unix time in ms; `until` is not part of it. */
const spanSchema = z.object({ from: z.number(), until: z.number() })
export type ReportSpan = z.infer<typeof spanSchema>

/** Mails, by the day they came. Those that the user sent are not counted. */
const mailCountsSchema = z.object({
  /** Read through by Curtain. */
  received: count,
  /** With trackers: opening one tells somebody, unless they are kept out. */
  tracked: count,
  /** Of the tracked, those of which the user asked for a tracker, whether or not it came. */
  letIn: count,
})

export const privacyReportSchema = mailCountsSchema.extend({
  ...spanSchema.shape,
  interval: reportIntervalSchema,
  /** Trackers in all those mails together. */
  trackers: count,
  /** Mails that asked for a receipt and got none. */
  receiptsRefused: count,
  /** Mails whose text is not here yet, so nobody knows what is in them. */
  waiting: count,
  /** Oldest first, without gaps. */
  timeline: z.array(mailCountsSchema.extend(spanSchema.shape)),
  /** Most mails first. A mail counts once for each company that has trackers in it. */
  companies: z.array(
    z.object({
      /** null: mails with trackers none of which the catalogue knows. */
      company: z.string().nullable(),
      /** Its services that were found ("Mailchimp"), most mails first. */
      services: z.array(z.string()),
      tracked: count,
      /** Of the tracked, those of which the user asked for one of its trackers. */
      letIn: count,
    }),
  ),
  /** Whoever sent tracked mail or asked for receipts, most tracked mails first. */
  senders: z.array(mailboxSchema.extend({ ...mailCountsSchema.shape, trackers: count, receipts: count })),
  /** How many such senders there are. */
  senderCount: count,
})
export type PrivacyReport = z.infer<typeof privacyReportSchema>
