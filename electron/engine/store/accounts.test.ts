import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import {
  deleteAccount,
  insertAccount,
  listAccounts,
  readAuthserv,
  saveAuthserv,
  savePin,
  saveSmtp,
  updateAccount,
} from './accounts.ts'
import { saveIngested } from './bodies.ts'
import { insertHeaders } from './placements.ts'
import { listReferences } from './references.ts'
import { sql } from './sql.ts'
import { putPicture } from './vault.ts'

const draft = {
  address: 'layla@example.org',
  displayName: 'ليلى',
  host: 'imap.example.org',
  port: 993,
  security: 'tls' as const,
  user: 'layla',
}

test('an account comes back as it was given', () => {
  const store = openTempStore()
  const id = store.write((db) => insertAccount(db, draft))
  expect(listAccounts(store.read)).toEqual([{ id, ...draft, pin: null, oauth: null, smtp: null }])
})

test('where mail is sent from can be named with the account, later, or not at all', () => {
  const store = openTempStore()
  const smtp = {
    ...{ host: 'smtp.example.org', port: 465, security: 'tls' as const, user: 'layla' },
    ownPassword: false,
  }
  const id = store.write((db) => insertAccount(db, draft))
  store.write((db) => saveSmtp(db, id, smtp))
  expect(listAccounts(store.read)[0]?.smtp).toEqual(smtp)
  store.write((db) => saveSmtp(db, id, { ...smtp, port: 587, security: 'starttls' }))
  expect(listAccounts(store.read)[0]?.smtp).toMatchObject({ port: 587, security: 'starttls' })
  store.write((db) => saveSmtp(db, id, null))
  expect(listAccounts(store.read)[0]?.smtp).toBeNull()
})

test('the same address at the same host is one account, however it is spelled', () => {
  const store = openTempStore()
  store.write((db) => insertAccount(db, draft))
  const again = { ...draft, address: 'Layla@Example.org', host: 'IMAP.example.org' }
  expect(() => store.write((db) => insertAccount(db, again))).toThrow(new MailError('account-exists'))
  store.write((db) => insertAccount(db, { ...draft, host: 'mail.other.example' }))
  expect(listAccounts(store.read)).toHaveLength(2)
})

test('the id of a deleted account, and with it its keychain entry, never falls to another', () => {
  const store = openTempStore()
  const first = store.write((db) => insertAccount(db, draft))
  store.write((db) => deleteAccount(db, first))
  expect(store.write((db) => insertAccount(db, draft))).not.toBe(first)
})

test('deleting an account leaves nothing of its mail, and all of the others', () => {
  const store = openTempStore()
  const tables = [
    'folders',
    'messages',
    'placements',
    'sources',
    'bodies',
    'attachments',
    'receipts',
    'vault',
  ]
  tables.push('asked_references', 'unplaced', 'message_search_docsize')
  const countRows = () =>
    store.write((db) => {
      // Table names can't be bound; these are the test's own.
      return tables.map((table) => {
        const strings = Object.assign([`SELECT count(*) AS n FROM ${table}`], { raw: [] })
        return [table, db.get<{ n: number }>({ strings, values: [] })?.n]
      })
    })
  const fill = (address: string) =>
    store.write((db) => {
      const accountId = addAccount(db, address)
      const inbox = addFolder(db, accountId, 'INBOX', 'inbox')
      const ids = insertHeaders(db, inbox, [headerRow(1), headerRow(2), headerRow(3)])
      for (const id of ids.slice(1)) {
        const analysis = {
          references: [reference('https://a.example/x.png')],
          receipts: [{ header: 'disposition-notification-to', address: 'spy@shop.example' }],
        }
        saveIngested(db, id, ingestedMessage({ analysis }))
        for (const { id: referenceId } of listReferences(db, id)) {
          putPicture(db, { referenceId, sha256: address, mediaType: 'image/png', size: 1, readOn: 0 })
        }
      }
      return accountId
    })
  fill('kept@example.org')
  const before = countRows()
  const accountId = fill('gone@example.org')
  expect(countRows()).not.toEqual(before)
  store.write((db) => deleteAccount(db, accountId))
  expect(countRows()).toEqual(before)
  expect(store.read.all(sql`PRAGMA foreign_key_check`)).toEqual([])
})

test('an account is changed as a whole, and keeps what is not the server’s', () => {
  const store = openTempStore()
  const id = store.write((db) => insertAccount(db, draft))
  const pin = Array.from({ length: 32 }, () => 'AB').join(':')
  const oauth = { provider: 'google' as const, clientId: 'mine' }
  store.write((db) => updateAccount(db, { id, ...draft, displayName: 'Layla', port: 143, pin, oauth }))
  expect(listAccounts(store.read)).toEqual([
    { id, ...draft, displayName: 'Layla', port: 143, pin, oauth, smtp: null },
  ])
  store.write((db) => savePin(db, id, null))
  expect(listAccounts(store.read)[0]?.pin).toBeNull()
})

test('whose word counted at one host counts at no other', () => {
  const store = openTempStore()
  const id = store.write((db) => insertAccount(db, draft))
  const authserv = { id: 'mx.example.org', setBy: 'user' as const }
  store.write((db) => saveAuthserv(db, id, authserv))
  store.write((db) => updateAccount(db, { id, ...draft, host: 'IMAP.example.org', port: 143 }))
  expect(readAuthserv(store.read, id)).toEqual(authserv)
  store.write((db) => updateAccount(db, { id, ...draft, host: 'imap.elsewhere.example' }))
  expect(readAuthserv(store.read, id)).toEqual({ id: null, setBy: null })
})

test('an account can’t be changed into another that is here', () => {
  const store = openTempStore()
  store.write((db) => insertAccount(db, draft))
  const id = store.write((db) => insertAccount(db, { ...draft, address: 'nora@example.org' }))
  expect(() => store.write((db) => updateAccount(db, { id, ...draft }))).toThrow(MailError)
})
