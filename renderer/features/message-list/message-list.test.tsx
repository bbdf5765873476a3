import { type ComponentProps, useState } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { folderIdSchema } from '../../../shared/models/folder.ts'
import {
  type MessageCursor,
  type MessageId,
  type MessageRow,
  messageIdSchema,
} from '../../../shared/models/message.ts'
import type { SearchWord } from '../../../shared/models/search.ts'
import { NOTHING, opened, selected } from '../../mail-selection.ts'
import { sampleRow } from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { MessageList } from './message-list.tsx'

// Wide enough for a mail beside the list.
beforeEach(() => page.viewport(1280, 800))

function rowsOf(count: number): MessageRow[] {
  return Array.from({ length: count }, (_, index) =>
    sampleRow({ id: index + 1, subject: `Mail ${index + 1}`, date: 10_000_000 - index }),
  )
}

function listFrom(rows: MessageRow[]): EngineHandlers['message.list'] {
  return ({ cursor, limit }) => {
    const start = cursor === null ? 0 : rows.findIndex((row) => row.id === cursor.id) + 1
    const page = rows.slice(start, start + limit)
    const last = page.at(-1)
    return { rows: page, next: last && start + limit < rows.length ? { date: last.date, id: last.id } : null }
  }
}

interface Heard {
  opened: MessageId[]
  /** Of the last opening. */
  explicit: boolean[]
  starred: MessageId[]
}

type ListProps = ComponentProps<typeof MessageList>

/** Selects as the page does that has the list. */
function SelectableList({
  heard,
  ...props
}: Pick<ListProps, 'listing' | 'title' | 'total' | 'empty'> & { heard: Heard } & Pick<
    Partial<ListProps>,
    'folderNameOf'
  >) {
  const [selection, setSelection] = useState(NOTHING)
  return (
    <>
      <p data-testid="several">{[...selection.several.keys()].join()}</p>
      <MessageList
        {...props}
        selection={selection}
        openRow={0}
        onOpen={(id, { explicit }) => {
          heard.opened.push(id)
          heard.explicit.push(explicit)
          setSelection(opened(id, explicit))
        }}
        onSelect={(mails) => setSelection((now) => selected(mails, now))}
        onStar={(row) => heard.starred.push(row.id)}
        onMenu={() => {}}
        onDrag={() => {}}
      />
    </>
  )
}

function showList(rows: MessageRow[], handler = listFrom(rows)): ShownPage & Heard {
  const heard: Heard = { opened: [], explicit: [], starred: [] }
  const shown = showPage(
    <SelectableList
      listing={{
        folderId: folderIdSchema.parse(1),
        query: '',
        order: 'newest',
        foundOnServer: [],
        threaded: false,
      }}
      title="Inbox"
      total={rows.length}
      empty={<p>Nothing here</p>}
      heard={heard}
    />,
    { engine: { 'message.list': handler } },
  )
  return { ...shown, ...heard }
}

const list = () => page.getByRole('listbox', { name: 'Inbox' })
const chosen = () => page.getByRole('option', { selected: true })

test('two thousand mails are a few rows in the document, and scrolling fetches the rest page by page', async () => {
  const { asked } = showList(rowsOf(2_000))
  await expect.element(page.getByText('Mail 1', { exact: true })).toBeVisible()
  expect(page.getByRole('option').elements().length).toBeLessThan(60)
  const scroller = list().element()
  await vi.waitUntil(
    () => {
      scroller.scrollTop = scroller.scrollHeight
      return page.getByText('Mail 2000', { exact: true }).elements().length > 0
    },
    { timeout: 10_000 },
  )
  expect(asked.filter((call) => call.name === 'message.list').length).toBe(20)
})

test('arrow keys, Home and End walk the list and open where they stop', async () => {
  const { opened } = showList(rowsOf(30))
  await expect.element(list()).toBeVisible()
  list().element().focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.element(chosen()).toMatchTextContent(/Mail 2(?!\d)/)
  await userEvent.keyboard('{End}')
  await expect.element(chosen()).toMatchTextContent(/Mail 30(?!\d)/)
  const active = list().element().getAttribute('aria-activedescendant') ?? ''
  expect(document.getElementById(active)?.textContent).toContain('Mail 30')
  await userEvent.keyboard('{Home}{ArrowUp}')
  await expect.element(chosen()).toMatchTextContent(/Mail 1(?!\d)/)
  expect(opened).toEqual([1, 2, 30, 1, 1])
})

test('the list shows where its keys begin before any mail is open', async () => {
  const { opened } = showList(rowsOf(3))
  await expect.element(list()).toBeVisible()
  list().element().focus()
  const first = page.getByRole('option').first().element()
  expect(list().element().getAttribute('aria-activedescendant')).toBe(first.id)
  expect(getComputedStyle(first).outlineStyle).toBe('solid')
  expect(opened).toEqual([])
})

