import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { showPage } from '../../testing/show-page.tsx'
import { ProofLine } from './proof-line.tsx'

const line = () => page.getByText(/left this window/)
const nothing = { requests: 0, pictures: 0 }

test('the proof counts from the moment the mail was opened', async () => {
  const { shell } = showPage(<ProofLine fetched={nothing} />, { traffic: { stopped: 7, left: 0 } })
  await expect.element(line()).toHaveTextContent('0 requests left this window.')
  shell.announce('shell.traffic', { stopped: 9, left: 0 })
  await expect.element(line()).toHaveTextContent('0 requests left this window. 2 attempts were stopped.')
  shell.announce('shell.traffic', { stopped: 9, left: 1 })
  await expect.element(page.getByText(/^1 request left this window/)).toBeVisible()
})

test('a request that leaves while the mail is only being opened is not missed', async () => {
  let count = { stopped: 0, left: 0 }
  const { shell } = showPage(<ProofLine fetched={nothing} />, { shell: { 'shell.traffic': () => count } })
  count = { stopped: 0, left: 1 }
  shell.announce('shell.traffic', count)
  await expect.element(line()).toHaveTextContent('1 request left this window.')
})

test('what Curtain itself asked for is said, though not every picture came', async () => {
  showPage(<ProofLine fetched={{ requests: 4, pictures: 2 }} />)
  await expect
    .element(line())
    .toHaveTextContent(
      '0 requests left this window. To fetch pictures, Curtain itself sent 4 requests. 2 pictures came.',
    )
})
