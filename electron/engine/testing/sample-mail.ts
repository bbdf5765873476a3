import { zstdCompressSync } from 'node:zlib'
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId, FolderRole } from '../../../shared/models/folder.ts'
import { insertAccount } from '../store/accounts.ts'
import { type BodyContent, packBody } from '../store/body-content.ts'
import type { WritableDatabase } from '../store/database.ts'
import { saveFolder } from '../store/folders.ts'
import type { IngestedAttachment, IngestedMessage, IngestedReference } from '../store/ingested-message.ts'
import type { HeaderRow } from '../store/placements.ts'

export function addAccount(db: WritableDatabase, address = 'layla@example.org'): AccountId {
  return insertAccount(db, {
    address,
    displayName: 'Layla',
    host: 'imap.example.org',
    port: 993,
    security: 'tls',
    user: address,
  })
}

export function addFolder(
  db: WritableDatabase,
  accountId: AccountId,
  path: string,
  role: FolderRole | null = null,
): FolderId {
  return saveFolder(db, accountId, { path, delimiter: '/', name: path.split('/').at(-1) ?? path, role })
}

/** A mail unlike any of another uid; received one second after that of the uid before it. */
export function headerRow(uid: number, changes: Partial<HeaderRow> = {}): HeaderRow {
  return {
    uid,
    flags: [],
    internalDate: 1_700_000_000_000 + uid * 1_000,
    size: 10_000,
    from: { name: 'Shop', address: 'news@shop.example' },
    to: [{ name: 'Layla', address: 'layla@example.org' }],
    cc: [],
    replyTo: [],
    subject: `Mail ${uid}`,
    messageIdHeader: `<${uid}@shop.example>`,
    inReplyTo: null,
    hasAttachments: false,
    ...changes,
  }
}

export const pdfAttachment: IngestedAttachment = {
  filename: 'harvest-2026.pdf',
  mediaType: 'application/pdf',
  size: 9,
  contentId: null,
  inline: false,
  start: 0,
  end: 9,
  encoding: 'base64',
}

export function reference(url: string, changes: Partial<IngestedReference> = {}): IngestedReference {
  return {
    part: 0,
    url,
    host: new URL(url).host,
    kind: 'img',
    verdict: 'plain',
    service: null,
    reasons: ['plain-picture'],
    ...changes,
  }
}

export function ingestedMessage(
  changes: {
    source?: string
    parsed?: Partial<IngestedMessage['parsed'] & Pick<BodyContent, 'parts'>>
    analysis?: Partial<IngestedMessage['analysis'] & Pick<BodyContent, 'links' | 'references'>>
  } = {},
): IngestedMessage {
  const { parts = [{ kind: 'text', content: 'Everything must go' }], ...parsed } = changes.parsed ?? {}
  const { links = [], references = [], ...analysis } = changes.analysis ?? {}
  return {
    parsed: {
      subject: 'Sale',
      from: { name: 'Shop', address: 'news@shop.example' },
      to: [{ name: 'Layla', address: 'layla@example.org' }],
      cc: [],
      replyTo: [],
      inReplyTo: null,
      references: [],
      listId: null,
      authentication: null,
      date: 1_700_000_000_000,
      attachments: [],
      text: 'Everything must go',
      snippet: 'Everything must go',
      truncated: false,
      ...parsed,
    },
    analysis: {
      remoteCount: references.length,
      receipts: [],
      platform: null,
      summary: { trackers: 0, suspects: 0, services: [] },
      ...analysis,
    },
    packedBody: packBody({ parts, links, references }),
    compressedSource: new Uint8Array(
      zstdCompressSync(changes.source ?? 'Subject: Sale\r\n\r\nEverything must go\r\n'),
    ),
    parserVersion: 1,
    analyserVersion: 1,
  }
}
