import { afterEach, expect, test } from 'vitest'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { createGuardedFetch, type FetchLimits, type GuardedFetch } from '../network/guarded-fetch.ts'
import { leakTestProcedures } from './leak-test.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const act of cleanUp.splice(0)) await act()
})

type LeakTest = Pick<
  EngineHandlers,
  'leakTest.start' | 'leakTest.hits' | 'leakTest.tryDoor' | 'leakTest.stop'
>

async function start(fetchPicture: GuardedFetch): Promise<{ test: LeakTest; port: number }> {
  const handlers = leakTestProcedures({ fetchPicture })
  cleanUp.push(
    async () => handlers['leakTest.stop'](),
    () => fetchPicture.close(),
  )
  return { test: handlers, port: (await handlers['leakTest.start']()).port }
}

test('the door knocks nowhere on this machine', async () => {
  const { test: leak } = await start(createGuardedFetch({}, () => ({ allowHttp: true, proxy: null })))
  expect((await leak['leakTest.tryDoor']()).attacks).toBeGreaterThan(10)
  expect(await leak['leakTest.hits']()).toEqual([])
})

test('a door that does not look where it goes is seen', async () => {
  const open = Object.assign(
    async (url: string) => {
      await fetch(url)
      return { bytes: new Uint8Array(), contentType: '' }
    },
    { close: async () => {}, settingsChanged() {} },
  )
  const { test: leak } = await start(open)
  await leak['leakTest.tryDoor']()
  expect((await leak['leakTest.hits']()).length).toBeGreaterThan(3)
})

test('a door that lets addresses of this machine pass is seen, though it speaks no plain http', async () => {
  const blind = createGuardedFetch({ resolve: (_host, port) => ({ address: '127.0.0.1', port }) }, () => ({
    allowHttp: false,
    proxy: null,
  }))
  const renamed = Object.assign(
    // Names that are not refused stand for a guard that refuses nothing.
    (url: string, limits: FetchLimits) => blind(url.replace(/\/\/[^/]*:/, '//a.example:'), limits),
    { close: () => blind.close(), settingsChanged() {} },
  )
  const { test: leak } = await start(renamed)
  await leak['leakTest.tryDoor']()
  expect((await leak['leakTest.hits']()).length).toBeGreaterThan(3)
})

test('requests and bare connections are counted', async () => {
  const { test: leak, port } = await start(createGuardedFetch({}, () => ({ allowHttp: true, proxy: null })))
  await fetch(`http://127.0.0.1:${port}/leak-1-a/a.png`)
  expect(await leak['leakTest.hits']()).toEqual([`127.0.0.1:${port}/leak-1-a/a.png`])
})

test('after the end nobody listens', async () => {
  const { test: leak, port } = await start(createGuardedFetch({}, () => ({ allowHttp: true, proxy: null })))
  await leak['leakTest.stop']()
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  await expect(async () => leak['leakTest.hits']()).rejects.toMatchObject({ code: 'not-found' })
})
