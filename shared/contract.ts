import { z } from 'zod'
import type { Client } from './connect.ts'
import { mailFailureSchema } from './errors.ts'
import {
  accountDraftSchema,
  accountEditSchema,
  accountIdSchema,
  accountSchema,
  fingerprintSchema,
  keepDaysSchema,
  largestAttachmentSchema,
  smtpDraftSchema,
} from './models/account.ts'
import { certificateSchema } from './models/certificate.ts'
import { folderIdSchema, folderSchema } from './models/folder.ts'
import { forgetScopeSchema } from './models/forget-scope.ts'
import { judgementStateSchema } from './models/judgement.ts'
import { leakTestRunSchema, readMailSchema } from './models/leak-test.ts'
import { linkModeSchema } from './models/link-mode.ts'
import { mailDomainSchema, mailServersSchema } from './models/mail-servers.ts'
import {
  attachmentIdSchema,
  messageCursorSchema,
  messageIdSchema,
  messageRowSchema,
  openMessageSchema,
} from './models/message.ts'
import { actSchema, operationIdSchema, pendingOperationsSchema, undoIdSchema } from './models/operation.ts'
import { privacyReportSchema, reportPeriodSchema, reportSendersSchema } from './models/privacy-report.ts'
import { privacySettingsSchema } from './models/privacy-settings.ts'
import { recoverySchema } from './models/recovery.ts'
import { loadResultSchema, loadScopeSchema, referenceIdSchema } from './models/remote-content.ts'
import { MOST_FOUND_ON_SERVER, searchOrderSchema, searchWordSchema } from './models/search.ts'
import { oauthClientSchema, signInIdSchema } from './models/sign-in.ts'
import { syncStateSchema } from './models/sync-state.ts'
import { exportFormatSchema, transferSchema } from './models/transfer.ts'
import {
  authservIdSchema,
  authservSchema,
  ruleImportSchema,
  trustRuleDraftSchema,
  trustRuleIdSchema,
  trustRuleSchema,
} from './models/trust-rule.ts'
import type { Contract, Handlers } from './serve.ts'

const nothing = z.void()
const bytes = z.instanceof(Uint8Array)
/** What Chromium asked of the network since the program started: refused unsent, and (never) sent. */
const trafficSchema = z.object({ stopped: z.int().min(0), left: z.int().min(0) })
/** As large as a picture from outside may be. */
const pictureBytes = bytes.refine(({ byteLength }) => byteLength <= 20 * 1024 * 1024)
const ruleFileSchema = z.object({ json: z.string().max(4_000_000) })
const picture = z.object({ mediaType: z.string(), bytes })