test('a key held down passes over mails without fetching each of them', async () => {
  const { opened } = showList(rowsOf(30))
  await expect.element(list()).toBeVisible()
  list().element().focus()
  await userEvent.keyboard('{ArrowDown>8/}')
  await expect.element(chosen()).toMatchTextContent(/Mail 8(?!\d)/)
  expect(opened).toEqual([1, 8])
})

test('the selected row stays in the document when the list is scrolled away from it', async () => {
  showList(rowsOf(90))
  await page.getByText('Mail 1', { exact: true }).click()
  const scroller = list().element()
  scroller.scrollTop = scroller.scrollHeight
  await expect.element(page.getByText('Mail 90', { exact: true })).toBeVisible()
  await expect.element(chosen()).toMatchTextContent(/Mail 1(?!\d)/)
})

test('a badge appears in place when its mail has been judged', async () => {
  const rows = rowsOf(250)
  const { engine, asked } = showList(rows)
  await expect.element(page.getByText('Mail 3', { exact: true })).toBeVisible()
  const before = asked.length
  rows[2] = sampleRow({ ...rows[2], trackerCount: 1, services: ['Litmus'] })
  engine.announce('message.changed', { messageId: messageIdSchema.parse(3) })
  await expect.element(page.getByText('1 · Litmus')).toBeVisible()
  // One page, whatever had been loaded before.
  expect(asked.length - before).toBe(1)
})

test('new mail comes in at the top without losing the place', async () => {
  const rows = rowsOf(20)
  const { engine } = showList(rows)
  await page.getByText('Mail 2', { exact: true }).click()
  rows.unshift(sampleRow({ id: 99, subject: 'Just in', date: 20_000_000 }))
  engine.announce('folder.changed', { folderId: folderIdSchema.parse(1) })
  await expect.element(page.getByText('Just in')).toBeVisible()
  await expect.element(chosen()).toMatchTextContent(/Mail 2(?!\d)/)
})

const severalIds = () => page.getByTestId('several')

test('clicks with Ctrl and Shift select several, and a plain one ends it', async () => {
  const list = showList(rowsOf(20))
  const row = (number: number) => page.getByText(`Mail ${number}`, { exact: true })
  await row(2).click()
  await row(5).click({ modifiers: ['Control'] })
  await expect.element(severalIds()).toHaveTextContent('2,5')
  await row(8).click({ modifiers: ['Shift'] })
  await expect.element(severalIds()).toHaveTextContent('5,6,7,8')
  await row(7).click({ modifiers: ['Control'] })
  await expect.element(severalIds()).toHaveTextContent('5,6,8')
  await expect.element(page.getByRole('status')).toHaveTextContent('3 selected')
  await expect.poll(() => chosen().elements().length).toBe(3)
  await row(3).click()
  await expect.element(severalIds()).toBeEmptyDOMElement()
  expect(list.opened).toEqual([2, 3])
  expect(list.explicit).toEqual([true, true])
})

test('the keyboard selects: Shift extends, Ctrl moves aside, x and Ctrl+Space toggle, Escape ends it', async () => {
  showList(rowsOf(20))
  await expect.element(list()).toBeVisible()
  list().element().focus()
  await userEvent.keyboard('{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
  await expect.element(severalIds()).toHaveTextContent('1,2,3')
  await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}')
  await expect.element(severalIds()).toHaveTextContent('1,2')
  await userEvent.keyboard('{Control>}{ArrowDown}{ArrowDown}{ArrowDown}{/Control}x')
  await expect.element(severalIds()).toHaveTextContent('1,2,5')
  await userEvent.keyboard('{Control>} {/Control}')
  await expect.element(severalIds()).toHaveTextContent('1,2')
  await userEvent.keyboard('{Escape}')
  await expect.element(severalIds()).toBeEmptyDOMElement()
  await expect.element(chosen()).toMatchTextContent(/Mail 1(?!\d)/)
})

test('Ctrl+A selects what the list has not fetched too, up to what can be acted on at once', async () => {
  const { asked } = showList(rowsOf(12_000))
  await expect.element(list()).toBeVisible()
  list().element().focus()
  await userEvent.keyboard('{Control>}a{/Control}')
  await expect.element(page.getByRole('status')).toHaveTextContent('10,000 selected')
  expect(asked.filter((call) => call.name === 'message.list').length).toBe(100)
  expect(page.getByRole('option').elements().length).toBeLessThan(60)
})

