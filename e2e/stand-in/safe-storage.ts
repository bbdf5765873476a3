import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from './app.ts'
import { strict } from './strict.ts'

/**
 * In place of a keychain: a key in a file beside what it locks. It guards nothing, and is for tests and the
 * demo only. `STAND_IN_KEYCHAIN=none` is a Linux without any keychain, `refused` one that the user keeps locked.
 */
const keychain = process.env['STAND_IN_KEYCHAIN']
/** What Chromium made without a keychain begins so, and with one. */
const VERSION = keychain === 'none' ? 'v10' : 'v11'

export const safeStorage = strict('safeStorage', {
  async encryptStringAsync(text: string) {
    if (keychain === 'refused') throw new Error('the keychain is locked')
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key(), iv)
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.from(VERSION), iv, cipher.getAuthTag(), body])
  },

  async decryptStringAsync(stored: Buffer) {
    const encrypted = stored.subarray(VERSION.length)
    const cipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(0, 12))
    cipher.setAuthTag(encrypted.subarray(12, 28))
    const result = cipher.update(encrypted.subarray(28), undefined, 'utf8') + cipher.final('utf8')
    return { result, shouldReEncrypt: false }
  },
} satisfies Pick<Electron.SafeStorage, 'decryptStringAsync' | 'encryptStringAsync'>)

function key(): Buffer {
  const file = join(app.getPath('userData'), 'stand-in-keychain')
  try {
    return readFileSync(file)
  } catch {
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' })
    return readFileSync(file)
  }
}
