import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { showPage } from '../testing/show-page.tsx'
import { FailureNotice } from './failure-notice.tsx'

const failure = { code: 'timed-out', retry: 'later' } as const

test('what Curtain tries again by itself says so', async () => {
  showPage(<FailureNotice failure={failure} onRetry={() => {}} retriesItself />)
  await expect.element(page.getByText(/by itself/)).toBeVisible()
})

test('what only the user tries again does not promise that Curtain does', async () => {
  showPage(<FailureNotice failure={failure} onRetry={() => {}} />)
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(page.getByText(/by itself/).elements()).toEqual([])
})
