import { expect, test } from 'vitest'
import { accountDraftSchema } from '../../../shared/models/account.ts'
import { type AccountFields, checkFields, emptyFields, suggestHost, toDraft } from './account-fields.ts'

const filled: AccountFields = {
  ...emptyFields,
  address: 'mona@example.org',
  password: 'secret',
  host: 'imap.example.org',
}

test('a filled form is what the engine accepts', () => {
  expect(checkFields(filled)).toEqual({})
  expect(accountDraftSchema.parse(toDraft(filled))).toMatchObject({ user: 'mona@example.org', port: 993 })
})

test('an empty form names every field that is needed', () => {
  expect(checkFields(emptyFields)).toEqual({ address: 'address', password: 'password', host: 'host' })
})

test('without encryption only this very computer is spoken to', () => {
  const open: AccountFields = { ...filled, security: 'none' }
  expect(checkFields(open)).toEqual({ security: 'unprotected' })
  for (const host of ['localhost', '127.0.0.1', '::1']) expect(checkFields({ ...open, host })).toEqual({})
  for (const host of ['127.0.0.1.evil.test', 'localhost.test', '128.0.0.1']) {
    expect(checkFields({ ...open, host })).toEqual({ security: 'unprotected' })
  }
})

test('digits of Arabic keyboards are digits', () => {
  expect(toDraft({ ...filled, port: '٩٩٣' }).port).toBe(993)
})

test('a port outside of what exists is a problem, not a crash', () => {
  for (const port of ['', '0', '65536', '-1', '9e3', '993a']) {
    expect(checkFields({ ...filled, port }), port).toEqual({ port: 'port' })
  }
})

test('the server is only suggested from the address', () => {
  expect(suggestHost('mona@Example.org')).toBe('imap.example.org')
  expect(suggestHost('mona')).toBe('')
})

test('spaces of a password are part of it', () => {
  expect(toDraft({ ...filled, password: ' a b ' }).password).toBe(' a b ')
})
