import { expect, test } from 'vitest'
import type { FolderRole } from '../../../shared/models/folder.ts'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { listIdentities } from './identities.ts'
import { insertHeaders } from './placements.ts'

/** An account with one folder that holds a mail from each address, the first being the latest. */
function openWith(role: FolderRole, addresses: readonly string[]) {
  const store = openTempStore()
  return store.write((db) => {
    const id = addAccount(db, 'Layla@Example.org')
    const folder = addFolder(db, id, role, role)
    const rows = addresses.map((address, at) =>
      headerRow(addresses.length - at, { from: { name: 'L', address } }),
    )
    insertHeaders(db, folder, rows)
    return { store, account: { id, address: 'Layla@Example.org', user: 'layla' } }
  })
}

test('an account is its address, and the name one logs in with where that is another address', () => {
  const { store, account } = openWith('inbox', [])
  expect(listIdentities(store.read, account)).toEqual(['layla@example.org'])
  const identities = (user: string) => listIdentities(store.read, { ...account, user })
  expect(identities('LAYLA@example.org')).toEqual(['layla@example.org'])
  expect(identities('l.haddad@provider.example')).toEqual(['layla@example.org', 'l.haddad@provider.example'])
  expect(identities('@')).toEqual(['layla@example.org'])
})

test('the addresses somebody sends from are identities, the most used first', () => {
  const { store, account } = openWith('sent', [
    'alias@x.example',
    'Work@y.example',
    'work@Y.example',
    '',
    'root',
  ])
  expect(listIdentities(store.read, account)).toEqual([
    'layla@example.org',
    'work@y.example',
    'alias@x.example',
  ])
})

test.each<FolderRole>(['inbox', 'drafts', 'junk', 'archive'])('those of mails in %s are not', (role) => {
  const { store, account } = openWith(role, ['shop@x.example'])
  expect(listIdentities(store.read, account)).toEqual(['layla@example.org'])
})

test('another account has its own', () => {
  const { store } = openWith('sent', ['alias@x.example'])
  const other = store.write((db) => addAccount(db, 'noor@example.org'))
  const account = { id: other, address: 'noor@example.org', user: 'noor@example.org' }
  expect(listIdentities(store.read, account)).toEqual(['noor@example.org'])
})

test('of many addresses those used most are kept', () => {
  const often = Array.from({ length: 60 }, () => 'often@x.example')
  const { store, account } = openWith('sent', [
    ...Array.from({ length: 50 }, (_, n) => `n${n}@x.example`),
    ...often,
  ])
  const identities = listIdentities(store.read, account)
  expect(identities).toHaveLength(21)
  expect(identities[1]).toBe('often@x.example')
})

test('the latest mails are read from one range of one index, however many the folder holds', () => {
  const { store, account } = openWith('sent', ['alias@x.example'])
  const [plan] = queryPlans(store.read, (db) => listIdentities(db, account))
  expect(plan?.filter((line) => /placements|messages|latest/.test(line))).toEqual([
    expect.stringMatching(/^CO-ROUTINE|^MATERIALIZE/),
    expect.stringMatching(/^SEARCH placements USING (?:COVERING )?INDEX placements_by_date \(folder_id=\?\)/),
    'SCAN latest',
    expect.stringMatching(/^SEARCH messages USING INTEGER PRIMARY KEY/),
  ])
})
