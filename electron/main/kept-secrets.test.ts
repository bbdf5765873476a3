import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { accountIdSchema } from '../../shared/models/account.ts'
import { incomingSecret } from '../../shared/models/secret.ts'
import { openDatabaseKey } from './database-key.ts'
import { openSecrets } from './secrets.ts'

const keychain = vi.hoisted(() => ({
  /** What it begins with whatever it encrypts; null: it refuses. */
  prefix: 'v11' as string | null,
  shouldReEncrypt: false,
  decrypting: Promise.resolve(),
}))
vi.mock('electron', () => ({
  safeStorage: {
    async encryptStringAsync(text: string) {
      if (keychain.prefix === null) throw new Error('refused')
      return Buffer.from(`${keychain.prefix}${text}`)
    },
    async decryptStringAsync(bytes: Buffer) {
      await keychain.decrypting
      if (!bytes.toString().startsWith('v11')) throw new Error('not encrypted here')
      return { result: bytes.toString().slice(3), shouldReEncrypt: keychain.shouldReEncrypt }
    },
  },
}))

const ONE = incomingSecret(accountIdSchema.parse(1))
const TWO = incomingSecret(accountIdSchema.parse(2))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'curtain-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A folder in its place: there, and no file that can be read. */
async function whileUnreadable(file: string, act: () => Promise<unknown>): Promise<void> {
  renameSync(file, `${file}.aside`)
  mkdirSync(file)
  await act()
  rmdirSync(file)
  renameSync(`${file}.aside`, file)
}

test.each(['mail.db', 'mail-kept.db'])('a key of %s that can’t be read now is not replaced', async (mail) => {
  const file = join(folder, 'database-key')
  const key = await openDatabaseKey(file, true)
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  writeFileSync(join(folder, mail), '')
  await whileUnreadable(file, async () => expect(await openDatabaseKey(file, true)).toBeNull())
  expect(await openDatabaseKey(file, true)).toBe(key)
})

test('secrets that can’t be read now are not replaced by a new one alone', async () => {
  const file = join(folder, 'secrets.json')
  const secrets = await openSecrets(file)
  await secrets.set(ONE, 'one')
  await whileUnreadable(file, () => expect(secrets.set(TWO, 'two')).rejects.toThrow('EISDIR'))
  await secrets.set(TWO, 'two')
  expect([await secrets.get(ONE), await secrets.get(TWO)]).toEqual(['one', 'two'])
})

test('what a later version keeps beside them stays', async () => {
  const file = join(folder, 'secrets.json')
  const secrets = await openSecrets(file)
  await secrets.set(ONE, 'one')
  const stored = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...stored, 'calendar:1': 'AAAA' }))
  await secrets.set(TWO, 'two')
  expect(await secrets.get(ONE)).toBe('one')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty(['calendar:1'], 'AAAA')
})

test('a secret that is encrypted anew does not bring back the one before', async () => {
  const secrets = await openSecrets(join(folder, 'secrets.json'))
  await secrets.set(ONE, 'spent')
  let decrypted = () => {}
  keychain.decrypting = new Promise((resolve) => {
    decrypted = resolve
  })
  keychain.shouldReEncrypt = true
  const reading = secrets.get(ONE)
  await secrets.set(ONE, 'new')
  decrypted()
  await reading
  expect(await secrets.get(ONE)).toBe('new')
})

test.runIf(process.platform === 'linux').each([
  ['v11', true],
  ['v10', false],
  [null, false],
])('a keychain is what encrypts with a key of its own: %j', async (prefix, isOne) => {
  keychain.prefix = prefix
  const { keychain: has } = await openSecrets(join(folder, 'secrets.json'))
  keychain.prefix = 'v11'
  expect(has).toBe(isOne)
})
