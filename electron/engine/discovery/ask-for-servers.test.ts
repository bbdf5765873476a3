import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createGuardedRequest } from '../network/guarded-request.ts'
import { createServiceLookUp } from '../network/look-up-services.ts'
import { startNameServer } from '../testing/name-server.ts'
import { startConnectProxy } from '../testing/proxies.ts'
import { askForServers } from './ask-for-servers.ts'

const config = (
  host: string,
) => `<clientConfig version="1.1"><emailProvider id="x"><displayName>Example</displayName>
  <incomingServer type="imap"><hostname>${host}</hostname><port>993</port><socketType>SSL</socketType>
  <username>%EMAILADDRESS%</username></incomingServer></emailProvider></clientConfig>`

type Page = string | { redirect: string } | { status: number; body: string }

/** One server for all hosts, each page named by host and path. */
async function startWeb(pages: { [address: string]: Page }) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    const page = pages[`${request.headers.host}${request.url}`] ?? { status: 404, body: 'Not found' }
    if (typeof page === 'string') response.end(page)
    else if ('redirect' in page) response.writeHead(302, { location: page.redirect }).end()
    else response.writeHead(page.status).end(page.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, requests, asked: () => requests.map(({ headers, url }) => `${headers.host}${url}`) }
}

async function ask(pages: { [address: string]: Page }, services: Parameters<typeof startNameServer>[0] = {}) {
  const web = await startWeb(pages)
  const names = await startNameServer(services)
  const resolve = () => ({ address: '127.0.0.1', port: web.port })
  const found = await askForServers('example.org', {
    request: createGuardedRequest({ resolve }, () => null),
    lookUpServices: createServiceLookUp([names.address]),
    signal: new AbortController().signal,
  })
  return { found, asked: web.asked(), requests: web.requests, names: names.asked }
}

const OWN = 'autoconfig.example.org/mail/config-v1.1.xml'
const WELL_KNOWN = 'example.org/.well-known/autoconfig/mail/config-v1.1.xml'
const DIRECTORY = 'autoconfig.thunderbird.net/v1.1/example.org'

test('a domain that says where its mail is, is believed, and nobody else is asked', async () => {
  const { found, asked, names } = await ask({ [OWN]: config('mail.example.org') })
  expect(found).toMatchObject({ source: 'domain', name: 'Example', imap: { host: 'mail.example.org' } })
  expect(asked.toSorted()).toEqual([OWN, WELL_KNOWN])
  expect(names).toEqual([])
  expect((await ask({ [WELL_KNOWN]: config('b.example.org') })).found).toMatchObject({
    source: 'domain',
    imap: { host: 'b.example.org' },
  })
})

test('then the directory is asked, then the name server', async () => {
  const inDirectory = await ask({ [DIRECTORY]: config('mail.example.org') })
  expect(inDirectory.found).toMatchObject({ source: 'directory' })
  expect(inDirectory.names).toEqual([])
  const services = {
    '_imaps._tcp.example.org': [{ priority: 0, weight: 1, port: 993, target: 'imap.example.org' }],
    '_submission._tcp.example.org': [{ priority: 0, weight: 1, port: 587, target: 'smtp.example.org' }],
  }
  expect((await ask({}, services)).found).toMatchObject({
    source: 'dns',
    imap: { host: 'imap.example.org', port: 993, security: 'tls' },
    smtp: { host: 'smtp.example.org', port: 587, security: 'starttls' },
  })
})

test('when nobody knows, nothing is guessed', async () => {
  const { found, asked, names } = await ask({
    [OWN]: '<html>Welcome</html>',
    [DIRECTORY]: { status: 500, body: '' },
  })
  expect(found).toBeNull()
  expect(asked).toHaveLength(3)
  expect(names.toSorted()).toEqual(
    ['_imap', '_imaps', '_submission', '_submissions'].map((service) => `${service}._tcp.example.org`),
  )
})

test('a company’s domain at a large provider comes with what that provider wants', async () => {
  const { found } = await ask({ [OWN]: config('imap.gmail.com') })
  expect(found).toMatchObject({ source: 'domain', hint: 'app-password', oauth: 'google' })
})

test('those who are asked learn the domain and nothing of the user or the program', async () => {
  const { requests } = await ask({})
  for (const { headers, url } of requests) {
    expect(Object.keys(headers).toSorted()).toEqual(['accept-encoding', 'connection', 'host'])
    expect(url).not.toMatch(/[@?]|%40/)
  }
})

test('a few redirects are followed, never out of https or into this network', async () => {
  const other = 'autoconfig.hoster.example/x.xml'
  const hoster = { [OWN]: { redirect: `https://${other}` }, [other]: config('mail.hoster.example') }
  expect((await ask(hoster)).found?.imap?.host).toBe('mail.hoster.example')
  for (const redirect of [
    `http://${other}`,
    'https://192.168.1.1/',
    'https://localhost/',
    `https://${OWN}`,
  ]) {
    const { found, asked } = await ask({ ...hoster, [OWN]: { redirect } })
    expect(found, redirect).toBeNull()
    expect(asked).not.toContain(other)
    expect(asked.length).toBeLessThan(8)
  }
})

test('a file that is too large is not read', async () => {
  expect((await ask({ [OWN]: config('mail.example.org').padEnd(200_000) })).found).toBeNull()
})

test('the user’s proxy is the only way, and a name server is asked by no other', async () => {
  const web = await startWeb({ [OWN]: config('mail.example.org') })
  const proxy = await startConnectProxy({ portFor: () => null })
  onTestFinished(() => proxy.close())
  const found = await askForServers('example.org', {
    request: createGuardedRequest({}, () => ({ kind: 'http', host: '127.0.0.1', port: proxy.port })),
    lookUpServices: null,
    signal: new AbortController().signal,
  })
  expect(found).toBeNull()
  expect(web.requests).toEqual([])
  expect(proxy.asked.toSorted()).toEqual([
    'autoconfig.example.org:443',
    'autoconfig.thunderbird.net:443',
    'example.org:443',
  ])
})

test('whoever does not want to know any more is told so', async () => {
  const stopping = new AbortController()
  const request = createGuardedRequest({ resolve: () => ({ address: '127.0.0.1', port: 1 }) }, () => {
    stopping.abort(new Error('stop'))
    return null
  })
  const asking = askForServers('example.org', { request, lookUpServices: null, signal: stopping.signal })
  await expect(asking).rejects.toThrow('stop')
})
