import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { MailError, type MailErrorCode } from '../../../shared/errors.ts'
import { messageIdSchema, type OpenMessage, type ReceiptAnswer } from '../../../shared/models/message.ts'
import { en } from '../../i18n/en.ts'
import { sampleMessage } from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { Reader } from './reader.tsx'

const words = en.receipts

function asking(answer: Partial<ReceiptAnswer> | null = {}): OpenMessage {
  return sampleMessage({
    receipts: [{ header: 'disposition-notification-to', address: 'mona@example.org' }],
    receiptAnswer: answer && { state: 'none', from: 'me@home.example', to: 'mona@example.org', ...answer },
  })
}

function showReader(open: () => OpenMessage, send: () => void = () => {}): ShownPage {
  return showPage(<Reader messageId={messageIdSchema.parse(1)} onBack={() => {}} />, {
    engine: { 'message.open': open, 'message.sendReceipt': send },
  })
}

const menu = () => page.getByRole('button', { name: words.menu })
const dialog = () => page.getByRole('dialog')
const item = () => page.getByRole('menuitem', { name: words.send })
async function choose(): Promise<void> {
  await menu().click()
  await item().click()
}

/** Whether the menu has it, if there is a menu. */
async function isOffered(): Promise<boolean> {
  if (menu().elements().length === 0) return false
  await menu().click()
  await expect.element(page.getByRole('menu')).toBeVisible()
  const isThere = item().elements().length > 0
  await userEvent.keyboard('{Escape}')
  return isThere
}

test.each([
  ['asks for none', sampleMessage()],
  ['can be answered to nobody', asking(null)],
  ['was answered', asking({ state: 'sent' })],
  ['may have been answered', asking({ state: 'unsure' })],
  ['was dealt with elsewhere', asking({ state: 'elsewhere' })],
])('a mail that %s offers no receipt', async (_, message) => {
  showReader(() => message)
  await expect.element(page.getByRole('heading', { name: 'Figs' })).toBeVisible()
  expect(await isOffered()).toBe(false)
})

test('opening sends nothing; the dialog says who learns what; afterwards a line says that it was sent', async () => {
  let state: ReceiptAnswer['state'] = 'none'
  const { asked } = showReader(
    () => asking({ state }),
    () => {
      state = 'sent'
    },
  )
  await expect.element(page.getByText(en.reader.receipt_one)).toBeVisible()
  await choose()
  await expect.element(dialog()).toMatchTextContent('It goes to ⁨mona@example.org⁩, who learns:')
  await expect.element(dialog()).toMatchTextContent('mail to ⁨me@home.example⁩ is read')
  await expect.element(dialog()).toMatchTextContent('the time at which you send the receipt')
  expect(dialog().element().textContent).not.toContain('This is not the address')
  await expect.element(dialog().getByRole('button', { name: 'Cancel' })).toHaveFocus()
  expect(asked.map(({ name }) => name)).not.toContain('message.sendReceipt')

  await dialog().getByRole('button', { name: words.confirm }).click()
  await expect.element(page.getByText(words.sent, { exact: true })).toBeVisible()
  await expect.element(page.getByText(en.reader.receipt_one)).not.toBeInTheDocument()
  expect(dialog().elements()).toEqual([])
  // Whatever became of the menu, the keyboard is still in the mail.
  await expect.poll(() => document.activeElement === document.body).toBe(false)
  expect(await isOffered()).toBe(false)
  expect(asked.filter(({ name }) => name === 'message.sendReceipt')).toEqual([
    {
      name: 'message.sendReceipt',
      input: {
        ...{ messageId: 1, to: 'mona@example.org', subject: words.subject },
        text: words.text.replace('{{from}}', 'me@home.example'),
      },
    },
  ])
})

test('an answer to another address than the sender’s is warned of', async () => {
  showReader(() => asking({ to: 'count@tracker.example' }))
  await choose()
  await expect.element(dialog()).toMatchTextContent('It goes to ⁨count@tracker.example⁩')
  await expect
    .element(dialog())
    .toMatchTextContent('This is not the address that the message came from: ⁨mona')
})

test('however long an address is, all of it is read', async () => {
  const to = `${'a'.repeat(200)}@tracker.example`
  const from = `${'b'.repeat(200)}@home.example`
  showReader(() => asking({ to, from }))
  await choose()
  await expect.element(dialog()).toMatchTextContent(`It goes to ⁨${to}⁩`)
  const { scrollWidth, clientWidth } = dialog().element()
  expect(scrollWidth).toBe(clientWidth)
})

test('cancelled, nothing is sent', async () => {
  const { asked } = showReader(() => asking())
  await choose()
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  await expect.element(dialog()).not.toBeInTheDocument()
  expect(asked.map(({ name }) => name)).not.toContain('message.sendReceipt')
})

test.each([
  ['no-outgoing-server', true],
  ['mail-refused', true],
  ['maybe-sent', false],
  ['already-answered', false],
] as const satisfies [MailErrorCode, boolean][])('%s is said in words; again: %s', async (code, again) => {
  showReader(
    () => asking(),
    () => {
      throw new MailError(code)
    },
  )
  await choose()
  await dialog().getByRole('button', { name: words.confirm }).click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors[code].title)
  await expect.element(page.getByRole('alert')).toMatchTextContent(en.errors[code].advice)
  expect(dialog().getByRole('button', { name: words.confirm }).elements()).toHaveLength(again ? 1 : 0)
})

test.each([
  ['unsure', words.unsure],
  ['elsewhere', words.elsewhere],
] as const)('%s is told as what it is', async (state, title) => {
  showReader(() => asking({ state }))
  await expect.element(page.getByText(title)).toBeVisible()
  expect(page.getByText(en.reader.receipt_one).elements()).toEqual([])
  expect(document.body.textContent).not.toContain(en.banner.promise)
})
