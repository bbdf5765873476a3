import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { MessageRow } from '../../../shared/models/message.ts'
import { sampleRow } from '../../testing/samples.ts'
import { showPage } from '../../testing/show-page.tsx'
import { MessageRowView } from './message-row.tsx'

function showRow(given: Parameters<typeof sampleRow>[0], language: 'en' | 'ar' = 'en'): MessageRow {
  const row = sampleRow(given)
  showPage(
    <div role="listbox" aria-label="Inbox">
      <MessageRowView
        id="row"
        row={row}
        locale={language}
        today={Date.now()}
        position={1}
        size={1}
        top={0}
        isSelected={false}
        isCurrent={false}
      />
    </div>,
    { language },
  )
  return row
}

const row = () => page.getByRole('option')

test('the badge gives count and names before the mail is opened', async () => {
  showRow({ trackerCount: 2, services: ['Mailchimp', 'Litmus'] })
  await expect.element(row().getByText('2 · Mailchimp, Litmus')).toBeVisible()
  await expect.element(row()).toHaveAccessibleName(/2 trackers: Mailchimp, Litmus/)
})

test('trackers of no known service are still counted', async () => {
  showRow({ trackerCount: 1 })
  await expect.element(row().getByText('1 tracker', { exact: true })).toBeVisible()
})

test('suspects are called possible, and only where there is no certain one', async () => {
  showRow({ suspectCount: 3 })
  await expect.element(row().getByText('3 possible trackers')).toBeVisible()
  showRow({ suspectCount: 3, trackerCount: 1, services: ['Litmus'] })
  await expect.element(row().nth(1)).not.toMatchTextContent(/possible/)
})

test('a mail without trackers carries no badge, however many pictures it has', async () => {
  showRow({ remoteCount: 12 })
  await expect.element(row()).not.toMatchTextContent(/tracker|possible/)
})

test('a receipt that is asked for is marked quietly, also beside trackers', async () => {
  showRow({ receiptCount: 1 })
  await expect.element(row()).toHaveAccessibleName(/Asks for a receipt when you read it/)
  await expect.element(row()).not.toMatchTextContent(/tracker/)
  showRow({ receiptCount: 1, trackerCount: 1, services: ['Litmus'] })
  await expect.element(row().nth(1)).toHaveAccessibleName(/Asks for a receipt.*1 tracker: Litmus/)
})

test('what the sender wrote finds its own direction', async () => {
  showRow({
    from: { name: 'متجر الواحة', address: 'a@b.test' },
    subject: 'Re: عروض @ 10:30',
    snippet: 'أهلًا بك',
  })
  await expect.element(row()).toBeVisible()
  for (const text of ['متجر الواحة', 'Re: عروض @ 10:30', 'أهلًا بك']) {
    const element = row().getByText(text).element()
    expect(getComputedStyle(element).direction).toBe('rtl')
  }
})

test('unread, starred and attachments are also said aloud', async () => {
  showRow({ unread: true, flagged: true, hasAttachments: true })
  await expect.element(row()).toHaveAccessibleName(/Unread.*Has attachments.*Starred/)
})

test('a mail from nobody about nothing still has words', async () => {
  showRow({ from: { name: '', address: '' }, subject: '' })
  await expect.element(row()).toMatchTextContent(/Unknown sender.*No subject/)
})

test('in Arabic the badge counts in Arabic and keeps the names in Latin letters', async () => {
  showRow({ trackerCount: 2, services: ['Mailchimp', 'Litmus'] }, 'ar')
  await expect.element(row()).toHaveAccessibleName(/أداتا تتبّع: .*Mailchimp، Litmus/)
})

test('a conversation says how many messages it has and whether it is muted; a single mail says neither', async () => {
  showRow({ thread: { id: 1, count: 3, muted: true, messageIds: [1] } })
  await expect.element(row()).toHaveAccessibleName(/Muted.*3 messages in this conversation/)
  showRow({ thread: { id: null, count: 1, muted: false, messageIds: [1] } })
  await expect.element(row().nth(1)).not.toHaveAccessibleName(/Muted|conversation/)
})
