import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, test as base, chromium, type Page } from '@playwright/test'
import { type CountingServers, startCountingServers } from '../counting-servers.ts'
import { type HarnessServer, startHarnessServer } from './server.ts'

/** A shooting range: Chromium with its own profile, the harness's pages, and the servers that count hits. */
export interface Range {
  context: BrowserContext
  counting: CountingServers
  harness: HarnessServer
}

export const test = base.extend<object, { range: Range }>({
  range: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const [counting, harness] = await Promise.all([startCountingServers(), startHarnessServer()])
      const profile = mkdtempSync(join(tmpdir(), 'curtain-range-'))
      writeFileSync(join(profile, 'Local State'), counting.localState)
      // A normal profile: incognito, and --disable-background-networking, hide prefetch and preconnect.
      const context = await chromium.launchPersistentContext(profile, {
        executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
        headless: true,
        viewport: { width: 1500, height: 1200 },
        args: ['--no-sandbox', '--ignore-certificate-errors', '--no-first-run'],
        ignoreDefaultArgs: ['--disable-background-networking'],
      })
      await use({ context, counting, harness })
      await context.close()
      await Promise.all([counting.close(), harness.close()])
      rmSync(profile, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

/** A page of the harness; what it opens itself is left alone until the context closes. */
export async function openHarness(range: Range): Promise<Page> {
  const page = await range.context.newPage()
  await page.goto(`${range.harness.origin}/`)
  await page.waitForFunction(() => 'harness' in window)
  return page
}
