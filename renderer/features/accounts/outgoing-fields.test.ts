import { expect, test } from 'vitest'
import { smtpDraftSchema } from '../../../shared/models/account.ts'
import { checkOutgoing, fieldsFound, fieldsOf, guessOutgoing, toSmtpDraft } from './outgoing-fields.ts'

test.each([
  ['imap.example.org', 'tls', 'smtp.example.org', '465'],
  ['imap.example.org', 'starttls', 'smtp.example.org', '587'],
  ['imap-mail.example.org', 'tls', 'smtp-mail.example.org', '465'],
  ['IMAP4.example.org', 'tls', 'smtp.example.org', '465'],
  ['mail.imap.example', 'tls', 'mail.imap.example', '465'],
  ['imapia.example', 'tls', 'imapia.example', '465'],
  ['127.0.0.1', 'none', '127.0.0.1', '25'],
] as const)('beside %s (%s) there is often %s at %s', (host, security, guessed, port) => {
  expect(guessOutgoing({ host, security, user: 'mona' })).toMatchObject({ host: guessed, port, security })
})

test('companies at Microsoft send elsewhere, and begin without encryption', () => {
  const guessed = guessOutgoing({ host: 'Outlook.Office365.com', security: 'tls', user: 'mona' })
  expect(guessed).toMatchObject({ host: 'smtp.office365.com', port: '587', security: 'starttls' })
})

test('what is known of a provider is filled in for its user', () => {
  const found = { host: 'out.example.org', port: 587, security: 'starttls' as const }
  const userOf = (user: string) => fieldsFound({ ...found, user }, 'mona@example.org').user
  expect(userOf('%EMAILADDRESS%')).toBe('mona@example.org')
  expect(userOf('%EMAILDOMAIN%/%EMAILLOCALPART%')).toBe('example.org/mona')
  expect(fieldsFound({ ...found, user: 'x' }, '')).toMatchObject({ ...found, port: '587' })
})

test('a filled form is what the engine accepts, with the account’s password unless it has its own', () => {
  const fields = guessOutgoing({ host: 'imap.example.org', security: 'tls', user: '' })
  expect(checkOutgoing(fields)).toEqual({})
  expect(smtpDraftSchema.parse(toSmtpDraft(fields, 'mona@example.org'))).toEqual({
    ...{ host: 'smtp.example.org', port: 465, security: 'tls', user: 'mona@example.org' },
    password: null,
  })
  const own = { ...fields, ownPassword: true, password: ' a b ' }
  expect(toSmtpDraft(own, 'mona@example.org').password).toBe(' a b ')
})

test('what is stored is shown again, but for the password', () => {
  const stored = { host: 'smtp.example.org', port: 587, security: 'starttls' as const, user: 'mona' }
  const fields = fieldsOf({ ...stored, ownPassword: true })
  expect(checkOutgoing(fields)).toEqual({ password: 'password' })
  expect(toSmtpDraft({ ...fields, password: 'x' }, '')).toMatchObject(stored)
})

test('a form with mistakes names each', () => {
  const fields = { ...guessOutgoing({ host: '', security: 'none', user: '' }), port: '0' }
  expect(checkOutgoing(fields)).toEqual({ host: 'host', port: 'port' })
  expect(checkOutgoing({ ...fields, host: 'smtp.example.org', port: '25' })).toEqual({
    security: 'unprotected',
  })
})
