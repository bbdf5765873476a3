import { en } from '../../renderer/i18n/en.ts'
import type { CurtainApp } from '../fixtures/curtain-app.ts'
import { expect, test } from '../fixtures/test.ts'

const WALLS = ['sanitiser', 'frame', 'page', 'session', 'door']
const say = en.leakTest

/** Runs it from the menu and names the walls that it found a hole in. */
async function runLeakTest({ page, pickMenuItem }: CurtainApp): Promise<string[]> {
  await expect(page.getByRole('form')).toBeVisible()
  await pickMenuItem('Run the leak test…')
  const dialog = page.getByRole('dialog', { name: say.title })
  await expect(dialog.getByRole('button', { name: say.again })).toBeEnabled({ timeout: 60_000 })
  const fallen: string[] = []
  for (const wall of WALLS) {
    const row = dialog.locator(`[data-wall=${wall}]`)
    await expect(row).toHaveAttribute('data-held')
    if ((await row.getAttribute('data-held')) === 'false') fallen.push(wall)
  }
  return fallen
}

test('the program’s own leak test finds every wall standing, with a few hundred attacks', async ({ app }) => {
  expect(await runLeakTest(app)).toEqual([])
  const dialog = app.page.getByRole('dialog', { name: say.title })
  await expect(dialog.getByRole('status')).toContainText(/All walls hold\. \d{3},?\d* attacks/)
})

for (const wall of ['frame', 'page', 'session']) {
  test.describe(`without the wall “${wall}”`, () => {
    test.use({ environment: { STAND_IN_WITHOUT: wall } })
    test('the leak test turns red for it and for no other', async ({ app, shell }) => {
      test.skip(shell === 'electron', 'Only the stand-in can take a wall away')
      expect(await runLeakTest(app)).toEqual([wall])
    })
  })
}
