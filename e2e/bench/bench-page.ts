import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDovecot } from '../../electron/engine/testing/dovecot.ts'
import { buildIfStale } from '../demo/build-if-stale.ts'
import type { CurtainApp } from '../fixtures/curtain-app.ts'
import { launchOnStandIn } from '../fixtures/launch-stand-in.ts'
import { AccountForm } from '../pages/account-form.ts'
import { Mailbox } from '../pages/mailbox.ts'
import { SearchBox } from '../pages/search-box.ts'
import { type Figures, quantile } from './figures.ts'
import { generateMailbox } from './generate-mailbox.ts'

const ADDRESS = 'reader@example.org'
const PASSWORD = 'bench-password'
const ROUNDS = 20

/**
 * The built program in a real browser, with an account of 50,000 realistic mails: how long the reader waits for a page of
 * the list, a mail, what a search finds and the next mail after archiving one, while the account syncs and once it has.
 */
export async function run(messages = 50_000): Promise<Figures> {
  buildIfStale()
  const dataDirectory = mkdtempSync(join(tmpdir(), 'curtain-bench-'))
  const dovecot = await startDovecot({ users: { [ADDRESS]: PASSWORD } })
  const inbox = dovecot.maildir(ADDRESS)
  generateMailbox(inbox, messages)
  dovecot.handOver(inbox)
  const environment = { CURTAIN_LANGUAGE: 'en' }
  const app = await launchOnStandIn({ dataDirectory, environment, switches: [] })
  try {
    const form = new AccountForm(app.page)
    await form.fill(dovecot, ADDRESS, PASSWORD)
    const from = performance.now()
    await form.submit.click()
    const mailbox = new Mailbox(app.page)
    await mailbox.list.getByRole('option').first().waitFor()
    const firstRow = performance.now() - from

    const syncing = await actAsReader(app, mailbox)
    const progress = app.page.getByRole('progressbar')
    if (!(await progress.isVisible())) throw new Error('The account had synced before all was measured')
    await progress.waitFor({ state: 'hidden', timeout: 0 })
    const quiet = await actAsReader(app, mailbox)

    return {
      'page.firstRow.ms': firstRow,
      ...Object.fromEntries(
        [...syncing].flatMap(([act, waits]) => [
          [`page.${act}.syncing.p50.ms`, quantile(waits, 0.5)],
          [`page.${act}.syncing.max.ms`, Math.max(...waits)],
          [`page.${act}.quiet.p50.ms`, quantile(quiet.get(act) ?? [], 0.5)],
          [`page.${act}.ratioToQuiet`, quantile(waits, 0.5) / quantile(quiet.get(act) ?? [], 0.5)],
        ]),
      ),
    }
  } finally {
    await app.quit()
    await dovecot.remove()
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Milliseconds of each wait, by what was waited for. */
async function actAsReader({ page }: CurtainApp, mailbox: Mailbox): Promise<Map<string, number[]>> {
  const waits = new Map<string, number[]>()
  async function wait(act: string, until: () => Promise<unknown>): Promise<void> {
    const from = performance.now()
    await until()
    waits.set(act, [...(waits.get(act) ?? []), performance.now() - from])
  }
  const search = new SearchBox(page)
  const rows = mailbox.list.getByRole('option')
  const heading = mailbox.reader.getByRole('heading', { level: 1 })
  for (let round = 1; round <= ROUNDS; round += 1) {
    await wait('scroll', () => scrollTo(mailbox, round / (ROUNDS + 1)))
    await scrollTo(mailbox, 0)
    await wait('open', async () => {
      await rows.nth(2).click()
      await mailbox.body.locator('body *').first().waitFor()
    })
    const subject = (await heading.textContent()) ?? ''
    await wait('archive', async () => {
      await page.keyboard.press('e')
      await heading.filter({ hasNotText: subject }).waitFor()
    })
    await wait('search', async () => {
      await search.field.fill(subject.split(' ').slice(0, 2).join(' '))
      await page.waitForFunction(() => (CSS.highlights.get('search')?.size ?? 0) > 0)
    })
    await search.field.press('Escape')
    await page.waitForFunction(() => (CSS.highlights.get('search')?.size ?? 0) === 0)
  }
  return waits
}

/** To that part of the list, from 0 to 1, until its rows are there. */
async function scrollTo({ list }: Mailbox, part: number): Promise<void> {
  await list.evaluate(async (list, part) => {
    list.scrollTo({ top: list.scrollHeight * part })
    const { left, width, top, height } = list.getBoundingClientRect()
    const isThere = () => {
      const row = document.elementFromPoint(left + width / 2, top + height / 2)?.closest('[role=option]')
      return row && row.getBoundingClientRect().height > 0 && row.textContent !== ''
    }
    do await new Promise(requestAnimationFrame)
    while (!isThere())
  }, part)
}
