import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** What a kept data folder must find again: the account in it names a port, and its mails have their dates. */
const stateSchema = z.object({ imapPort: z.int(), startedAt: z.number(), accountAdded: z.boolean() })
export type DemoState = z.infer<typeof stateSchema>

export interface DemoFolder {
  path: string
  /** Of an earlier run in the same folder. */
  state: DemoState | undefined
  save(state: DemoState): void
  /** Removes a temporary folder, leaves a kept one. */
  leave(): void
}

export function openDemoFolder(kept: string | undefined): DemoFolder {
  const path = kept ?? mkdtempSync(join(tmpdir(), 'curtain-demo-'))
  mkdirSync(path, { recursive: true })
  const file = join(path, 'demo.json')
  return {
    path,
    state: readState(file),
    save: (state) => writeFileSync(file, JSON.stringify(state)),
    leave() {
      if (kept === undefined) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function readState(file: string): DemoState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