test('the star in a row is pressed without opening its mail', async () => {
  const { opened, starred } = showList(rowsOf(5))
  await page.getByText('Mail 2', { exact: true }).hover()
  const row = page.getByRole('option').nth(1)
  const star = row.element().querySelector('[data-star]')
  if (star === null) throw new Error('The row has no star')
  await userEvent.click(star)
  expect(starred).toEqual([2])
  expect(opened).toEqual([])
})

test('the menu goes to the next and the previous mail', async () => {
  const { shell, opened } = showList(rowsOf(5))
  await expect.element(list()).toBeVisible()
  shell.announce('shell.command', { command: 'next-message' })
  await expect.element(chosen()).toMatchTextContent(/Mail 1(?!\d)/)
  shell.announce('shell.command', { command: 'next-message' })
  await expect.element(chosen()).toMatchTextContent(/Mail 2(?!\d)/)
  shell.announce('shell.command', { command: 'previous-message' })
  await expect.element(chosen()).toMatchTextContent(/Mail 1(?!\d)/)
  expect(opened).toEqual([1, 2, 1].map((id) => messageIdSchema.parse(id)))
})

test('an empty folder says so', async () => {
  showList([])
  await expect.element(page.getByText('Nothing here')).toBeVisible()
})

test('a list that fails says why and comes back', async () => {
  let broken = true
  const rows = rowsOf(3)
  showList(rows, (input) => {
    if (broken) throw new MailError('disk-full')
    return listFrom(rows)(input)
  })
  await expect.element(page.getByRole('alert')).toMatchTextContent('There is no space left on this computer.')
  broken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByText('Mail 3')).toBeVisible()
})

type SearchPage = { rows: MessageRow[]; next: MessageCursor | null; words?: SearchWord[] }

function showSearch(
  handler: (asked: { cursor: MessageCursor | null }) => SearchPage,
  excerpts: { messageId: MessageId; excerpt: string }[] = [],
): ShownPage {
  return showPage(
    <SelectableList
      heard={{ opened: [], explicit: [], starred: [] }}
      listing={{ folderId: null, query: 'figs', order: 'newest', foundOnServer: [], threaded: false }}
      title="Search results"
      total={null}
      empty={<p>Nothing found</p>}
      folderNameOf={(id) => `Folder ${id}`}
    />,
    {
      engine: {
        'message.search': (asked) => ({ words: [], ...handler(asked) }),
        'message.excerpts': () => excerpts,
      },
    },
  )
}

test('results say in which folder they are, and how many once all are known', async () => {
  showSearch(() => ({ rows: [sampleRow({ id: 1, folderId: 7 }), sampleRow({ id: 2 })], next: null }))
  await expect.element(page.getByText('Folder 7')).toBeVisible()
  await expect.element(page.getByRole('status')).toMatchTextContent('2 messages')
})

test('pages with few rows or none are passed over, and nothing is called missing before the last', async () => {
  let asked = 0
  showSearch(({ cursor }) => {
    asked += 1
    const position = cursor?.date ?? 10
    const id = messageIdSchema.parse(1)
    if (position > 5) return { rows: [], next: { date: position - 1, id } }
    return { rows: [sampleRow({ id: 9, subject: 'Deep down' })], next: null }
  })
  await expect.element(page.getByText('Deep down')).toBeVisible()
  expect(asked).toBe(6)
})

test('a search that finds nothing says so', async () => {
  showSearch(() => ({ rows: [], next: null }))
  await expect.element(page.getByText('Nothing found')).toBeVisible()
  await expect.element(page.getByRole('status')).toHaveTextContent('0 messages')
})

test('a mail that is judged anew comes to the search that it fits', async () => {
  const rows: MessageRow[] = []
  const { engine } = showSearch(() => ({ rows: [...rows], next: null }))
  await expect.element(page.getByText('Nothing found')).toBeVisible()
  rows.push(sampleRow({ id: 5, subject: 'Judged', trackerCount: 1 }))
  engine.announce('message.changed', { messageId: messageIdSchema.parse(5) })
  await expect.element(page.getByText('Judged')).toBeVisible()
})

test('what was searched for is marked in the rows, and a row shows where its text says it', async () => {
  const rows = [sampleRow({ id: 1, subject: 'Early figs' }), sampleRow({ id: 2, subject: 'Garden' })]
  const excerpt = { messageId: messageIdSchema.parse(2), excerpt: '… and then figs, at last' }
  showSearch(() => ({ rows, next: null, words: [{ text: 'figs', begins: true }] }), [excerpt])
  await expect.element(page.getByText('… and then figs, at last')).toBeVisible()
  const marked = () => [...(CSS.highlights.get('search') ?? [])].map(String)
  await vi.waitFor(() => expect(marked()).toEqual(['figs', 'figs']))
})
