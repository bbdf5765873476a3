import { type Account, accountSchema } from '../../shared/models/account.ts'
import { type Folder, folderSchema } from '../../shared/models/folder.ts'
import {
  type Link,
  linkSchema,
  type MessageRow,
  messageRowSchema,
  type OpenMessage,
  openMessageSchema,
} from '../../shared/models/message.ts'
import { type Reference, referenceSchema } from '../../shared/models/remote-content.ts'

/** Values of the models with everything filled in that a test does not care about. */
type Given<Model> = Partial<Record<keyof Model, unknown>>

export function sampleAccount(given: Given<Account> = {}): Account {
  return accountSchema.parse({
    ...{ id: 1, address: 'mona@example.org', displayName: 'Mona', host: 'imap.example.org' },
    ...{ port: 993, security: 'tls', user: 'mona', smtp: null },
    ...given,
  })
}

export function sampleRow(given: Given<MessageRow> = {}): MessageRow {
  return messageRowSchema.parse({
    id: 1,
    folderId: 1,
    from: { name: 'Mona', address: 'mona@example.org' },
    subject: 'Figs',
    snippet: 'They are early this year.',
    date: Date.UTC(2026, 10, 23, 9, 30),
    unread: false,
    flagged: false,
    hasAttachments: false,
    bodyState: 'ready',
    trackerCount: 0,
    suspectCount: 0,
    remoteCount: 0,
    receiptCount: 0,
    services: [],
    thread: { id: null, count: 1, muted: false, messageIds: [given.id ?? 1] },
    ...given,
  })
}

export function sampleMessage(given: Given<OpenMessage> = {}): OpenMessage {
  return openMessageSchema.parse({
    ...sampleRow(),
    folderIds: [given.folderId ?? 1],
    to: [],
    cc: [],
    replyTo: [],
    parts: [{ kind: 'text', content: 'Hello' }],
    truncated: false,
    attachments: [],
    references: [],
    fetched: { requests: 0, pictures: 0 },
    links: [],
    receipts: [],
    receiptAnswer: null,
    platform: null,
    companies: [],
    trust: {
      decision: 'ask',
      because: 'policy',
      rule: null,
      identity: 'unknown',
      sender: 'news@shop.example',
      domain: 'shop.example',
      list: null,
      listIdentity: 'unknown',
    },
    ...given,
  })
}

export function sampleFolder(given: Given<Folder> = {}): Folder {
  return folderSchema.parse({
    id: 1,
    accountId: 1,
    path: 'INBOX',
    name: 'INBOX',
    role: 'inbox',
    total: 0,
    unread: 0,
    ...given,
  })
}

export function sampleReference(given: Given<Reference> = {}): Reference {
  const id = given.id ?? 1
  return referenceSchema.parse({
    id,
    part: 0,
    url: `https://pictures.test/${id}.png`,
    host: 'pictures.test',
    kind: 'img',
    verdict: 'plain',
    service: null,
    reasons: ['plain-picture'],
    state: 'blocked',
    failure: null,
    ...given,
  })
}

export function sampleLink(given: Given<Link> = {}): Link {
  const url = given.url ?? 'https://news.test/'
  return linkSchema.parse({
    url,
    target: url,
    readableHost: null,
    redirector: null,
    opaque: false,
    removed: [],
    kept: null,
    warnings: [],
    claims: null,
    ...given,
  })
}

/** Three pictures, two trackers, as a newsletter has them. */
export function newsletterReferences(state: Reference['state'] = 'blocked'): Reference[] {
  return [
    ...[1, 2, 3].map((id) => sampleReference({ id, state })),
    sampleReference({ id: 4, verdict: 'tracker', service: 'Mailchimp', reasons: ['known-tracker'] }),
    sampleReference({
      id: 5,
      verdict: 'tracker',
      service: 'Litmus',
      reasons: ['known-tracker', 'one-pixel'],
    }),
  ]
}
