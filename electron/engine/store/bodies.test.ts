import { randomBytes } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { messageIdSchema } from '../../../shared/models/message.ts'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { countMissingBodies, listMissingBodies, markBodyFailed, placementOf, saveIngested } from './bodies.ts'
import { getBody, packBody } from './body-content.ts'
import { getMessage, readSource } from './messages.ts'
import { deleteOrphans, listOrphans } from './orphans.ts'
import { packSource } from './packed-source.ts'
import { insertHeaders, removePlacements } from './placements.ts'
import { listReferences } from './references.ts'
import { sql } from './sql.ts'
import { getPicture, putPicture } from './vault.ts'

function openWithMessage() {
  const store = openTempStore()
  return store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const [id] = insertHeaders(db, inbox, [headerRow(1)])
    if (id === undefined) throw new Error('nothing was inserted')
    return { store, accountId, inbox, id }
  })
}

test('the source comes back byte by byte', () => {
  const { store, id } = openWithMessage()
  const source = randomBytes(300_000)
  store.write((db) =>
    saveIngested(db, id, { ...ingestedMessage(), compressedSource: zstdCompressSync(source) }),
  )
  expect(Buffer.from(readSource(store.read, id) ?? []).equals(source)).toBe(true)
})

test('the source is stored in its compressed form, and what is there stays when the same comes again', () => {
  const { store, id } = openWithMessage()
  const text = 'The same line again and again\r\n'.repeat(10_000)
  const first = ingestedMessage({ source: text })
  store.write((db) => saveIngested(db, id, first))
  store.write((db) => saveIngested(db, id, first))
  expect(store.read.all(sql`SELECT message_id AS id, length(compressed) AS size FROM sources`)).toEqual([
    { id, size: first.compressedSource?.length },
  ])
  expect(Buffer.from(readSource(store.read, id) ?? []).toString()).toBe(text)
})

test('what is stored fills its pages, in whatever order it comes', () => {
  const { store, inbox } = openWithMessage()
  const rows = Array.from({ length: 1_400 }, (_, index) => headerRow(index + 2))
  const ids = store.write((db) => insertHeaders(db, inbox, rows))
  const interleaved = ids.toSorted((a, b) => (a % 7) - (b % 7) || a - b)
  for (const id of interleaved) {
    const [compressedSource, packedBody] = [
      new Uint8Array(randomBytes(700)),
      new Uint8Array(randomBytes(400)),
    ]
    store.write((db) => saveIngested(db, id, { ...ingestedMessage(), compressedSource, packedBody }))
  }
  const filled = store.read.all(sql<{ share: number }>`
    SELECT 1.0 * sum(payload) / sum(pgsize) AS share FROM dbstat WHERE name IN ('sources', 'bodies') GROUP BY name`)
  expect(filled.map(({ share }) => share > 0.85)).toEqual([true, true])
})

test('a body is packed with the text of its source, and follows it when another one comes', () => {
  const { store, id } = openWithMessage()
  for (const line of ['Everything must go', 'Nothing is left']) {
    const html = Array.from({ length: 2_000 }, (_, n) => `<p>${line} ${n * 7_919}</p>`).join('\r\n')
    const { packed, text } = packSource(Buffer.from(`Subject: Sale\r\n\r\n${html}`))
    const body = { parts: [{ kind: 'html' as const, content: html }], links: [], references: [] }
    const packedBody = packBody(body, text)
    expect(packedBody.length).toBeLessThan(packBody(body).length / 10)
    store.write((db) => saveIngested(db, id, { ...ingestedMessage(), compressedSource: packed, packedBody }))
    expect(getBody(store.read, id)).toEqual(body)
  }
})

test.each(['\r\n', '\n'])(
  'a body whose lines end in %j is not packed again where it stands in its source',
  (eol) => {
    const { store, id } = openWithMessage()
    const html = Array.from({ length: 500 }, () => `<p>${randomBytes(9).toString('hex')} – é</p>`).join(eol)
    const { packed, text } = packSource(
      Buffer.from(`Subject: Sale\r\n\r\n${html.replaceAll(/\r?\n/g, '\r\n')}`),
    )
    const parts = [html, 'elsewhere'].map((content) => ({ kind: 'html' as const, content }))
    const packedBody = packBody({ parts, links: [], references: [] }, text)
    if (eol === '\n') expect(packedBody.length).toBeLessThan(150)
    store.write((db) => saveIngested(db, id, { ...ingestedMessage(), compressedSource: packed, packedBody }))
    expect(getBody(store.read, id).parts).toEqual(parts)
  },
)

test('a body that is nearly everywhere in the text is looked for in linear time', () => {
  const { store, id } = openWithMessage()
  const half = 'A'.repeat(300_000)
  const { packed, text } = packSource(Buffer.from(`Subject: A\r\n\r\n${half.repeat(6)}`))
  const parts = [{ kind: 'text' as const, content: `${half}B${half}` }]
  const packedBody = packBody({ parts, links: [], references: [] }, text)
  store.write((db) => saveIngested(db, id, { ...ingestedMessage(), compressedSource: packed, packedBody }))
  expect(getBody(store.read, id).parts).toEqual(parts)
})

test('a source that can not be unpacked is a damaged database, not a crash', () => {
  const { store, id } = openWithMessage()
  const broken = { ...ingestedMessage(), compressedSource: new Uint8Array([1, 2, 3]) }
  store.write((db) => saveIngested(db, id, broken))
  expect(() => readSource(store.read, id)).toThrow(new MailError('database-damaged'))
})

