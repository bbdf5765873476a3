/** What the program's window can run on, on this machine. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Host =
  | { kind: 'electron'; executable: string }
  | { kind: 'stand-in' }
  | { kind: 'none'; why: string }

const ROOT = join(import.meta.dirname, '../..')

export function findHost(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Host {
  const electron = electronBinary()
  const display = platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
  if (electron !== null && display) return { kind: 'electron', executable: electron }
  if (existsSync(environment['CHROMIUM'] ?? '/usr/bin/chromium')) return { kind: 'stand-in' }
  const why =
    electron === null
      ? 'Neither Electron’s binary (npx install-electron) nor a Chromium (apt install chromium, or CHROMIUM=/path) is here'
      : 'Electron needs a display, and none is here'
  return { kind: 'none', why }
}

/** Its package downloads the binary as soon as it is imported, so only its files are looked at. */
function electronBinary(): string | null {
  const folder = join(ROOT, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return null
  const executable = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(executable) ? executable : null
}
