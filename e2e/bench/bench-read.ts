import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { saveIngested } from '../../electron/engine/store/bodies.ts'
import { getMessage } from '../../electron/engine/store/messages.ts'
import { openStore } from '../../electron/engine/store/open-store.ts'
import { insertHeaders } from '../../electron/engine/store/placements.ts'
import { deriveMessage } from '../../electron/engine/sync/derive-message.ts'
import { addAccount, addFolder, headerRow } from '../../electron/engine/testing/sample-mail.ts'
import type { Mail } from '../walls/harness/page.ts'
import { startHarnessServer } from '../walls/harness/server.ts'
import { type Figures, quantile } from './figures.ts'
import { createRandom, generateNewsletterHtml } from './generate-mailbox.ts'

const NEWSLETTER_BYTES = 100_000
const OPENINGS = 20

function newsletter(seed: number): string {
  return generateNewsletterHtml(
    createRandom(seed),
    NEWSLETTER_BYTES,
    'shop.example',
    'list-manage.com/track/open.php?u=',
  )
}

/** Opening stored newsletters of 100 kB: from the database to the frame's last layout, in a real Chromium. */
export async function run(): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  const store = openStore(dir)
  const harness = await startHarnessServer()
  Object.assign(harness.policies, { message: true, page: true })
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const folderId = store.write((db) => addFolder(db, addAccount(db), 'INBOX', 'inbox'))
    const page = await browser.newPage()
    await page.goto(`${harness.origin}/`)
    await page.waitForFunction(() => 'harness' in window)

    const reading: number[] = []
    const showing: number[] = []
    for (let n = 0; n < OPENINGS; n++) {
      const [id] = store.write((db) => insertHeaders(db, folderId, [headerRow(n + 1)]))
      if (id === undefined) throw new Error('a message that was not stored')
      const source = Buffer.from(
        `Subject: Bench\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${newsletter(n)}`,
      )
      store.write((db) => saveIngested(db, id, deriveMessage(source, ['reader@example.org'])))

      const start = performance.now()
      const message = getMessage(store.read, id)
      reading.push(performance.now() - start)
      const mail: Mail = {
        name: `mail-${n}`,
        html: message?.parts[0]?.content ?? '',
        known: message?.references.map(({ url }) => url) ?? [],
        prepared: true,
        sandboxed: true,
      }
      showing.push(await page.evaluate(showTimed, mail))
    }
    const showMs = quantile(showing, 0.5)
    return {
      'read.store.ms': quantile(reading, 0.5),
      'read.open.ms': quantile(reading, 0.5) + showMs,
      'read.open.p90.ms': quantile(reading, 0.9) + quantile(showing, 0.9),
      'read.sanitise.MBperSecond': NEWSLETTER_BYTES / 1e6 / (showMs / 1000),
    }
  } finally {
    await browser.close()
    await harness.close()
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** In the page: from the mail's text to its frame laid out. */
async function showTimed(mail: Mail): Promise<number> {
  window.harness.clear()
  const start = performance.now()
  await window.harness.show([mail])
  return performance.now() - start
}
