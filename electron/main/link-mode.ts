import { readFileSync, writeFileSync } from 'node:fs'
import { type LinkMode, linkModeSchema } from '../../shared/models/link-mode.ts'

/** What was never chosen, or can't be read, is as careful as it can be. */
export function loadLinkMode(file: string): LinkMode {
  try {
    return linkModeSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return 'always'
  }
}

/** @throws Error when it can't be written: then the old choice stays. */
export function saveLinkMode(file: string, mode: LinkMode): void {
  writeFileSync(file, JSON.stringify(mode), { mode: 0o600 })
}
