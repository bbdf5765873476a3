import type { Locator } from '@playwright/test'
import { ar } from '../../renderer/i18n/ar.ts'
import { en } from '../../renderer/i18n/en.ts'
import { arabic, newsletter, plainText } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

test('in Arabic the whole window is mirrored, and each mail keeps its own direction', async ({
  app,
  server,
}, testInfo) => {
  const mailbox = await signIn(app, server, [newsletter(), plainText(), arabic()])
  const { page } = app
  const english = { folders: await left(mailbox.folders), list: await left(mailbox.list) }
  expect(english.folders).toBeLessThan(english.list)

  await page.getByRole('radio', { name: 'العربية' }).click()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
  expect(await left(mailbox.folders)).toBeGreaterThan(await left(mailbox.list))

  await mailbox.row('رسالة الأسبوع').click()
  await expect(mailbox.body.getByRole('heading', { name: 'أخبار الأسبوع' })).toBeVisible()
  await expect(page.getByRole('button', { name: ar.banner.load })).toBeVisible()
  await testInfo.attach('arabic', { body: await page.screenshot(), contentType: 'image/png' })

  await mailbox.row('News of the week').click()
  await expect(mailbox.body.getByRole('heading', { name: 'This week' })).toBeVisible()
  const heading = mailbox.body.getByRole('heading', { name: 'This week' })
  expect(await heading.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr')
})

test.describe('started in Arabic', () => {
  test.use({ environment: { CURTAIN_LANGUAGE: 'ar' } })

  test('the first run speaks Arabic', async ({ app }) => {
    await expect(app.page.locator('html')).toHaveAttribute('dir', 'rtl')
    await expect(app.page.getByRole('heading', { name: ar.app.promise })).toBeVisible()
  })
})

test.describe('started dark', () => {
  test.use({ environment: { CURTAIN_THEME: 'dark' } })

  test('the window is dark, and can be made light', async ({ app, server }, testInfo) => {
    const mailbox = await signIn(app, server, [plainText(), newsletter()])
    const { page } = app
    await mailbox.open('News of the week')
    await testInfo.attach('dark', { body: await page.screenshot(), contentType: 'image/png' })
    expect(await lightness(mailbox.row('News of the week'))).toBeGreaterThan(0.6)
    await page.getByRole('radio', { name: en.settings.themes.light }).click()
    await expect.poll(() => lightness(mailbox.row('News of the week'))).toBeLessThan(0.4)
  })
})

async function left(pane: Locator): Promise<number> {
  return (await pane.boundingBox())?.x ?? Number.NaN
}

/** Of its text, from 0 to 1: light text stands on dark. */
function lightness(element: Locator): Promise<number> {
  return element.evaluate((node) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    if (canvas === null) return Number.NaN
    canvas.fillStyle = getComputedStyle(node).color
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data
    return (red + green + blue) / 3 / 255
  })
}
