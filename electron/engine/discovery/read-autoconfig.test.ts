import { expect, test } from 'vitest'
import { readAutoconfig } from './read-autoconfig.ts'

interface Server {
  tag?: 'incomingServer' | 'outgoingServer'
  type?: string
  host?: string
  port?: string
  socket?: string
  user?: string
}

const server = (given: Server = {}) => {
  const {
    tag = 'incomingServer',
    type = 'imap',
    host = 'mail.example.org',
    port = '993',
    socket = 'SSL',
  } = given
  return `<${tag} type="${type}"><hostname>${host}</hostname><port>${port}</port>
    <socketType>${socket}</socketType><username>${given.user ?? '%EMAILADDRESS%'}</username>
    <authentication>password-cleartext</authentication></${tag}>`
}
const smtp = (given: Server = {}) => server({ tag: 'outgoingServer', type: 'smtp', port: '465', ...given })
const config = (...inside: string[]) =>
  `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="example.org">
   <domain>example.org</domain><displayName>Example Mail &amp; Co</displayName>${inside.join('')}
   </emailProvider></clientConfig>`
const read = (...inside: string[]) => readAutoconfig(config(...inside), 'example.org')

test('a whole file', () => {
  expect(read(server(), server({ type: 'pop3', port: '995' }), smtp())).toEqual({
    name: 'Example Mail & Co',
    imap: { host: 'mail.example.org', port: 993, security: 'tls', user: '%EMAILADDRESS%' },
    smtp: { host: 'mail.example.org', port: 465, security: 'tls', user: '%EMAILADDRESS%' },
  })
})

test('the host may be named after the domain, and the user be anything but what breaks a line', () => {
  expect(read(server({ host: 'imap.%EMAILDOMAIN%' }))?.imap?.host).toBe('imap.example.org')
  expect(read(server({ user: '%EMAILLOCALPART%' }))?.imap?.user).toBe('%EMAILLOCALPART%')
  expect(read(server({ user: '' }))?.imap?.user).toBe('%EMAILADDRESS%')
  expect(read(server({ user: 'a&#13;&#10;b' }))).toBeNull()
})

test('encryption from the first byte comes before STARTTLS, and nothing unencrypted comes at all', () => {
  const starttls = server({ host: 'a.example.org', port: '143', socket: 'STARTTLS' })
  const tls = server({ host: 'b.example.org' })
  expect(read(starttls, tls)?.imap).toMatchObject({ host: 'b.example.org', security: 'tls' })
  expect(read(starttls)?.imap).toMatchObject({ host: 'a.example.org', security: 'starttls' })
  expect(read(server({ port: '143', socket: 'plain' }))).toBeNull()
  expect(read(server(), smtp({ port: '25', socket: 'plain' }))?.smtp).toBeNull()
})

test.each([
  ['an address of this network', { host: '192.168.1.1' }],
  ['this computer', { host: '127.0.0.1' }],
  ['a name without a dot', { host: 'localhost' }],
  ['a path', { host: 'mail.example.org/x' }],
  ['a user in the host', { host: 'a@mail.example.org' }],
  ['two lines', { host: 'mail.example.org\r\nx' }],
  ['no port', { port: '' }],
  ['a port beyond all', { port: '70000' }],
  ['a negative one', { port: '-1' }],
  ['POP only', { type: 'pop3' }],
  ['an unknown protection', { socket: 'toString' }],
])('%s is no server', (_what, given) => {
  expect(read(server(given))).toBeNull()
})

test('what is no such file is nothing', () => {
  for (const text of [
    '',
    '<',
    '<html><body>Not found</body></html>',
    '{"imap":1}',
    '\0\0',
    '<clientConfig>',
  ]) {
    expect(readAutoconfig(text, 'example.org'), text).toBeNull()
  }
  // The same elements in another place mean something else.
  expect(readAutoconfig(`<clientConfig><x>${server()}</x></clientConfig>`, 'example.org')).toBeNull()
  expect(read(`<incomingServer type="imap"><x>${server()}</x></incomingServer>`)).toBeNull()
})

test('entities of the file’s own are not unfolded, and no file is fetched', () => {
  const bomb = `<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY x SYSTEM "file:///etc/passwd">]>`
  const found = readAutoconfig(
    bomb + config('<displayShortName>&b;&x;</displayShortName>', server({ user: '&x;' })),
    'example.org',
  )
  expect(found?.name).toBe('&b;&x;')
  expect(found?.imap?.user).toBe('&x;')
})

test('depth and length of a hostile file end nothing', () => {
  const deep = '<a>'.repeat(40_000)
  expect(read(deep, server())).toBeNull()
  expect(read('<a>'.repeat(3_000), '</a>'.repeat(3_000), server())?.imap?.port).toBe(993)
  expect(read(`<displayShortName>${'x'.repeat(100_000)}</displayShortName>`, server())?.name).toHaveLength(80)
  expect(read(...Array.from({ length: 2_000 }, () => server()))?.imap?.port).toBe(993)
})