/** Page to engine: every procedure and event that crosses between them. */
export const engineContract = {
  procedures: {
    'account.list': { input: nothing, output: z.array(accountSchema) },
    /** Logs in once before anything is stored, to the outgoing server too where one is named. */
    'account.add': { input: accountDraftSchema, output: accountSchema },
    /** Logs in with the new settings before they are stored; a change of the name alone asks no server. */
    'account.edit': { input: accountEditSchema, output: accountSchema },
    /** What Curtain's own table says of a domain, without asking anybody; null: nothing. */
    'account.knownServers': {
      input: z.object({ domain: mailDomainSchema }),
      output: mailServersSchema.nullable(),
    },
    /** Asks the domain, Mozilla's directory and name servers. Only after the user said that they may know. */
    'account.askForServers': {
      input: z.object({ domain: mailDomainSchema }),
      output: mailServersSchema.nullable(),
    },
    /** What a server shows to prove who it is; nothing is logged in. */
    'account.certificate': {
      input: smtpDraftSchema.pick({ host: true, port: true, security: true }).extend({
        protocol: z.enum(['imap', 'smtp']),
      }),
      output: certificateSchema,
    },
    /** Trusts this one certificate at that server of the account from now on, or none (null). */
    'account.setPin': {
      input: z.object({
        accountId: accountIdSchema,
        protocol: z.enum(['imap', 'smtp']),
        pin: fingerprintSchema.nullable(),
      }),
      output: nothing,
    },
    /** Waits on a port of this computer for what the provider answers. `url` is for the user's browser. */
    'account.startSignIn': {
      input: oauthClientSchema.extend({
        address: z.string().trim().min(3).max(320),
        /** As the provider's registration has it; null: it has none. */
        clientSecret: z.string().trim().min(1).max(1_000).nullable(),
      }),
      output: z.object({ signIn: signInIdSchema, url: z.url() }),
    },
    /** Ends when the provider has answered. 'cancelled' or 'timed-out' when nobody came back from the browser. */
    'account.awaitSignIn': { input: z.object({ signIn: signInIdSchema }), output: nothing },
    'account.cancelSignIn': { input: z.object({ signIn: signInIdSchema }), output: nothing },
    /** Logs in to an outgoing server and stores nothing. */
    'account.checkSmtp': {
      input: smtpDraftSchema.extend({ password: smtpDraftSchema.shape.password.unwrap() }),
      output: nothing,
    },
    /** Logs in before it is stored. null: mail is only read in this account. */
    'account.saveSmtp': {
      input: z.object({ accountId: accountIdSchema, smtp: smtpDraftSchema.nullable() }),
      output: nothing,
    },
    'account.setPassword': {
      input: z.object({ accountId: accountIdSchema, password: z.string().min(1).max(10_000) }),
      output: nothing,
    },
    'account.remove': { input: z.object({ accountId: accountIdSchema }), output: nothing },
    /** Starts a sync, or joins the one under way; ends when it does. */
    'account.sync': { input: z.object({ accountId: accountIdSchema }), output: nothing },
    'account.offline': {
      input: z.object({ accountId: accountIdSchema }),
      output: z.object({ days: keepDaysSchema, largest: largestAttachmentSchema }),
    },
    /** What is older or larger than that is fetched when it is opened. Nothing that is here already goes. */
    'account.saveOffline': {
      input: z.object({
        accountId: accountIdSchema,
        days: keepDaysSchema,
        largest: largestAttachmentSchema,
      }),
      output: nothing,
    },
    'account.syncStates': { input: nothing, output: z.array(syncStateSchema) },
    'folder.list': { input: z.object({ accountId: accountIdSchema }), output: z.array(folderSchema) },
    /**
     * Newest first; `next` is null on the last page. threaded: one row for each conversation, its newest mail in
     * this folder; unread, flagged, attachments, counts and services are those of all its mails here.
     */
    'message.list': {
      input: z.object({
        folderId: folderIdSchema,
        threaded: z.boolean().optional(),
        cursor: messageCursorSchema.nullable(),
        limit: z.int().min(1).max(500),
      }),
      output: z.object({ rows: z.array(messageRowSchema), next: messageCursorSchema.nullable() }),
    },
    /**
     * Mails that fit what was typed, of the folder, else of the account, else of all. Newest first: a page may hold
     * fewer rows than asked for, even none, and `next` alone says whether others follow.
     */
    'message.search': {
      input: z.object({
        accountId: accountIdSchema.nullable(),
        folderId: folderIdSchema.nullable(),
        query: z.string().max(1_000),
        order: searchOrderSchema,
        /** What servers found by the words of the query: it fits where all else fits. */
        foundOnServer: z.array(messageIdSchema).max(MOST_FOUND_ON_SERVER),
        cursor: messageCursorSchema.nullable(),
        limit: z.int().min(1).max(500),
      }),
      output: z.object({
        rows: z.array(messageRowSchema),
        next: messageCursorSchema.nullable(),
        words: z.array(searchWordSchema),
      }),
    },
    /**
     * Asks the servers for the words of a query, in accounts whose mail is not all kept here: newest first in each
     * account, for `message.search`. An account whose server could not be asked, or not for all, says why. Ends an
     * earlier one.
     */
    'message.searchServer': {
      input: z.object({
        accountId: accountIdSchema.nullable(),
        folderId: folderIdSchema.nullable(),
        query: z.string().max(1_000),
      }),
      output: z.object({
        found: z.array(messageIdSchema),
        failed: z.array(z.object({ accountId: accountIdSchema, failure: mailFailureSchema })),
      }),
    },
    /** Ends `message.searchServer`, which fails with `cancelled`. */
    'message.stopServerSearch': { input: nothing, output: nothing },
    /** Where in its text such a mail says it; a mail that says it elsewhere, or whose body is not here, is left out. */
    'message.excerpts': {
      input: z.object({ messageIds: z.array(messageIdSchema).max(500), query: z.string().max(1_000) }),
      output: z.array(z.object({ messageId: messageIdSchema, excerpt: z.string() })),
    },
    /**
     * The mails of a message's conversation, oldest first: the latest 200, without junk and trash but for what lies
     * in the folder where the user sees it. Each is named in that folder where it lies there too.
     */
    'thread.messages': {
      input: z.object({ messageId: messageIdSchema, folderId: folderIdSchema }),
      output: z.array(messageRowSchema),
    },
    /** What comes into a muted conversation comes as read. */
    'thread.mute': { input: z.object({ messageId: messageIdSchema, on: z.boolean() }), output: nothing },
    /** Fetches the body first when it is not here yet, ahead of every other download. */
    'message.open': { input: z.object({ messageId: messageIdSchema }), output: openMessageSchema },
    /** Fetches what is not here of it. */
    'message.source': { input: z.object({ messageId: messageIdSchema }), output: bytes },
    /** Fetches it first when it is on the server. */
    'message.attachment': {
      input: z.object({ attachmentId: attachmentIdSchema }),
      output: z.object({ filename: z.string(), mediaType: z.string(), bytes }),
    },
    /** A picture that came inside the mail (cid:), checked like a remote one. */
    'message.inlinePicture': { input: z.object({ attachmentId: attachmentIdSchema }), output: picture },
    /** A picture that stands in the mail's own text (data:), checked in the same way; it is kept nowhere. */
    'message.embeddedPicture': { input: z.object({ bytes: pictureBytes }), output: picture },
    /**
     * Tells the address that this mail was opened, once and for all; `to` is what the user was shown. Fails with
     * 'no-outgoing-server', 'already-answered' (here, or by another program of the user's), 'mail-refused', or
     * 'maybe-sent': then nobody knows, and none is sent again.
     */
    'message.sendReceipt': {
      input: z.object({
        messageId: messageIdSchema,
        to: z.string().max(320),
        /** For a person at the other end, in the reader's language. */
        subject: z.string().min(1).max(300),
        text: z.string().min(1).max(2_000),
      }),
      output: nothing,
    },
    /**
     * Done at once in what is stored here; the server follows when it can. `undo` is null when nothing was there to
     * do, or nothing can bring it back (delete).
     */
    'message.act': {
      input: z.object({
        messageIds: z.array(messageIdSchema).min(1).max(10_000),
        /** Where the user sees them. */
        folderId: folderIdSchema,
        act: actSchema,
        /** Done by the page itself: it can't be undone, and nothing is kept of it. */
        quiet: z.boolean().optional(),
      }),
      output: z.object({ undo: undoIdSchema.nullable() }),
    },
    /** 'not-found' when nothing of it can be taken back, for the mails have gone elsewhere or the act was long ago. */
    'message.undo': { input: z.object({ undo: undoIdSchema }), output: nothing },
    /** Deletes for ever what lies in a folder of junk or trash; 'bad-request' for any other. */
    'folder.empty': { input: z.object({ folderId: folderIdSchema }), output: nothing },
    'operation.list': { input: nothing, output: pendingOperationsSchema },
    'operation.retry': { input: z.object({ operationId: operationIdSchema }), output: nothing },
    /** All that failed. */
    'operation.retryAll': { input: nothing, output: nothing },
    /** Gives it up: the mail is shown again as the server has it. */
    'operation.discard': { input: z.object({ operationId: operationIdSchema }), output: nothing },
    /** Asks for files, or for a folder of such or a Maildir, then puts their mails into the folder on its server. */
    'transfer.import': {
      input: z.object({ folderId: folderIdSchema, from: z.enum(['files', 'folder']) }),
      output: z.object({ begun: z.boolean() }),
    },
    /** Asks where to, then writes all mails of the folder there. `name` is what to propose. */
    'transfer.export': {
      input: z.object({ folderId: folderIdSchema, format: exportFormatSchema, name: z.string().max(100) }),
      output: z.object({ begun: z.boolean() }),
    },
    'transfer.cancel': { input: nothing, output: nothing },
    /** The one under way, or the last one. */
    'transfer.state': { input: nothing, output: transferSchema.nullable() },
    'judgement.state': { input: nothing, output: judgementStateSchema },
    /** The last one, until the user has been told; null otherwise. */
    'recovery.state': { input: nothing, output: recoverySchema.nullable() },
    'recovery.forget': { input: nothing, output: nothing },
    /** All, or those whose identity contains the text, in ASCII or as people write it. */
    'trust.list': { input: z.object({ text: z.string().max(320) }), output: z.array(trustRuleSchema) },
    /**
     * In place of the rule `instead` (an edited one) and of any for the same scope, identity and account, which are
     * `replaced`. 'bad-request': nobody in particular is meant ("co.uk"), or it is no address.
     */
    'trust.save': {
      input: trustRuleDraftSchema.extend({ instead: trustRuleIdSchema.nullable() }),
      output: z.object({ rule: trustRuleSchema, replaced: z.array(trustRuleSchema) }),
    },
    /** Answers the rule that was removed. */
    'trust.remove': { input: z.object({ ruleId: trustRuleIdSchema }), output: trustRuleSchema },
    'trust.export': { input: nothing, output: z.object({ json: z.string() }) },
    /** Reads a file of rules and changes nothing; 'bad-request' for what is none. */
    'trust.checkImport': { input: ruleFileSchema, output: ruleImportSchema },
    /** All or nothing, but for rules that would weaken a block, unless `weaken` says so. */
    'trust.import': {
      input: ruleFileSchema.extend({ weaken: z.boolean() }),
      output: z.object({ saved: z.array(trustRuleIdSchema), replaced: z.array(trustRuleSchema) }),
    },
    /** Takes back a save, a removal or an import as a whole: takes rules away and puts others back as they were. */
    'trust.restore': {
      input: z.object({ gone: z.array(trustRuleIdSchema), back: z.array(trustRuleSchema) }),
      output: nothing,
    },
    'privacy.settings': { input: nothing, output: privacySettingsSchema },
    /** Without a password the stored one stays, as long as the proxy and its user are the same. */
    'privacy.saveSettings': {
      input: privacySettingsSchema.extend({ proxyPassword: z.string().min(1).max(255).optional() }),
      output: nothing,
    },
    'privacy.authserv': { input: z.object({ accountId: accountIdSchema }), output: authservSchema },
    /** learn: forget what was chosen or learnt and learn from the inbox. set: this one, or nobody (null). */
    'privacy.saveAuthserv': {
      input: z.object({
        accountId: accountIdSchema,
        choice: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('learn') }),
          z.object({ kind: z.literal('set'), id: authservIdSchema.nullable() }),
        ]),
      }),
      output: authservSchema,
    },
    'remoteContent.load': {
      input: z.object({ messageId: messageIdSchema, scope: loadScopeSchema }),
      output: loadResultSchema,
    },
    /** Starts a server that counts on this machine, for one run of the test; a run before it ends. */
    'leakTest.start': {
      input: nothing,
      output: leakTestRunSchema.extend({ port: z.int().positive(), silentPort: z.int().positive() }),
    },
    /** Host and path of all that arrived there. */
    'leakTest.hits': { input: leakTestRunSchema, output: z.array(z.string()) },
    /** Reads raw mails as if they had come, and stores nothing. */
    'leakTest.read': {
      input: z.object({ mails: z.array(z.string().max(200_000)).max(100) }),
      output: z.array(readMailSchema),
    },
    /** Asks the door for pictures that lie on this machine. */
    'leakTest.tryDoor': { input: leakTestRunSchema, output: z.object({ attacks: z.int() }) },
    /** Nothing happens when another run has begun. */
    'leakTest.stop': { input: leakTestRunSchema, output: nothing },
    /** What is forgotten comes back only when somebody asks for it by hand. */
    'remoteContent.forget': { input: z.object({ scope: forgetScopeSchema }), output: nothing },
    'remoteContent.picture': { input: z.object({ referenceId: referenceIdSchema }), output: picture },
    /** Counted from what is stored here; null: of all accounts. */
    'privacy.report': {
      input: z.object({
        accountId: accountIdSchema.nullable(),
        period: reportPeriodSchema,
        senders: reportSendersSchema,
      }),
      output: privacyReportSchema,
    },
  },
  events: {
    'account.changed': z.object({ accountId: accountIdSchema }),
    'folder.changed': z.object({ folderId: folderIdSchema }),
    'message.changed': z.object({ messageId: messageIdSchema }),
    'sync.state': syncStateSchema,
    'judgement.state': judgementStateSchema,
    'transfer.state': transferSchema,
    /** Something waits, has been carried out or has failed. */
    'operation.changed': z.object({ accountId: accountIdSchema }),
    'remoteContent.changed': z.object({ messageId: messageIdSchema }),
    /**
     * Rules, settings or whose word counts: what happens to the pictures of any message may be another. Of one
     * account only, or of all (null).
     */
    'privacy.changed': z.object({ accountId: accountIdSchema.nullable() }),
  },
} satisfies Contract

