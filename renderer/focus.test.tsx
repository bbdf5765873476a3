import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type FakeMailbox, fakeMailbox } from './testing/fake-mailbox.ts'
import { showMailbox } from './testing/show-mailbox.tsx'

beforeEach(() => page.viewport(1280, 800))
afterEach(() => localStorage.clear())

const list = () => page.getByRole('listbox', { name: 'Inbox' })
const row = (number: number) => page.getByRole('option', { name: new RegExp(`Mail ${number}(?!\\d)`) })
const heading = (number: number) =>
  page.getByRole('heading', { level: 1, name: `Mail ${number}`, exact: true })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const chip = (name: string) => page.getByRole('radio', { name, exact: true })

/** Reaches it as the keyboard would, so that rings are drawn. */
async function focusOn(what: ReturnType<typeof button>): Promise<void> {
  await expect.element(what).toBeVisible()
  const element = what.element()
  if (element instanceof HTMLElement) element.focus()
}

/** Opens a mail of the unread ones, which the list drops once it is read. */
async function readAway(mailbox: FakeMailbox, number: number): Promise<void> {
  showMailbox(mailbox)
  await chip('Unread').click()
  await row(number).click()
  await expect.element(row(number)).not.toBeInTheDocument()
  await expect.element(heading(number)).toBeVisible()
}
const unread = (count: number) => fakeMailbox(count, () => ({ unread: true }))

test('from a read mail that left the unread ones the arrows go on to its neighbours', async () => {
  await readAway(unread(9), 4)
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(heading(5)).toBeVisible()
})

test('the other way the arrow goes to the one before it', async () => {
  await readAway(unread(9), 4)
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(heading(3)).toBeVisible()
})

test('a read mail that left the unread ones is followed by the next when it is archived', async () => {
  await readAway(unread(9), 4)
  await userEvent.keyboard('e')
  await expect.element(heading(5)).toBeVisible()
})

test('another list is begun at its top, wherever one stood in the last', async () => {
  showMailbox(fakeMailbox(9, (number) => ({ unread: number < 4 })))
  await row(8).click()
  await chip('Unread').click()
  await expect.element(row(8)).not.toBeInTheDocument()
  await focusOn(list())
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(heading(1)).toBeVisible()
})

describe('where one pane fits', () => {
  beforeEach(() => page.viewport(500, 800))

  test('arrows walk, Enter opens, and the way back leads to where one was', async () => {
    showMailbox(fakeMailbox(30))
    await focusOn(list())
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    const active = () => document.getElementById(list().element().getAttribute('aria-activedescendant') ?? '')
    expect(active()).toBe(row(3).element())
    await expect.element(list()).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(heading(3)).toBeVisible()
    await expect.element(button('Back to the list')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(list()).toHaveFocus()
    expect(active()).toBe(row(3).element())
    await userEvent.keyboard('{ArrowDown} ')
    await expect.element(heading(4)).toBeVisible()
  })

  test('the way back shows the row, however far one read on', async () => {
    showMailbox(fakeMailbox(90))
    await row(1).click()
    for (let number = 2; number <= 30; number += 1) {
      await userEvent.keyboard('j')
      await expect.element(heading(number)).toBeVisible()
    }
    await button('Back to the list').click()
    await expect.element(list()).toHaveFocus()
    await expect.element(row(30)).toBeInViewport()
  })

  test('the list has focus when a folder was chosen and the folders are gone', async () => {
    showMailbox(fakeMailbox(3, (number) => ({ folderId: number === 3 ? 2 : 1 })))
    await expect.element(row(1)).toBeVisible()
    await button('Show folders').click()
    await page.getByRole('option', { name: /Archive/ }).click()
    await expect.element(row(3)).toBeVisible()
    await expect.element(page.getByRole('listbox', { name: 'Archive' })).toHaveFocus()
  })
})

test('acting from inside a mail gives focus to the list', async () => {
  const mailbox = fakeMailbox(3)
  mailbox.html = '<p>Figs</p>'
  showMailbox(mailbox)
  await row(1).click()
  await page.frameLocator(page.getByTitle('Mail 1')).getByText('Figs').click()
  await userEvent.keyboard('e')
  await expect.element(heading(2)).toBeVisible()
  await expect.element(list()).toHaveFocus()
})

test('acting while nothing has focus does too; pressing on a mail’s text alone leaves it there', async () => {
  showMailbox(fakeMailbox(3, () => ({ unread: true })))
  await row(1).click()
  await page.getByText('Hello').click()
  await expect.element(row(1)).not.toHaveAccessibleName(/Unread/)
  expect(document.activeElement).toBe(document.body)
  await userEvent.keyboard('e')
  await expect.element(list()).toHaveFocus()
})

test('Undo gives focus to the list when the button that had it went with its mail', async () => {
  showMailbox(fakeMailbox(3))
  await row(1).click()
  await userEvent.keyboard('e')
  await expect.element(heading(2)).toBeVisible()
  await focusOn(page.getByRole('article').getByRole('button', { name: /More/ }).first())
  await userEvent.keyboard('z')
  await expect.element(heading(1)).toBeVisible()
  await expect.element(list()).toHaveFocus()
})

test('the heading has focus when the only mail is gone, and the list when it is back', async () => {
  showMailbox(fakeMailbox(1))
  await row(1).click()
  await userEvent.keyboard('{Delete}')
  await expect.element(page.getByText('Nothing here')).toBeVisible()
  await expect.element(page.getByRole('heading', { name: 'Inbox' })).toHaveFocus()
  await userEvent.keyboard('z')
  await expect.element(list()).toHaveFocus()
})

test('a question from the menu of a row gives focus back to the list', async () => {
  showMailbox(fakeMailbox(3))
  await row(1).click()
  await row(2).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy to…' }).click()
  await page.getByRole('dialog').getByRole('option', { name: 'Garden', exact: true }).click()
  await expect.element(page.getByText('Copied to ⁨Garden⁩')).toBeVisible()
  await expect.element(list()).toHaveFocus()
})

test('a dialog gives focus back to what opened it', async () => {
  showMailbox(fakeMailbox(3))
  await row(1).click()
  await focusOn(page.getByRole('main').getByRole('button', { name: 'Copy to…' }))
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('main').getByRole('button', { name: 'Copy to…' })).toHaveFocus()
})

test('what ends a selection gives focus to the list', async () => {
  showMailbox(fakeMailbox(5))
  await row(1).click()
  await row(3).click({ modifiers: ['Shift'] })
  await focusOn(button('Clear selection'))
  await userEvent.keyboard('{Enter}')
  await expect.element(list()).toHaveFocus()
})

test.each(['Undo', 'Dismiss'])('%s gives focus to the list', async (name) => {
  showMailbox(fakeMailbox(5))
  await row(1).click()
  await userEvent.keyboard('e')
  await focusOn(button(name))
  await userEvent.keyboard('{Enter}')
  await expect.element(button(name)).not.toBeInTheDocument()
  await expect.element(list()).toHaveFocus()
})
