import { expect, test } from 'vitest'
import { mailDomainSchema } from '../../../shared/models/mail-servers.ts'
import { isKnownPair, knownServers, providerOfHost, providersSchema } from './known-providers.ts'
import table from './providers.json' with { type: 'json' }

const providers = providersSchema.parse(table)

test('the table is large, and each domain is in it once', () => {
  const domains = providers.flatMap((provider) => provider.domains.split(' '))
  expect(providers.length).toBeGreaterThan(60)
  expect(domains.filter((domain, at) => domains.indexOf(domain) !== at)).toEqual([])
  for (const domain of domains) expect(mailDomainSchema.safeParse(domain).success, domain).toBe(true)
})

test('nothing in it is sent in clear: each server is encrypted, and only a bridge is on this computer', () => {
  for (const { name, imap, smtp, hint } of providers) {
    const local = [imap, smtp].some((server) => server?.host === '127.0.0.1')
    expect(local, name).toBe(hint === 'bridge')
    // Who has no IMAP is said to have none; everybody else has both servers.
    expect(imap === null && smtp === null, name).toBe(hint === 'no-imap')
    if (imap) expect(`${name} ${imap.security} ${imap.port}`).toMatch(/ (tls 993|starttls (143|1143))$/)
    if (smtp) expect(`${name} ${smtp.security} ${smtp.port}`).toMatch(/ (tls 465|starttls (587|1025))$/)
  }
})

test('help leads to pages over https, and whoever takes no password offers another way in', () => {
  for (const { name, help, hint, oauth } of providers) {
    if (help !== null) expect(help, name).toMatch(/^https:\/\//)
    if (hint === 'oauth-only') expect(oauth, name).not.toBeNull()
    if (hint === null || hint === 'no-imap') expect(help, name).toBeNull()
  }
})

test('a domain is known with all that its users have to know', () => {
  expect(knownServers('gmail.com')).toEqual({
    source: 'table',
    name: 'Gmail',
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls', user: '%EMAILADDRESS%' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls', user: '%EMAILADDRESS%' },
    hint: 'app-password',
    help: 'https://support.google.com/accounts/answer/185833',
    oauth: 'google',
  })
  expect(knownServers('icloud.com')?.imap?.user).toBe('%EMAILLOCALPART%')
  expect(knownServers('icloud.com')?.smtp?.user).toBe('%EMAILADDRESS%')
  expect(knownServers('outlook.sa')).toMatchObject({ hint: 'oauth-only', oauth: 'microsoft' })
  expect(knownServers('tuta.com')).toMatchObject({ hint: 'no-imap', imap: null })
})

test('other domains are not, whatever they look like', () => {
  for (const domain of ['example.org', 'mail.gmail.com', 'gmail.com.example.org', 'constructor', '']) {
    expect(knownServers(domain), domain).toBeNull()
  }
})

test('a company’s domain at a large provider is known by its server', () => {
  expect(providerOfHost('imap.gmail.com')).toMatchObject({ oauth: 'google', hint: 'app-password' })
  expect(providerOfHost('imap.example.org')).toBeNull()
})

test('the servers of one provider belong together though their names do not', () => {
  expect(isKnownPair('outlook.office365.com', 'smtp-mail.outlook.com')).toBe(true)
  expect(isKnownPair('imap.gmail.com', 'smtp-mail.outlook.com')).toBe(false)
})
