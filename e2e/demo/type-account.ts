/**
 * Adds the demo's account the way a user does: by typing it into the form of the first start. The product knows
 * of no demo, so there is no other way in that a real password would not also have to take; it works alike on
 * Electron and on the stand-in, through the DevTools protocol.
 */
import { chromium, type Page } from 'playwright-core'
import { DEMO_ACCOUNT } from './imap-server.ts'

const PATIENCE_MS = 60_000

/** @param signal ends the waiting when the program ended. */
export async function typeAccount(
  debuggingPort: number,
  imapPort: number,
  signal: AbortSignal,
): Promise<void> {
  const browser = await chromium.connectOverCDP(await endpoint(debuggingPort, signal))
  try {
    const page = await programPage(browser.contexts()[0]?.pages() ?? [])
    const { address, displayName, host, security, user, password } = DEMO_ACCOUNT
    await page.locator('input[name=displayName]').fill(displayName)
    await page.locator('input[name=address]').fill(address)
    await page.locator('input[name=password]').fill(password)
    // Before the port, which follows it. React Aria keeps a native select for forms, out of sight.
    await page.locator('select[name=security]').selectOption(security, { force: true })
    await page.locator('input[name=host]').fill(host)
    await page.locator('input[name=port]').fill(String(imapPort))
    await page.locator('input[name=user]').fill(user)
    await page.locator('form button[type=submit]').click()
    await page.locator('input[name=host]').waitFor({ state: 'detached', timeout: PATIENCE_MS })
  } finally {
    // Leaves the program as it is: this only ends the connection.
    await browser.close()
  }
}

async function programPage(pages: Page[]): Promise<Page> {
  const form = (page: Page) => page.locator('input[name=host]').waitFor({ timeout: PATIENCE_MS })
  return Promise.any(pages.map(async (page) => form(page).then(() => page)))
}

async function endpoint(port: number, signal: AbortSignal): Promise<string> {
  const address = `http://127.0.0.1:${port}`
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    signal.throwIfAborted()
    const answer = await fetch(`${address}/json/list`).catch(() => null)
    const targets: unknown = await answer?.json()
    if (Array.isArray(targets) && targets.some((target) => target?.type === 'page')) return address
    if (performance.now() > until) throw new Error('The window did not open')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