test('a better analyser takes the place of the last, and no loaded picture is fetched again', () => {
  const { store, id } = openWithMessage()
  const kept = reference('https://a.example/kept.png')
  const gone = reference('https://a.example/gone.png')
  store.write((db) => {
    saveIngested(
      db,
      id,
      ingestedMessage({ analysis: { references: [gone, kept], receipts: [receipt('a@b.example')] } }),
    )
    const [, loaded] = listReferences(db, id)
    if (loaded === undefined) throw new Error('no reference')
    putPicture(db, { referenceId: loaded.id, sha256: 'aa', mediaType: 'image/png', size: 7, readOn: 0 })
    const judgedAnew = { ...kept, verdict: 'suspect' as const, reasons: ['tiny' as const] }
    const added = reference('https://a.example/new.png')
    const analysis = {
      references: [added, judgedAnew],
      receipts: [receipt('c@d.example')],
      summary: { trackers: 0, suspects: 1, services: [] },
    }
    saveIngested(db, id, { ...ingestedMessage({ analysis }), analyserVersion: 2 })
    const references = listReferences(db, id)
    expect(references).toHaveLength(2)
    expect(references).toContainEqual({ ...judgedAnew, id: loaded.id, state: 'loaded', failure: null })
    expect(getPicture(db, loaded.id)?.sha256).toBe('aa')
    expect(getMessage(db, id)).toMatchObject({
      remoteCount: 2,
      suspectCount: 1,
      receipts: [receipt('c@d.example')],
    })
  })
})

const receipt = (address: string) => ({ header: 'disposition-notification-to', address })

test('a mail that was deleted while it was being read is not brought back', () => {
  const { store, accountId, inbox, id } = openWithMessage()
  store.write((db) => {
    removePlacements(db, inbox, [1])
    deleteOrphans(db, listOrphans(db, accountId))
  })
  store.write((db) => saveIngested(db, id, ingestedMessage()))
  store.write((db) => markBodyFailed(db, id))
  expect(store.read.get(sql`SELECT count(*) AS n FROM sources`)).toEqual({ n: 0 })
  expect(store.read.get(sql`SELECT count(*) AS n FROM message_search_docsize`)).toEqual({ n: 0 })
})

test('what the parser could not read stays as the server told it', () => {
  const { store, id } = openWithMessage()
  const parsed = { subject: '', from: { name: '', address: '' }, date: Number.NaN }
  store.write((db) => saveIngested(db, id, ingestedMessage({ parsed })))
  expect(getMessage(store.read, id)).toMatchObject({
    subject: 'Mail 1',
    from: { name: 'Shop', address: 'news@shop.example' },
    bodyState: 'ready',
  })
})

test('bodies are wanted newest first, and those of junk and trash after all others', () => {
  const store = openTempStore()
  store.write((db) => {
    const accountId = addAccount(db)
    const junk = addFolder(db, accountId, 'Junk', 'junk')
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const lists = addFolder(db, accountId, 'Lists')
    insertHeaders(db, junk, [headerRow(50), headerRow(40), headerRow(7)])
    insertHeaders(db, inbox, [headerRow(5), headerRow(9)])
    insertHeaders(db, lists, [headerRow(6), headerRow(7)])
    const uids = listMissingBodies(db, accountId, 10).map(({ path, uid }) => `${path} ${uid}`)
    expect(uids).toEqual(['INBOX 9', 'Lists 7', 'Lists 6', 'INBOX 5', 'Junk 50', 'Junk 40'])
    expect(listMissingBodies(db, accountId, 2)).toHaveLength(2)
    expect(countMissingBodies(db, accountId)).toBe(6)
  })
})

test('a body that failed is not wanted again, and one that is here is never called failed', () => {
  const store = openTempStore()
  store.write((db) => {
    const accountId = addAccount(db)
    const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
    const ids = insertHeaders(db, inbox, [headerRow(1), headerRow(2)])
    const [failed, ready] = ids
    if (failed === undefined || ready === undefined) throw new Error('nothing was inserted')
    saveIngested(db, ready, ingestedMessage())
    for (const id of ids) markBodyFailed(db, id)
    expect(ids.map((id) => getMessage(db, id)?.bodyState)).toEqual(['failed', 'ready'])
    expect(listMissingBodies(db, accountId, 10)).toEqual([])
    expect(countMissingBodies(db, accountId)).toBe(0)
  })
})

test('the next bodies to fetch are one range of an index that shrinks as they come', () => {
  const { store, accountId } = openWithMessage()
  const [plan = []] = queryPlans(store.read, (db) => listMissingBodies(db, accountId, 10))
  expect(plan[0]).toBe(
    'SEARCH messages USING COVERING INDEX messages_missing_bodies (account_id=? AND download_rank=? AND received_at>?)',
  )
  for (const line of plan) expect(line).not.toContain('TEMP B-TREE')
})

test('a message is fetched from the inbox rather than the trash, and from nowhere when it is in no folder', () => {
  const { store, accountId, inbox, id } = openWithMessage()
  store.write((db) => {
    const trash = addFolder(db, accountId, 'Trash', 'trash')
    insertHeaders(db, trash, [headerRow(1, { uid: 8 })])
    const found = { accountId, size: 10_000 }
    expect(placementOf(db, id)).toEqual({ ...found, folderId: inbox, path: 'INBOX', uid: 1 })
    removePlacements(db, inbox, [1])
    expect(placementOf(db, id)).toEqual({ ...found, folderId: trash, path: 'Trash', uid: 8 })
    removePlacements(db, trash, [8])
    expect(placementOf(db, id)).toBeUndefined()
    expect(placementOf(db, messageIdSchema.parse(12_345))).toBeUndefined()
  })
})