export type EngineContract = typeof engineContract
export type EngineClient = Client<EngineContract>
export type EngineHandlers = Handlers<EngineContract>

/** Page to main: what only the shell can do. */
export const shellContract = {
  procedures: {
    'shell.info': {
      input: nothing,
      output: z.object({
        platform: z.enum(['darwin', 'linux', 'win32']),
        version: z.string(),
        /** The system's languages, most wanted first (BCP 47). */
        languages: z.array(z.string()),
        /** false: passwords last only until the program ends, and the user must be told. */
        keychain: z.boolean(),
      }),
    },
    /** The language of menus and dialogs follows the page's. */
    'shell.setLanguage': { input: z.object({ language: z.enum(['en', 'ar']) }), output: nothing },
    'shell.setTheme': { input: z.object({ theme: z.enum(['system', 'light', 'dark']) }), output: nothing },
    /**
     * Asks the user, showing the whole address and what is wrong with it, then hands it to the system's browser.
     * `claims` is the host that the link's text names, when that is another site's.
     */
    'shell.openLink': {
      input: z.object({
        url: z.string().max(70_000),
        /** As it stands in the mail, when that is another. */
        original: z.string().max(70_000).optional(),
        opaque: z.boolean().optional(),
        claims: z
          .string()
          .max(255)
          .regex(/^[a-z0-9._:[\]-]+$/)
          .optional(),
      }),
      output: z.object({ opened: z.boolean() }),
    },
    'shell.traffic': { input: nothing, output: trafficSchema },
    /** Asks Chromium's session itself for what it must refuse, at a port of this machine. */
    'shell.tryNetwork': {
      input: z.object({ port: z.int().min(1).max(65_535) }),
      output: z.object({ attacks: z.int(), passed: z.array(z.string()) }),
    },
    'shell.linkMode': { input: nothing, output: linkModeSchema },
    /** Asking less has to be confirmed in a dialog of the shell. Answers what counts now. */
    'shell.setLinkMode': { input: z.object({ mode: linkModeSchema }), output: linkModeSchema },
    'shell.saveFile': {
      input: z.object({ filename: z.string().max(1_000), bytes }),
      output: z.object({ saved: z.boolean() }),
    },
  },
  events: {
    'shell.traffic': trafficSchema,
    /** Menu commands that the page carries out. */
    'shell.command': z.object({
      command: z.enum([
        'sync',
        'load-images',
        'next-message',
        'previous-message',
        'search',
        'add-account',
        'print',
        'leak-test',
        'archive',
        'delete',
        'junk',
        'move',
        'copy',
        'star',
        'mark-read',
        'mark-unread',
        'undo-act',
        'keyboard-help',
        'settings',
        'import',
        'export',
      ]),
    }),
  },
} satisfies Contract

export type ShellContract = typeof shellContract
export type ShellClient = Client<ShellContract>
export type ShellHandlers = Handlers<ShellContract>
