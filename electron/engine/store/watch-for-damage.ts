import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { MailError } from '../../../shared/errors.ts'
import { type CheckOutcome, checkInThread } from './check-thread.ts'
import type { Explain } from './database.ts'
import type { DatabaseKey } from './database-key.ts'
import type { MailFiles } from './mail-file.ts'
import { toStoreError } from './store-error.ts'

/** What a window needs to be there comes before it. */
const CHECK_AFTER_MS = 3_000

/** Remembers damage for the next start, which recovers, and says so once. */
export function watchForDamage(
  files: MailFiles,
  onDamage: (() => void) | undefined,
): { explain: Explain; met(): void } {
  let known = false
  function met(): void {
    if (known) return
    known = true
    try {
      writeFileSync(files.damageSeen, '')
    } catch {
      // A disk that takes nothing: it is met again.
    }
    onDamage?.()
  }
  return {
    met,
    explain(error) {
      const failure = toStoreError(error)
      // What was a MailError before is a value in a row that Curtain can't read: the file itself is sound.
      if (failure !== error && failure instanceof MailError && failure.code === 'database-damaged') met()
      return failure
    },
  }
}

const DAY_MS = 86_400_000

/** A window that is closed ends the program without ado: reading all through at every start would be too much. */
export function wasCheckedLately(files: MailFiles): boolean {
  const checked = statSync(files.checked, { throwIfNoEntry: false })
  return checked !== undefined && Math.abs(Date.now() - checked.mtimeMs) < DAY_MS
}

/** @returns a function that ends it. */
export function checkLater(files: MailFiles, key: DatabaseKey, onDamage: () => void): () => Promise<void> {
  let stop: (() => Promise<unknown>) | undefined
  const timer = setTimeout(() => {
    stop = checkInThread(files.mail, key, checkBegunAt(files) ?? '', (outcome) => {
      if (outcome.is === 'damaged') return onDamage()
      try {
        conclude(files, outcome)
      } catch {
        // A full disk: it is read through again another time.
      }
    })
  }, CHECK_AFTER_MS)
  timer.unref()
  return async () => {
    clearTimeout(timer)
    await stop?.()
  }
}

/** The table at which a check has to go on that took too long; undefined when none did. */
export function checkBegunAt(files: MailFiles): string | undefined {
  return existsSync(files.checkBegun) ? readFileSync(files.checkBegun, 'utf8') : undefined
}

/** A check that came to its end makes the backup needless; another one goes on at the next start. */
export function conclude(files: MailFiles, outcome: CheckOutcome): void {
  if (outcome.is === 'unfinished') {
    writeFileSync(files.checkBegun, outcome.next)
    return
  }
  rmSync(files.checkBegun, { force: true })
  rmSync(files.backup, { force: true })
  writeFileSync(files.checked, '')
}
