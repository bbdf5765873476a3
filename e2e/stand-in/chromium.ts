import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { toChromium } from './addresses.ts'
import { state } from './state.ts'
import { rules } from './web-request.ts'
import { removeFromPages } from './without-walls.ts'

const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/**
 * What makes a stock Chromium the bare engine that Electron is. Playwright's own switches are left out on
 * purpose: several of them cut network traffic, and would pass for the program's (wall 4).
 */
const BARE_ENGINE = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-search-engine-choice-screen',
  '--disable-dev-shm-usage',
  '--disable-back-forward-cache',
  '--password-store=basic',
  '--use-mock-keychain',
  '--hide-crash-restore-bubble',
  // No bar that warns of --no-sandbox.
  '--test-type',
]

let running: Promise<BrowserContext> | undefined

/** Started by the first window, when all that can be set before is set. */
export function launchChromium(
  folder: string,
  size: { width: number; height: number },
): Promise<BrowserContext> {
  running ??= launch(folder, size)
  return running
}

export async function closeChromium(): Promise<void> {
  const context = await running?.catch(() => undefined)
  await context?.close().catch(() => {})
}

/** Where any client of the DevTools protocol may connect, if a port was asked for. */
export function debuggingEndpoint(folder: string): string | null {
  const asked = state.switches.get('remote-debugging-port')
  if (asked === undefined) return null
  // Chromium writes down only a port that it chose itself.
  if (asked !== null && asked !== '0') return `http://127.0.0.1:${asked}`
  const [port] = readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n')
  return `http://127.0.0.1:${port}`
}

async function launch(folder: string, size: { width: number; height: number }): Promise<BrowserContext> {
  writePreferences(folder)
  const root = process.getuid?.() === 0
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: EXECUTABLE,
    ignoreDefaultArgs: true,
    args: [
      ...BARE_ENGINE,
      ...[...state.switches].map(([name, value]) => (value === null ? `--${name}` : `--${name}=${value}`)),
      `--user-data-dir=${folder}`,
      '--remote-debugging-pipe',
      `--window-size=${size.width},${size.height}`,
      // Chromium's sandbox refuses to run as root; everybody else keeps it.
      ...(root ? ['--no-sandbox'] : []),
      ...(state.headed ? ['--app=data:text/html,<title>Curtain</title>'] : ['--headless', 'about:blank']),
    ],
    headless: !state.headed,
    viewport: state.headed ? null : size,
    colorScheme: null,
    acceptDownloads: false,
    // run.ts turns signals into app.quit().
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  await removeFromPages(context)
  return context
}

/** Permissions that a page can ask a stock Chromium for, by their names in the DevTools protocol. */
const PERMISSIONS = [
  'geolocation',
  'notifications',
  'camera',
  'microphone',
  'clipboard-read',
  'midi',
  'storage-access',
]

export async function denyPermissions(context: BrowserContext, page: string): Promise<void> {
  const [first] = context.pages()
  if (first === undefined || rules.permissionCheck === null) return
  const devTools = await context.newCDPSession(first)
  const origin = new URL(toChromium(page)).origin
  for (const name of PERMISSIONS) {
    // The names differ a little from Electron's; a handler that looked at them would have to be served better.
    if (rules.permissionCheck(null, 'unknown', page, { isMainFrame: true })) throw new Error('Lacks granting')
    await devTools.send('Browser.setPermission', { permission: { name }, setting: 'denied', origin })
  }
  await devTools.detach()
}

/** DNS over HTTPS is a setting of the whole browser, all else of the profile. */
function writePreferences(folder: string): void {
  mkdirSync(join(folder, 'Default'), { recursive: true, mode: 0o700 })
  const files = { 'Local State': /^dns_over_https\./, 'Default/Preferences': /^(?!dns_over_https\.)/ }
  for (const [name, belongs] of Object.entries(files)) {
    const file = join(folder, name)
    const kept = readJson(file)
    for (const [path, value] of state.preferences) if (belongs.test(path)) setAt(kept, path.split('.'), value)
    writeFileSync(file, JSON.stringify(kept))
  }
}

function setAt(target: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[key] = value
    return
  }
  const inner = target[key]
  const next = typeof inner === 'object' && inner !== null ? { ...inner } : {}
  setAt(next, rest, value)
  target[key] = next
}

function readJson(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
