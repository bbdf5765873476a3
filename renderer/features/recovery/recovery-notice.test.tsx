import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { showPage } from '../../testing/show-page.tsx'
import { RecoveryNotice } from './recovery-notice.tsx'

const recovery = { at: 0, accounts: 2, rules: 1, complete: true }

test('what was kept is said until it is understood', async () => {
  const shown = showPage(<RecoveryNotice />, {
    engine: { 'recovery.state': () => recovery, 'recovery.forget': () => {} },
  })
  await expect.element(page.getByText(/rules for pictures.* were kept/)).toBeVisible()
  await page.getByRole('button', { name: 'Understood' }).click()
  await expect.element(page.getByRole('status')).not.toBeInTheDocument()
  expect(shown.asked.map(({ name }) => name)).toContain('recovery.forget')
})

test.each([
  [{ ...recovery, complete: false }, /see whether something is missing/],
  [{ ...recovery, accounts: 0, complete: false }, /Please add your account again/],
])('what could not be read is said: %o', async (state, words) => {
  showPage(<RecoveryNotice />, { engine: { 'recovery.state': () => state } })
  await expect.element(page.getByText(words)).toBeVisible()
})

test('in Arabic', async () => {
  showPage(<RecoveryNotice />, {
    engine: { 'recovery.state': () => recovery },
    language: 'ar',
    locale: 'ar-EG',
  })
  await expect.element(page.getByRole('button', { name: 'فهمت' })).toBeVisible()
})

test('nothing is said when nothing happened', async () => {
  const shown = showPage(<RecoveryNotice />, { engine: { 'recovery.state': () => null } })
  await expect.poll(() => shown.asked.map(({ name }) => name)).toContain('recovery.state')
  await expect.element(page.getByRole('status')).not.toBeInTheDocument()
})
