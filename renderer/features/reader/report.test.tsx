import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { messageIdSchema, type OpenMessage } from '../../../shared/models/message.ts'
import type { Language } from '../../i18n/language.ts'
import { newsletterReferences, sampleMessage, sampleReference } from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { Reader } from './reader.tsx'

const mailchimp = {
  service: 'Mailchimp',
  company: 'Intuit',
  category: 'newsletter-platform',
  homepage: 'https://mailchimp.com',
}

/** The report of that message, opened. */
async function showReport(given: Parameters<typeof sampleMessage>[0], language: Language = 'en') {
  const message: OpenMessage = sampleMessage(given)
  const shown: ShownPage = showPage(<Reader messageId={messageIdSchema.parse(1)} onBack={() => {}} />, {
    engine: {
      'message.open': () => message,
      'remoteContent.load': () => ({ loaded: [], failed: [], held: [] }),
    },
    shell: { 'shell.openLink': () => ({ opened: true }) },
    language,
  })
  await page.getByRole('button', { name: language === 'ar' ? 'التفاصيل' : 'Details' }).click()
  return shown
}

const card = (name: string) => page.getByRole('listitem').filter({ hasText: name }).first()
const headings = () =>
  page
    .getByRole('heading', { level: 3 })
    .elements()
    .map((heading) => heading.textContent)

test('a company is said to be who it is, with what it would have learnt and the reasons of each thing', async () => {
  await showReport({ references: newsletterReferences(), companies: [mailchimp] })
  await expect.element(card('Mailchimp')).toMatchTextContent(/Mailchimp.*1 tracker/)
  for (const words of [
    'Sends newsletters for others and counts who opens them. Belongs to ⁨Intuit⁩. mailchimp.com',
    'It would have told the sender that you in particular opened this message: when, from which network',
    'Known for reporting who opens messages.',
  ]) {
    await expect.element(card('Mailchimp')).toMatchTextContent(words)
  }
})

test('in Arabic too', async () => {
  await showReport({ references: newsletterReferences(), companies: [mailchimp] }, 'ar')
  await expect.element(card('Mailchimp')).toMatchTextContent('ترسل النشرات البريدية نيابةً عن غيرها')
  await expect
    .element(card('Mailchimp'))
    .toMatchTextContent('كان سيُخبر المرسل بأنك أنت تحديدًا فتحت هذه الرسالة')
})

test('companies come first, then unknown hosts, possible trackers and what is harmless', async () => {
  await showReport({
    references: [
      sampleReference({ id: 1 }),
      sampleReference({ id: 2, verdict: 'suspect', host: 'maybe.test' }),
      sampleReference({ id: 3, verdict: 'tracker', host: 'nobody.test' }),
      sampleReference({ id: 4, verdict: 'tracker', service: 'Mailchimp' }),
    ],
  })
  await expect.element(card('Mailchimp')).toBeVisible()
  expect(headings()).toEqual([
    'Companies that would have learnt that you read this',
    'Hosts that no list knows',
    'Possible trackers',
    'Pictures and other content',
  ])
})

test('trackers and possible trackers of one host are counted apart', async () => {
  await showReport({
    references: [1, 2, 3].map((id) => sampleReference({ id, verdict: id === 1 ? 'tracker' : 'suspect' })),
  })
  await expect.element(card('pictures.test')).toMatchTextContent('1 tracker, 2 possible trackers')
})

test('what was loaded told them', async () => {
  await showReport({
    references: [sampleReference({ verdict: 'tracker', service: 'Mailchimp', state: 'loaded' })],
  })
  await expect.element(card('Mailchimp')).toMatchTextContent('It told the sender that you in particular')
})

test('a homepage is opened by the shell, which asks first', async () => {
  const { asked } = await showReport({ references: newsletterReferences(), companies: [mailchimp] })
  await page.getByRole('link', { name: 'mailchimp.com' }).click()
  await expect
    .poll(() => asked.find(({ name }) => name === 'shell.openLink')?.input)
    .toEqual({ url: 'https://mailchimp.com' })
  expect(document.querySelectorAll('[href^="http"]').length).toBe(0)
})

test('what a mail was sent with is told although nothing was found', async () => {
  await showReport({ platform: 'Mailchimp', companies: [mailchimp] })
  const banner = page.getByRole('region', { name: 'Pictures and trackers in this message' })
  await expect.element(banner).toMatchTextContent('This message brings nothing from outside.')
  await expect.element(banner).toMatchTextContent(/Sent with ⁨Mailchimp⁩\. Sends newsletters for others/)
})

test('whoever asks for a receipt is told as what it is', async () => {
  await showReport({
    receipts: [
      { header: 'disposition-notification-to', address: 'news@shop.test' },
      { header: 'return-receipt-to', address: 'news@shop.test' },
      { header: 'x-pmrqc', address: '' },
    ],
  })
  const banner = page.getByRole('region', { name: 'Pictures and trackers in this message' })
  await expect
    .element(banner)
    .toMatchTextContent(
      'Asks your program to tell ⁨news@shop.test⁩ that you read this. Curtain never answers by itself. disposition-notification-to, return-receipt-to',
    )
  await expect.element(banner).toMatchTextContent('Asks your program to tell the sender that you read this.')
})

test('a tracker is loaded only after a question, a plain picture at once', async () => {
  const { asked } = await showReport({ references: newsletterReferences() })
  const loads = () => asked.filter((call) => call.name === 'remoteContent.load').map((call) => call.input)
  await page.getByRole('button', { name: 'Load this one: Mailchimp' }).click()
  await expect.element(page.getByRole('dialog')).toMatchTextContent('Load it from Mailchimp?')
  expect(loads()).toEqual([])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Show what it is').click()
  await page.getByRole('button', { name: 'Load this one: pictures.test' }).first().click()
  await expect.poll(loads).toEqual([{ messageId: 1, scope: { kind: 'reference', referenceId: 1 } }])
})

test('what only other programs would fetch is said to be that, and is never offered', async () => {
  await showReport({
    references: [
      sampleReference({ part: null, kind: 'calendar', verdict: 'suspect', host: 'meet.test' }),
      sampleReference({ id: 2, part: null, verdict: 'tracker', service: 'Mailchimp' }),
    ],
  })
  const words = 'Not in what you see; other mail programs may fetch it'
  await expect.element(card('meet.test')).toMatchTextContent(`Content of a calendar entry${words}`)
  await expect.element(card('Mailchimp')).toMatchTextContent(`Picture${words}`)
  await expect.element(page.getByRole('button', { name: /^Load/ })).not.toBeInTheDocument()
})

test('a mail with thousands of trackers stays usable', async () => {
  const references = Array.from({ length: 3_000 }, (_, index) =>
    sampleReference({ id: index + 1, verdict: 'tracker', host: `h${index}.test` }),
  )
  await showReport({ references })
  await expect.element(page.getByText('and 2,950 more')).toBeVisible()
})
