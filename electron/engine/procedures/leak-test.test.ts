import { afterEach, expect, test } from 'vitest'
import { createGuardedFetch, type FetchLimits, type GuardedFetch } from '../network/guarded-fetch.ts'
import { leakTestProcedures } from './leak-test.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const act of cleanUp.splice(0)) await act()
})

async function start(fetchPicture: GuardedFetch) {
  const { handlers: leak, stop } = leakTestProcedures({ fetchPicture })
  cleanUp.push(stop, () => fetchPicture.close())
  const { run, port } = await leak['leakTest.start']()
  return { leak, of: { run }, port }
}

const honest = () => createGuardedFetch({}, () => ({ allowHttp: true, proxy: null }))

test('the door knocks nowhere on this machine', async () => {
  const { leak, of } = await start(honest())
  expect((await leak['leakTest.tryDoor'](of)).attacks).toBeGreaterThan(10)
  expect(await leak['leakTest.hits'](of)).toEqual([])
})

test('a door that does not look where it goes is seen', async () => {
  const open = Object.assign(
    async (url: string) => {
      await fetch(url)
      return { bytes: new Uint8Array(), contentType: '' }
    },
    { close: async () => {}, settingsChanged() {}, leave() {} },
  )
  const { leak, of } = await start(open)
  await leak['leakTest.tryDoor'](of)
  expect((await leak['leakTest.hits'](of)).length).toBeGreaterThan(3)
})

test('a door that lets addresses of this machine pass is seen, though it speaks no plain http', async () => {
  const blind = createGuardedFetch({ resolve: (_host, port) => ({ address: '127.0.0.1', port }) }, () => ({
    allowHttp: false,
    proxy: null,
  }))
  const renamed = Object.assign(
    // Names that are not refused stand for a guard that refuses nothing.
    (url: string, limits: FetchLimits) => blind(url.replace(/\/\/[^/]*:/, '//a.example:'), limits),
    { close: () => blind.close(), settingsChanged() {}, leave() {} },
  )
  const { leak, of } = await start(renamed)
  await leak['leakTest.tryDoor'](of)
  expect((await leak['leakTest.hits'](of)).length).toBeGreaterThan(3)
})

test('requests and bare connections are counted', async () => {
  const { leak, of, port } = await start(honest())
  await fetch(`http://127.0.0.1:${port}/leak-1-a/a.png`)
  expect(await leak['leakTest.hits'](of)).toEqual([`127.0.0.1:${port}/leak-1-a/a.png`])
})

test('after the end nobody listens', async () => {
  const { leak, of, port } = await start(honest())
  await leak['leakTest.stop'](of)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  await expect(async () => leak['leakTest.hits'](of)).rejects.toMatchObject({ code: 'not-found' })
})

test('a run that was left open is ended by the next, and can do that one no harm', async () => {
  const { leak, of: first, port } = await start(honest())
  const second = await leak['leakTest.start']()
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  await expect(async () => leak['leakTest.hits'](first)).rejects.toMatchObject({ code: 'not-found' })
  await leak['leakTest.stop'](first)
  await fetch(`http://127.0.0.1:${second.port}/still-counted`)
  expect(await leak['leakTest.hits'](second)).toEqual([`127.0.0.1:${second.port}/still-counted`])
})

test('a mail is read and quoted as one that came, its pictures as parts of the reply', async () => {
  const { leak } = await start(honest())
  const mails = [
    [
      'From: Spy <spy@evil.example>',
      'Subject: =?utf-8?B?PGltZz4=?=',
      'Content-Type: text/html',
      '',
      '<p>words<img src="http://127.0.0.1/a.png"><link rel=preconnect href="//evil.example">',
    ].join('\r\n'),
  ]
  expect(await leak['leakTest.read']({ mails })).toEqual([
    {
      from: { name: 'Spy', address: 'spy@evil.example' },
      ...{ subject: '<img>', snippet: 'words' },
      parts: [{ kind: 'html', content: expect.stringContaining('preconnect') }],
      quoted: expect.stringMatching(/^<p>words<img src="cid:[^"]+"><\/p>$/),
    },
  ])
})
