import type { Locator, Page } from '@playwright/test'
import { en } from '../../renderer/i18n/en.ts'
import type { CurtainApp } from '../fixtures/curtain-app.ts'
import { newsletter } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

const WALLS = ['sanitiser', 'frame', 'page', 'session', 'door']
const say = en.leakTest

async function begin({ page, pickMenuItem }: CurtainApp): Promise<Locator> {
  await pickMenuItem('Run the leak test…')
  const dialog = page.getByRole('dialog', { name: say.title })
  await expect(dialog).toBeVisible()
  return dialog
}

interface Result {
  wall: string
  held: boolean
  attacks: string
  passed: string
}

/** Runs it from the menu. Where nearly everything gets through, each attack is fired once more by itself. */
async function runLeakTest(app: CurtainApp): Promise<Result[]> {
  await expect(app.page.getByRole('form')).toBeVisible()
  await begin(app)
  await expect
    .poll(async () => (await readResults(app.page)).length, { timeout: 150_000, intervals: [500] })
    .toBe(WALLS.length)
  return readResults(app.page)
}

/** Without locators: they would wait for navigations that the shell has refused. */
function readResults(page: Page): Promise<Result[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-held]')].map((row) => {
      const [attacks = '', passed = ''] = [...row.querySelectorAll('td')].map((cell) => cell.textContent)
      return { wall: row.dataset['wall'] ?? '', held: row.dataset['held'] === 'true', attacks, passed }
    }),
  )
}

const fallenOf = (results: Result[]) => results.filter(({ held }) => !held).map(({ wall }) => wall)

test('the program’s own leak test finds every wall standing, with over a thousand attacks', async ({
  app,
}) => {
  const results = await runLeakTest(app)
  expect(results.map(({ wall }) => wall)).toEqual(WALLS)
  expect(fallenOf(results)).toEqual([])
  const dialog = app.page.getByRole('dialog', { name: say.title })
  await expect(dialog.getByRole('status')).toContainText(/All walls hold\. \d,\d{3} attacks/)
})

/** What is taken away, the wall that has to be red for it, and whether every single attack on it is seen then. */
const removed: [without: string, wall: string, isAllSeen: boolean][] = [
  ['sanitiser', 'sanitiser', false],
  ['frame-sandbox', 'frame', false],
  ['frame-policy', 'frame', false],
  ['frame-sandbox,frame-policy', 'frame', true],
  ['page', 'page', false],
  ['session', 'session', false],
  ['door', 'door', false],
]

for (const [without, wall, isAllSeen] of removed) {
  test.describe(`without ${without}`, () => {
    test.use({ environment: { STAND_IN_WITHOUT: without } })
    test(`the leak test turns red for the wall “${wall}” and for no other`, async ({ app, shell }) => {
      test.skip(shell === 'electron', 'Only the stand-in can take a wall away')
      test.setTimeout(200_000)
      const results = await runLeakTest(app)
      expect(fallenOf(results)).toEqual([wall])
      const { attacks, passed } = results.find((one) => one.wall === wall) ?? {}
      if (isAllSeen) expect(passed).toBe(attacks)
      expect(await app.page.evaluate(() => document.querySelector('[data-names]')?.textContent)).toMatch(/\w/)
    })
  })
}

test('closed in the middle, it leaves nothing behind, and is not charged to the mail that is open', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [newsletter()])
  await mailbox.open('News of the week')
  const dialog = await begin(app)
  await expect(dialog.locator('[data-wall=sanitiser]')).toHaveAttribute('data-held', 'true')
  await dialog.getByRole('button', { name: en.app.close, exact: true }).last().click()
  await expect(dialog).toBeHidden()
  const again = await begin(app)
  await expect(again.getByRole('status')).toContainText('All walls hold.', { timeout: 60_000 })
  await again.getByRole('button', { name: en.app.close, exact: true }).last().click()
  await expect(mailbox.reader.getByText(/left this window/)).toHaveText('0 requests left this window.')
})

test('a window that something tried to lead elsewhere says so below the mail that is open', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [newsletter()])
  await mailbox.open('News of the week')
  const proof = mailbox.reader.getByText(/left this window/)
  await expect(proof).toHaveText('0 requests left this window.')
  await app.page.evaluate(() => {
    window.location.href = 'https://evil.example/'
  })
  await expect(proof).toHaveText('0 requests left this window. 1 attempt was stopped.')
})
