import { expect, onTestFinished, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { folderIdSchema } from '../../../shared/models/folder.ts'
import type { MessageRow } from '../../../shared/models/message.ts'
import { NOTHING } from '../../mail-selection.ts'
import { sampleRow } from '../../testing/samples.ts'
import { showPage } from '../../testing/show-page.tsx'
import { MessageList } from './message-list.tsx'
import { ROW_HEIGHT } from './row-height.ts'

const folderId = folderIdSchema.parse(1)
const nothing = () => {}

function rowsOf(count: number): MessageRow[] {
  return Array.from({ length: count }, (_, index) =>
    sampleRow({ id: index + 1, subject: `Mail ${index + 1}`, date: 10_000_000 - index }),
  )
}

function showList(list: NonNullable<EngineHandlers['message.list']>) {
  return showPage(
    <MessageList
      listing={{ folderId, query: '', order: 'newest', foundOnServer: [], threaded: false }}
      {...{ title: 'Inbox', total: null, empty: null, selection: NOTHING, openRow: 0 }}
      {...{ onOpen: nothing, onSelect: nothing, onStar: nothing, onMenu: nothing, onDrag: nothing }}
    />,
    { engine: { 'message.list': list } },
  )
}

function pageOf(
  rows: readonly MessageRow[],
  { cursor, limit }: Parameters<EngineHandlers['message.list']>[0],
) {
  const start = cursor === null ? 0 : rows.findIndex((row) => row.id === cursor.id) + 1
  const shown = rows.slice(start, start + limit)
  const last = shown.at(-1)
  return {
    rows: shown,
    next: last && start + limit < rows.length ? { date: last.date, id: last.id } : null,
  }
}
const mail = (subject: string) => page.getByText(subject, { exact: true })
const scroller = () => page.getByRole('listbox', { name: 'Inbox' }).element()

test('a mail that comes while the next page is fetched comes into the list', async () => {
  const rows = rowsOf(1_000)
  let isSlow = false
  const waiting: (() => void)[] = []
  const { engine } = showList(async (asked) => {
    if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve))
    return pageOf(rows, asked)
  })
  await expect.element(mail('Mail 1')).toBeVisible()
  isSlow = true
  scroller().scrollTop = 80 * ROW_HEIGHT
  await expect.poll(() => waiting.length).toBe(1)
  rows.unshift(sampleRow({ id: 9_999, subject: 'Just in', date: 20_000_000 }))
  engine.announce('folder.changed', { folderId })
  await expect.poll(() => waiting.length).toBe(2)
  isSlow = false
  for (const answer of waiting) answer()
  await expect.element(mail('Mail 85')).toBeInTheDocument()
  scroller().scrollTop = 0
  await expect.element(mail('Just in')).toBeVisible()
})

test('a row that is looked at stays where it is while mails come and go above it', async () => {
  const rows = rowsOf(90)
  const { engine } = showList((asked) => pageOf(rows, asked))
  await expect.element(mail('Mail 1')).toBeVisible()
  scroller().scrollTop = 40 * ROW_HEIGHT
  await expect.element(mail('Mail 43')).toBeVisible()
  const top = () => mail('Mail 43').element().getBoundingClientRect().top
  const before = top()
  for (const id of [201, 202, 203])
    rows.unshift(sampleRow({ id, subject: `New ${id}`, date: 20_000_000 + id }))
  engine.announce('folder.changed', { folderId })
  await expect.poll(() => scroller().scrollTop).toBe(43 * ROW_HEIGHT)
  expect(top()).toBe(before)
  rows.splice(0, 5)
  engine.announce('folder.changed', { folderId })
  await expect.poll(() => scroller().scrollTop).toBe(38 * ROW_HEIGHT)
  expect(top()).toBe(before)
})

test('on the day after, a mail of yesterday does not look like one of today', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 26, 15, 0) })
  onTestFinished(() => void vi.useRealTimers())
  const date = new Date(2026, 10, 26, 14, 30).getTime()
  showList((asked) => pageOf([sampleRow({ id: 1, subject: 'Mail 1', date })], asked))
  await expect.element(page.getByText('2:30 PM')).toBeVisible()
  vi.setSystemTime(new Date(2026, 10, 28, 9, 0))
  window.dispatchEvent(new Event('focus'))
  await expect.element(page.getByText('Thu')).toBeVisible()
})
