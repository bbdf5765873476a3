import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { messageIdSchema } from '../../../shared/models/message.ts'
import { showTheme } from '../../styles/theme.ts'
import { sampleMessage } from '../../testing/samples.ts'
import { showPage } from '../../testing/show-page.tsx'
import { Reader } from './reader.tsx'

beforeEach(() => page.viewport(1280, 800))
afterEach(() => showTheme('system'))

const PAPER = 'Show it on white, as its sender made it'

function showMail(id: number, part = '<p style="color:#111;background:#fff">Figs'): void {
  const message = sampleMessage({
    id,
    parts: [{ kind: part.startsWith('<') ? 'html' : 'text', content: part }],
  })
  showPage(<Reader messageId={messageIdSchema.parse(id)} onBack={() => {}} />, {
    engine: { 'message.open': () => message },
  })
}

async function ground(): Promise<string> {
  const paragraph = await vi.waitUntil(() =>
    document.querySelector('iframe')?.contentDocument?.querySelector(':root[data-shown] p'),
  )
  return getComputedStyle(paragraph).backgroundColor
}

test('in the dark theme a mail lies on a dark sheet, until its reader wants to see it as it was made', async () => {
  showTheme('dark')
  showMail(1)
  expect(await ground()).toMatch(/^oklch\(0\.2/)
  await page.getByRole('button', { name: PAPER }).click()
  await expect.poll(ground).toBe('rgb(255, 255, 255)')
  await page.getByRole('button', { name: 'Show it in dark colours' }).click()
  await expect.poll(ground).toMatch(/^oklch/)
  await page.getByRole('button', { name: PAPER }).click()
  await expect.poll(ground).toBe('rgb(255, 255, 255)')
})

test('that is remembered of this mail, and said of no other', async () => {
  showTheme('dark')
  showMail(1)
  expect(await ground()).toBe('rgb(255, 255, 255)')
})

test('another mail is dark, and follows the theme', async () => {
  showTheme('dark')
  showMail(2)
  expect(await ground()).toMatch(/^oklch/)
  showTheme('light')
  await expect.poll(ground).toBe('rgb(255, 255, 255)')
  expect(page.getByRole('button', { name: PAPER }).elements()).toEqual([])
})

test('plain text has the colours of the window and nothing to choose', async () => {
  showTheme('dark')
  showMail(3, 'They are early.')
  await expect.element(page.getByRole('article').getByText('They are early.')).toBeVisible()
  expect(page.getByRole('button', { name: PAPER }).elements()).toEqual([])
})
