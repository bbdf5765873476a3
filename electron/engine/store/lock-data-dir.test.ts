import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { addAccount } from '../testing/sample-mail.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'
import { listAccounts } from './accounts.ts'
import { openStore } from './open-store.ts'

const inUse = expect.objectContaining({ code: 'data-in-use', retry: 'after-user' })

test('a second engine on the same folder is refused, and the first goes on', () => {
  const dir = tempDataDir()
  const first = openTempStore(dir)
  expect(() => openStore(dir)).toThrow(inUse)
  first.write(addAccount)
  expect(() => openStore(dir)).toThrow(inUse)
  expect(listAccounts(first.read)).toHaveLength(1)
})

test('an engine that was killed leaves the folder free', async () => {
  const dir = tempDataDir()
  const module = new URL('./open-store.ts', import.meta.url).href
  const code = `const { openStore } = await import(${JSON.stringify(module)})
    globalThis.store = openStore(${JSON.stringify(dir)})
    setInterval(() => {}, 1_000)
    console.log('open')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  expect(() => openStore(dir)).toThrow(inUse)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(listAccounts(openTempStore(dir).read)).toEqual([])
})
