import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { folderIdSchema } from '../../../shared/models/folder.ts'
import { type MessageRow, messageIdSchema } from '../../../shared/models/message.ts'
import type { Language } from '../../i18n/language.ts'
import { newsletterReferences, sampleMessage, sampleRow } from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { Reader } from './reader.tsx'

const names = ['Mona', 'Omar', 'منى', 'Zoë', 'Ali', 'Sara']
const thread = (count: number, muted = false) => ({ id: 7, count, muted, messageIds: [1] })

function rowsOf(count: number, given: (n: number) => Partial<MessageRow> = () => ({})): MessageRow[] {
  return Array.from({ length: count }, (_, at) =>
    sampleRow({
      id: at + 1,
      from: { name: names[at % names.length], address: `p${at}@example.org` },
      subject: at === 0 ? 'Figs' : 'Re: Figs',
      snippet: `Snippet ${at + 1}`,
      thread: thread(count),
      ...given(at + 1),
    }),
  )
}

interface Shown extends ShownPage {
  shown: number[][]
}

function showConversation(rows: MessageRow[], asked: number, language: Language = 'en'): Shown {
  const shown: number[][] = []
  const conversation = {
    folderId: folderIdSchema.parse(1),
    onShown: (mails: readonly MessageRow[]) => shown.push(mails.map(({ id }) => id)),
  }
  const reader = (
    <Reader messageId={messageIdSchema.parse(asked)} conversation={conversation} onBack={() => {}} />
  )
  const opened = showPage(reader, {
    language,
    engine: {
      'thread.messages': () => rows,
      'thread.mute': () => {},
      'message.open': ({ messageId }) =>
        sampleMessage({
          ...rows.find(({ id }) => id === messageId),
          parts: [{ kind: 'text', content: `Body ${messageId}` }],
          references: messageId === 2 ? newsletterReferences() : [],
        }),
    },
  })
  return { ...opened, shown }
}

const asksFor = ({ asked }: ShownPage) =>
  asked
    .filter(({ name }) => name === 'message.open')
    .map(({ input }) => (input as { messageId: number }).messageId)
const body = (n: number) => page.getByText(`Body ${n}`)

test('the mails stand oldest first; of those that are closed no body is asked for', async () => {
  const shown = showConversation(rowsOf(4), 4)
  await expect.element(body(4)).toBeVisible()
  await expect.element(page.getByRole('heading', { level: 1, name: 'Figs' })).toBeVisible()
  const mails = page.getByRole('list', { name: '4 messages in this conversation' }).getByRole('listitem')
  await expect.element(mails.nth(0)).toMatchTextContent('Mona')
  await expect.element(mails.nth(1)).toMatchTextContent('Snippet 2')
  expect(asksFor(shown)).toEqual([4])
})

test('an Arabic subject stays one behind "Re:"', async () => {
  showConversation(
    rowsOf(2, () => ({ subject: 'Re: اجتماع الغد @ 10:30 (Zoom)' })),
    2,
  )
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveStyle({ direction: 'rtl' })
})

test('a closed mail opens with its own banner, and closes again', async () => {
  const shown = showConversation(rowsOf(3), 3)
  await page.getByRole('button', { name: /^Show the message from .?Omar/ }).click()
  await expect.element(body(2)).toBeVisible()
  await expect
    .element(page.getByRole('region', { name: 'Pictures and trackers in this message' }))
    .toMatchTextContent('3 pictures blocked. 2 trackers')
  expect(asksFor(shown)).toEqual([3, 2])
  await page.getByRole('button', { name: /^Hide the message from .?Omar/ }).click()
  await expect.element(body(2)).not.toBeInTheDocument()
  await expect.element(page.getByText('Snippet 2')).toBeVisible()
})

test('what is unread is open from the beginning, and is told to have been shown', async () => {
  const shown = showConversation(
    rowsOf(5, (n) => ({ unread: n === 2 || n === 5 })),
    5,
  )
  await expect.element(body(2)).toBeVisible()
  await expect.element(body(5)).toBeVisible()
  expect(asksFor(shown).sort()).toEqual([2, 5])
  await expect.poll(() => shown.shown.filter((ids) => ids.length > 0)).toEqual([[2]])
  await page.getByRole('button', { name: /^Show the message from .?Mona/ }).click()
  await expect.poll(() => shown.shown.at(-1)).toEqual([1])
})

test('a mail without a conversation is shown as ever, and one whose conversation can not be told', async () => {
  showConversation(rowsOf(1), 1)
  await expect.element(body(1)).toBeVisible()
  await expect.element(page.getByRole('heading', { level: 1, name: 'Figs' })).toBeVisible()
  expect(page.getByRole('listitem').elements()).toEqual([])
})

test('the menu mutes the conversation, and says when it is', async () => {
  const { asked } = showConversation(rowsOf(2), 2)
  await page.getByRole('button', { name: 'More for this conversation' }).click()
  await page.getByRole('menuitem', { name: 'Mute conversation' }).click()
  await expect
    .poll(() => asked.find(({ name }) => name === 'thread.mute')?.input)
    .toEqual({ messageId: 1, on: true })
})

test('a muted conversation says so, and can be heard again', async () => {
  const { asked } = showConversation(
    rowsOf(2, () => ({ thread: { ...thread(2, true), messageIds: [] } })),
    2,
    'ar',
  )
  await expect.element(page.getByText('مكتومة')).toBeVisible()
  await page.getByRole('button', { name: 'المزيد لهذه المحادثة' }).click()
  await page.getByRole('menuitem', { name: 'إلغاء كتم المحادثة' }).click()
  await expect
    .poll(() => asked.find(({ name }) => name === 'thread.mute')?.input)
    .toEqual({ messageId: 1, on: false })
})

test('lines are reached, opened and closed with the keyboard', async () => {
  showConversation(rowsOf(3), 3)
  await expect.element(body(3)).toBeVisible()
  ;(page.getByRole('button', { name: /^Show the message from .?Omar/ }).element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(body(2)).toBeVisible()
  await expect.element(page.getByRole('button', { name: /^Hide the message from .?Omar/ })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(body(2)).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: /^Show the message from .?Omar/ })).toHaveFocus()
})
