import type { EngineHandlers } from '../../shared/contract.ts'
import { MailError } from '../../shared/errors.ts'
import { accountSchema } from '../../shared/models/account.ts'
import type { Folder, FolderRole } from '../../shared/models/folder.ts'
import type { MessageRow } from '../../shared/models/message.ts'
import { type Act, type Operation, type OperationId, undoIdSchema } from '../../shared/models/operation.ts'
import { syncStateSchema } from '../../shared/models/sync-state.ts'
import { sampleFolder, sampleMessage, sampleRow } from './samples.ts'
import type { ShownPage } from './show-page.tsx'

export const fakeAccount = accountSchema.parse({
  id: 1,
  address: 'mona@example.org',
  displayName: 'Mona',
  host: 'imap.example.org',
  port: 993,
  security: 'tls',
  user: 'mona',
  smtp: null,
})

const FOLDERS: [id: number, path: string, role: FolderRole | null][] = [
  [1, 'INBOX', 'inbox'],
  [2, 'Archive', 'archive'],
  [3, 'Junk', 'junk'],
  [4, 'Trash', 'trash'],
  [5, 'Garden', null],
  [6, 'Garden/Figs', null],
]
const targets = { archive: 2, junk: 3, trash: 4, 'not-junk': 1, delete: 0 }

/** An engine that does to its mails what the contract says, and tells the page of it. */
export interface FakeMailbox {
  handlers: Partial<EngineHandlers>
  rows: MessageRow[]
  /** Body of every mail; null leaves them plain text. */
  html: string | null
  /** Of acts that did not come through to the server. */
  operations: Operation[]
  /** Thrown by the next act. */
  refusal: MailError | null
  /** What was done, as "archive 1,2" or "seen 3". */
  done: string[]
  /** Lets the page follow. */
  follow(shown: ShownPage): ShownPage
}

export function fakeMailbox(
  count: number,
  given: (number: number) => Parameters<typeof sampleRow>[0] = () => ({}),
): FakeMailbox {
  const undos: MessageRow[][] = []
  let tell: ShownPage['engine'] | null = null
  const mailbox: FakeMailbox = {
    rows: Array.from({ length: count }, (_, index) =>
      sampleRow({
        id: index + 1,
        subject: `Mail ${index + 1}`,
        date: 10_000_000 - index,
        ...given(index + 1),
      }),
    ),
    html: null,
    operations: [],
    refusal: null,
    done: [],
    handlers: {},
    follow(shown) {
      tell = shown.engine
      return shown
    },
  }

  const folders = (): Folder[] =>
    FOLDERS.map(([id, path, role]) => {
      const inside = mailbox.rows.filter((row) => row.folderId === id)
      const unread = inside.filter((row) => row.unread).length
      return sampleFolder({ id, path, name: path.split('/').at(-1), role, total: inside.length, unread })
    })
  function change(rows: MessageRow[]): void {
    const before = new Map(mailbox.rows.map((row) => [row.id, row]))
    mailbox.rows = rows.toSorted((a, b) => b.date - a.date)
    const touched = new Set<Folder['id']>()
    for (const row of mailbox.rows) {
      const old = before.get(row.id)
      if (old !== row) for (const id of [row.folderId, old?.folderId]) id && touched.add(id)
      if (old !== row && old?.folderId === row.folderId)
        tell?.announce('message.changed', { messageId: row.id })
      before.delete(row.id)
    }
    for (const gone of before.values()) touched.add(gone.folderId)
    for (const folderId of touched) tell?.announce('folder.changed', { folderId })
  }
  function carryOut(row: MessageRow, act: Act): MessageRow[] {
    if (act.kind === 'flag') {
      return [{ ...row, ...(act.flag === 'seen' ? { unread: !act.on } : { flagged: act.on }) }]
    }
    if (act.kind === 'delete') return []
    if (act.kind === 'copy') return [row]
    const target = act.kind === 'move' ? act.to : targets[act.kind]
    const to = folders().find(({ id }) => id === target)?.id
    return to === undefined ? [row] : [{ ...row, folderId: to }]
  }

  mailbox.handlers = {
    'account.list': () => [fakeAccount],
    'account.sync': () => {},
    'account.syncStates': () => [
      syncStateSchema.parse({
        accountId: 1,
        phase: 'idle',
        done: 0,
        total: 0,
        failure: null,
        unreadable: [],
        leftOut: 0,
      }),
    ],
    'folder.list': folders,
    'message.list'({ folderId, cursor, limit }) {
      const inside = mailbox.rows.filter((row) => row.folderId === folderId)
      const start = cursor === null ? 0 : inside.findIndex((row) => row.date < cursor.date)
      const rows = start < 0 ? [] : inside.slice(start, start + limit)
      const last = rows.at(-1)
      const hasMore = start >= 0 && start + limit < inside.length
      return { rows, next: hasMore && last ? { date: last.date, id: last.id } : null }
    },
    'message.search': ({ query }) => ({
      rows: mailbox.rows.filter((row) => (query === 'is:unread' ? row.unread : row.subject.includes(query))),
      next: null,
      words: [],
    }),
    'message.open'({ messageId }) {
      const row = mailbox.rows.find(({ id }) => id === messageId)
      if (row === undefined) throw new MailError('not-found')
      const { html } = mailbox
      return sampleMessage(html === null ? row : { ...row, parts: [{ kind: 'html', content: html }] })
    },
    'message.act'({ messageIds, folderId, act }) {
      if (mailbox.refusal) {
        const refusal = mailbox.refusal
        mailbox.refusal = null
        throw refusal
      }
      const ids = new Set(messageIds)
      const isMeant = (row: MessageRow) => ids.has(row.id) && row.folderId === folderId
      mailbox.done.push(
        `${act.kind === 'flag' ? `${act.on ? '' : 'not '}${act.flag}` : act.kind} ${messageIds}`,
      )
      undos.push(mailbox.rows.filter(isMeant))
      change(mailbox.rows.flatMap((row) => (isMeant(row) ? carryOut(row, act) : [row])))
      return { undo: act.kind === 'delete' ? null : undoIdSchema.parse(undos.length) }
    },
    'message.undo'({ undo }) {
      const before = undos[undo - 1] ?? []
      mailbox.done.push(`undo ${before.map(({ id }) => id)}`)
      const ids = new Set(before.map(({ id }) => id))
      change([...mailbox.rows.filter(({ id }) => !ids.has(id)), ...before])
    },
    'folder.empty'({ folderId }) {
      mailbox.done.push(`empty ${folderId}`)
      change(mailbox.rows.filter((row) => row.folderId !== folderId))
    },
    'operation.list'() {
      const failed = mailbox.operations.filter(({ state }) => state === 'failed').length
      const waiting = mailbox.operations.length - failed
      return { failed, waiting, first: mailbox.operations }
    },
    'operation.retryAll'() {
      for (const { id } of mailbox.operations) decide('retry', id)
    },
    'operation.retry': ({ operationId }) => decide('retry', operationId),
    'operation.discard': ({ operationId }) => decide('discard', operationId),
  }
  function decide(how: string, operationId: OperationId): void {
    mailbox.done.push(`${how} ${operationId}`)
    mailbox.operations = mailbox.operations.filter(({ id }) => id !== operationId)
    tell?.announce('operation.changed', { accountId: fakeAccount.id })
  }
  return mailbox
}
