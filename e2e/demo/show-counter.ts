import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Opens the senders' counter in a small window of its own, where there is a Chromium and a display; its
 * address is in the terminal for any other browser. @returns what closes it.
 */
export function showCounter(page: string): () => void {
  const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  const display = process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  if (!existsSync(chromium) || !display) return () => {}
  const profile = mkdtempSync(join(tmpdir(), 'curtain-counter-'))
  const window = spawn(
    chromium,
    [
      `--app=${page}`,
      `--user-data-dir=${profile}`,
      '--window-size=380,460',
      '--window-position=0,0',
      '--no-first-run',
      '--password-store=basic',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore' },
  )
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  window.on('exit', remove).on('error', remove)
  return () => window.kill()
}
