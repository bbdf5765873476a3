import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { showPage } from '../../testing/show-page.tsx'
import { JudgementStatus } from './judgement-status.tsx'

test('judging again is told while it goes on, in place, and not a word of it afterwards', async () => {
  const { engine } = showPage(<JudgementStatus />, {
    engine: { 'judgement.state': () => ({ done: 120, total: 5_000 }) },
  })
  const words = page.getByText(/^Checking stored mail for trackers again/)
  await expect.element(words).toMatchTextContent('Checking stored mail for trackers again: 120 of 5,000')
  engine.announce('judgement.state', { done: 121, total: 5_000 })
  await expect.element(words).toMatchTextContent('121 of 5,000')
  await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '121')
  engine.announce('judgement.state', { done: 0, total: 0 })
  await expect.element(words).not.toBeInTheDocument()
})

test('in Arabic, with the digits of the region', async () => {
  showPage(<JudgementStatus />, {
    engine: { 'judgement.state': () => ({ done: 120, total: 5_000 }) },
    language: 'ar',
    locale: 'ar-EG',
  })
  await expect.element(page.getByText(/١٢٠ من ٥٬٠٠٠/)).toBeVisible()
})
