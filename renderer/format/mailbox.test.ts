import { expect, test } from 'vitest'
import { mailboxName } from './mailbox.ts'

test('people are called by their name, else by their address', () => {
  expect(mailboxName({ name: ' ليلى حداد ', address: 'layla@haddad.test' })).toBe('ليلى حداد')
  expect(mailboxName({ name: '', address: 'layla@haddad.test' })).toBe('layla@haddad.test')
  expect(mailboxName({ name: '', address: '' })).toBe('')
})

test("a sender who calls themself by someone else's address is called by their own", () => {
  expect(mailboxName({ name: 'support@bank.test', address: 'thief@evil.test' })).toBe('thief@evil.test')
  expect(mailboxName({ name: 'support@bank.test via Mail', address: 'thief@evil.test' })).toBe(
    'thief@evil.test',
  )
  expect(mailboxName({ name: 'support＠bank.test', address: 'thief@evil.test' })).toBe('thief@evil.test')
  expect(mailboxName({ name: 'Mona@Example.org', address: 'mona@example.org' })).toBe('Mona@Example.org')
})
