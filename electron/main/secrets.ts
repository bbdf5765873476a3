import { readFile, rename, writeFile } from 'node:fs/promises'
import { safeStorage } from 'electron'
import { z } from 'zod'
import type { SecretName } from '../../shared/models/secret.ts'

/**
 * What each secret is for (`SecretName`, or what a later Curtain knows), to the secret, encrypted by the system's keychain
 * and written as base64.
 */
const storedSchema = z.record(z.string(), z.base64())
type Stored = z.infer<typeof storedSchema>

export interface Secrets {
  /** false: passwords last until the program ends and the user must be told. */
  readonly keychain: boolean
  get(name: SecretName): Promise<string | null>
  set(name: SecretName, secret: string): Promise<void>
  delete(name: SecretName): Promise<void>
}

/** Once the app is ready: keychain where there is one, memory where there is none. Never plain text on disk. */
export async function openSecrets(file: string): Promise<Secrets> {
  return (await hasKeychain()) ? inKeychain(file) : inMemory()
}

/**
 * Whether there is one is told by what it does: Electron calls encryption available too where the user refuses it, and the
 * backend's name follows the desktop's. On Linux, without a keychain, Chromium encrypts with a password that stands in its
 * source, and begins with `v10` what it made so.
 */
async function hasKeychain(): Promise<boolean> {
  const probe = await safeStorage.encryptStringAsync('probe').catch(() => null)
  return probe !== null && !(process.platform === 'linux' && probe.toString('latin1', 0, 3) === 'v10')
}

function inMemory(): Secrets {
  const secrets = new Map<SecretName, string>()
  return {
    keychain: false,
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, secret) => void secrets.set(name, secret),
    delete: async (name) => void secrets.delete(name),
  }
}

function inKeychain(file: string): Secrets {
  // One change after the other, or the later of two would bring back what the earlier replaced.
  let lastChange: Promise<unknown> = Promise.resolve()
  function change(edit: (stored: Stored) => Promise<void> | void): Promise<void> {
    const next = lastChange.then(async () => {
      const stored = await load(file)
      await edit(stored)
      await save(file, stored)
    })
    lastChange = next.catch(() => {})
    return next
  }
  /** @param instead of this one; not when it was replaced meanwhile. */
  const put = (name: SecretName, secret: string, instead?: string) =>
    change(async (stored) => {
      if (instead !== undefined && stored[name] !== instead) return
      const encrypted = await safeStorage.encryptStringAsync(secret)
      stored[name] = encrypted.toString('base64')
    })

  return {
    keychain: true,
    async get(name) {
      await lastChange
      const encrypted = (await load(file))[name]
      if (encrypted === undefined) return null
      // A keychain that was replaced can't read it: the user is asked for the password again.
      const decrypted = await safeStorage
        .decryptStringAsync(Buffer.from(encrypted, 'base64'))
        .catch(() => null)
      if (decrypted === null) return null
      if (decrypted.shouldReEncrypt) await put(name, decrypted.result, encrypted)
      return decrypted.result
    },
    set: put,
    delete: (name) =>
      change((stored) => {
        delete stored[name]
      }),
  }
}

/** @throws Error when it can't be read now: what is in it must not be replaced by less. */
async function load(file: string): Promise<Stored> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  try {
    return storedSchema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Renamed into place, so that a power cut leaves the old file or the new one. */
async function save(file: string, stored: Stored): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(stored), { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}
