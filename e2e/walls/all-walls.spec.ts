import { expect } from '@playwright/test'
import { vectorClasses } from '../../renderer/features/leak-test/vectors/all-vectors.ts'
import { fireInFrames, tell } from './harness/fire.ts'
import { openHarness, test } from './harness/range.ts'

test.describe.configure({ timeout: 180_000 })

const walls = { sanitiser: true, message: true, page: true }

test('a styled mail keeps its looks behind all the walls, and breaks no policy', async ({ range }) => {
  Object.assign(range.harness.policies, walls)
  const page = await openHarness(range)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.evaluate(
    (html) =>
      window.harness.show([
        { name: 'looks', html, known: ['https://pictures.test/a.png'], prepared: true, sandboxed: true },
      ]),
    STYLED,
  )
  const content = page.frameLocator('[data-name=looks] iframe')
  await expect(content.locator('#by-attribute')).toHaveCSS('color', 'rgb(255, 0, 0)')
  await expect(content.locator('#by-sheet')).toHaveCSS('color', 'rgb(0, 128, 0)')
  await expect(content.locator('#waiting')).toHaveAttribute('data-waiting')
  await expect(content.locator('#picture')).toHaveJSProperty('naturalWidth', 1)
  expect(complaints).toEqual([])
})

const STYLED = `<style>#by-sheet { color: green }</style><p id=by-attribute style="color: red">red</p>
<p id=by-sheet>green</p>
<img id=waiting width=90 height=60 alt="A hat" src="https://pictures.test/a.png">
<img id=picture src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">`

test('links are pressed and hovered, and the page alone is told', async ({ range }) => {
  Object.assign(range.harness.policies, walls)
  const page = await openHarness(range)
  const html = `<a href="https://pressed.leak.test/a?b#c">press</a> <a href="mailto:a@b.test">write</a>
    <a href="javascript:alert(1)">no</a> <a href="/relative">no</a> <a href="file:///etc/passwd">no</a>`
  await page.evaluate(
    (given) =>
      window.harness.show([{ name: 'links', html: given, known: [], prepared: true, sandboxed: true }]),
    html,
  )
  const links = page.frameLocator('[data-name=links] iframe').locator('a')
  for (const link of await links.all()) await link.click({ noWaitAfter: true })
  await links.first().press('Enter')
  expect(await page.evaluate(() => window.harness.opened)).toEqual([
    'https://pressed.leak.test/a?b#c',
    'mailto:a@b.test',
    'https://pressed.leak.test/a?b#c',
  ])
  expect(await page.evaluate(() => window.harness.hovered)).toContain('https://pressed.leak.test/a?b#c')
  await links.first().hover()
  await expect.poll(() => page.evaluate(() => window.harness.hovered.at(-1))).toContain('pressed')
  await page.mouse.move(700, 700)
  await expect.poll(() => page.evaluate(() => window.harness.hovered.at(-1))).toBeNull()
  expect(range.counting.hits.filter(({ host }) => host.startsWith('pressed.'))).toEqual([])
})

for (const [title, vectors] of Object.entries(vectorClasses)) {
  test(`behind all the walls of the page nothing gets out: ${title}`, async ({ range }) => {
    expect(tell(await fireInFrames(range, vectors, walls))).toEqual([])
  })
}
