import { expect, test } from 'vitest'
import type { PrivacySettings } from '../../../shared/models/privacy-settings.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { readSettings, saveSettings } from './settings.ts'
import { sql } from './sql.ts'

const chosen: PrivacySettings = {
  policy: 'contacts',
  allowHttp: true,
  proxy: { kind: 'socks5', host: '127.0.0.1', port: 9050 },
  proxyUnknown: false,
  vaultMegabytes: 200,
}

test('settings outlive the program, and the last ones count', async () => {
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  expect(readSettings(store.read)).toMatchObject({ policy: 'block', allowHttp: false, proxy: null })
  store.write((db) => saveSettings(db, { ...chosen, policy: 'never-ask' }))
  store.write((db) => saveSettings(db, chosen))
  await store.close()
  expect(readSettings(openTempStore(dataDir).read)).toEqual(chosen)
})

test('settings that hold what none may hold are as good as none', () => {
  const store = openTempStore()
  store.write((db) => saveSettings(db, chosen))
  store.write((db) =>
    db.run(sql`UPDATE settings SET value_json = '{"policy":"everything","allowHttp":true}'`),
  )
  expect(readSettings(store.read)).toMatchObject({ policy: 'block', allowHttp: false })
})

test('a setting that is newer than what was saved has its default, and the others stay', () => {
  const store = openTempStore()
  const { vaultMegabytes: _, ...older } = chosen
  store.write((db) => saveSettings(db, chosen))
  store.write((db) => db.run(sql`UPDATE settings SET value_json = ${JSON.stringify(older)}`))
  expect(readSettings(store.read)).toEqual({ ...chosen, vaultMegabytes: 500 })
})

test.each(['{"proxy":{"kind":"socks4"}}', 'no json'])(
  'a proxy that can’t be read any more is not taken for none: %s',
  (json) => {
    const store = openTempStore()
    expect(readSettings(store.read).proxyUnknown).toBe(false)
    store.write((db) => saveSettings(db, chosen))
    store.write((db) => db.run(sql`UPDATE settings SET value_json = ${json}`))
    expect(readSettings(store.read)).toMatchObject({ policy: 'block', allowHttp: false, proxyUnknown: true })
  },
)
