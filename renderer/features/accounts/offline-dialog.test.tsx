import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { sampleAccount } from '../../testing/samples.ts'
import { showPage } from '../../testing/show-page.tsx'
import { OfflineDialog } from './offline-dialog.tsx'

test('what is kept is chosen, saved, and said as it was', async () => {
  const onClose = vi.fn()
  const { asked } = showPage(<OfflineDialog account={sampleAccount()} onClose={onClose} />, {
    engine: { 'account.offline': () => ({ days: 365, largest: 25 }), 'account.saveOffline': () => {} },
  })
  await expect.element(page.getByRole('radio', { name: /The last year/ })).toBeChecked()
  await page.getByText('The last 30 days').click()
  await page.getByRole('button', { name: 'Save' }).click()
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(asked.at(-1)).toMatchObject({ name: 'account.saveOffline', input: { days: 30, largest: 25 } })
})

test('everything is everything', async () => {
  const { asked } = showPage(<OfflineDialog account={sampleAccount()} onClose={() => {}} />, {
    language: 'ar',
    engine: { 'account.offline': () => ({ days: 30, largest: 5 }), 'account.saveOffline': () => {} },
  })
  await page.getByText('كل البريد').click()
  await page.getByRole('button', { name: /الأكبر من [5٥] ميغابايت/ }).click()
  await page.getByRole('option', { name: /لا شيء/ }).click()
  await page.getByRole('button', { name: 'حفظ' }).click()
  await vi.waitFor(() => expect(asked.at(-1)?.input).toMatchObject({ days: null, largest: null }))
})
