import { expect, test } from 'vitest'
import { queryPlans } from '../testing/query-plan.ts'
import { addAccount, addFolder, headerRow, ingestedMessage } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'
import { saveIngested } from './bodies.ts'
import { insertHeaders } from './placements.ts'
import { isContact, listArrivals, readOrigin } from './trust-facts.ts'

test('a message’s origin holds every folder’s role, and what the parser read once it has', () => {
  const store = openTempStore()
  store.write((db) => {
    const accountId = addAccount(db)
    const folders = [
      addFolder(db, accountId, 'INBOX', 'inbox'),
      addFolder(db, accountId, 'Junk', 'junk'),
      addFolder(db, accountId, 'Other'),
    ]
    const [messageId] = folders.flatMap((folder) => insertHeaders(db, folder, [headerRow(1)]))
    if (messageId === undefined) throw new Error('no message')
    const origin = { accountId, from: 'news@shop.example', roles: ['inbox', 'junk', null] }
    expect(readOrigin(db, messageId)).toEqual({ ...origin, authentication: null })
    const authentication = {
      ...{ author: 'news@shop.example', list: null, authservId: 'mx.example.org' },
      dmarc: { result: 'pass', domain: 'shop.example' },
      ...{ dkim: [], receivedBy: null },
    }
    saveIngested(db, messageId, ingestedMessage({ parsed: { authentication } }))
    expect(readOrigin(db, messageId)).toEqual({ ...origin, authentication })
  })
})

test('whoever is written to is a contact; whoever writes is none', () => {
  const store = openTempStore()
  store.write((db) => {
    const accountId = addAccount(db)
    const friend = { name: 'Friend', address: 'Friend@Home.example' }
    const stranger = { name: '', address: 'stranger@shop.example' }
    insertHeaders(db, addFolder(db, accountId, 'Sent', 'sent'), [headerRow(1, { to: [], cc: [friend] })])
    insertHeaders(db, addFolder(db, accountId, 'INBOX', 'inbox'), [
      headerRow(2, { from: stranger, to: [stranger] }),
    ])
  })
  expect(isContact(store.read, 'friend@home.example')).toBe(true)
  expect(isContact(store.read, 'stranger@shop.example')).toBe(false)
})

test('neither question reads more than its few rows', () => {
  const store = openTempStore()
  const accountId = store.write((db) => {
    const id = addAccount(db)
    addFolder(db, id, 'INBOX', 'inbox')
    return id
  })
  const plans = queryPlans(store.read, (db) => {
    isContact(db, 'a@b.example')
    listArrivals(db, accountId, 10)
  }).flat()
  expect(plans.filter((line) => /SCAN|TEMP B-TREE/.test(line))).toEqual([])
})
