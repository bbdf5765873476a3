import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { MailError } from '../shared/errors.ts'
import { type Operation, operationSchema } from '../shared/models/operation.ts'
import { type FakeMailbox, fakeAccount, fakeMailbox } from './testing/fake-mailbox.ts'
import { showMailbox } from './testing/show-mailbox.tsx'

// Wide enough for all three panes.
beforeEach(() => page.viewport(1280, 800))
afterEach(() => localStorage.clear())

const row = (number: number) => page.getByRole('option', { name: new RegExp(`Mail ${number}(?!\\d)`) })
const heading = (number: number) =>
  page.getByRole('heading', { level: 1, name: `Mail ${number}`, exact: true })
const toolbar = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true })
const undo = () => page.getByRole('button', { name: 'Undo', exact: true })
const folder = (name: string | RegExp) => page.getByRole('navigation').getByRole('option', { name })

test('a mail that is archived leaves the list, the next one opens, and Undo brings it back', async () => {
  const mailbox = fakeMailbox(5)
  showMailbox(mailbox)
  await row(2).click()
  await expect.element(heading(2)).toBeVisible()
  await userEvent.keyboard('e')
  await expect.element(row(2)).not.toBeInTheDocument()
  await expect.element(heading(3)).toBeVisible()
  await expect.element(page.getByText('Archived', { exact: true })).toBeVisible()
  await undo().click()
  await expect.element(heading(2)).toBeVisible()
  await expect.element(row(2)).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => mailbox.done).toEqual(['archive 2', 'undo 2'])
})

/** Answers acts only when the returned function is called. */
function holdActs(mailbox: FakeMailbox): () => void {
  const carryOut = mailbox.handlers['message.act']
  const { promise, resolve } = Promise.withResolvers<void>()
  mailbox.handlers['message.act'] = async (input) => {
    await promise
    return carryOut?.(input) ?? { undo: null }
  }
  return resolve
}

test('a star does not wait for the engine', async () => {
  const mailbox = fakeMailbox(5)
  const answer = holdActs(mailbox)
  showMailbox(mailbox)
  await row(1).click()
  await userEvent.keyboard('s')
  await expect.element(row(1)).toHaveAccessibleName(/Starred/)
  expect(mailbox.rows[0]?.flagged).toBe(false)
  answer()
  await expect.poll(() => mailbox.done).toEqual(['flagged 1'])
})

test('leaving the list does not wait for the engine, and Undo waits for both', async () => {
  const mailbox = fakeMailbox(5)
  const answer = holdActs(mailbox)
  showMailbox(mailbox)
  await row(1).click()
  await userEvent.keyboard('e')
  await expect.element(row(1)).not.toBeInTheDocument()
  expect(mailbox.rows[0]?.folderId).toBe(1)
  await undo().click()
  answer()
  await expect.element(row(1)).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['archive 1', 'undo 1'])
})

test('z takes back one act after the other, Ctrl+Z too', async () => {
  const mailbox = fakeMailbox(5)
  showMailbox(mailbox)
  await row(1).click()
  await userEvent.keyboard('e')
  await expect.element(heading(2)).toBeVisible()
  await userEvent.keyboard('#')
  await expect.element(heading(3)).toBeVisible()
  await userEvent.keyboard('z')
  await expect.element(row(2)).toBeVisible()
  await userEvent.keyboard('{Control>}z{/Control}')
  await expect.element(row(1)).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['archive 1', 'trash 2', 'undo 2', 'undo 1'])
})

test('after the last mail of the list the one before it opens; the only one leaves nothing open', async () => {
  showMailbox(fakeMailbox(2))
  await row(2).click()
  await toolbar('Delete').click()
  await expect.element(heading(1)).toBeVisible()
  await toolbar('Delete').click()
  await expect.element(page.getByText('Choose a message to read')).toBeVisible()
  await expect.element(page.getByText('Nothing here')).toBeVisible()
})

test('several are acted on together, and come back together', async () => {
  const mailbox = fakeMailbox(9)
  showMailbox(mailbox)
  await row(2).click()
  await row(4).click({ modifiers: ['Shift'] })
  await expect.element(page.getByRole('main')).toMatchTextContent('3 selected')
  await toolbar('Junk').click()
  await expect.element(page.getByText('3 messages moved to junk')).toBeVisible()
  await expect.element(heading(5)).toBeVisible()
  await userEvent.keyboard('z')
  await expect.element(row(3)).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['junk 2,3,4', 'undo 2,3,4'])
})

test('a star in the row, by key and in the toolbar is the same star', async () => {
  const mailbox = fakeMailbox(3)
  showMailbox(mailbox)
  await row(1).click()
  await userEvent.keyboard('s')
  await expect.element(row(1)).toHaveAccessibleName(/Starred/)
  await toolbar('Remove star').click()
  await expect.element(row(1)).not.toHaveAccessibleName(/Starred/)
  // The button that turned into its opposite keeps the focus.
  await expect.element(toolbar('Add star')).toHaveFocus()
  await expect.poll(() => mailbox.done).toEqual(['flagged 1', 'not flagged 1'])
})

test('a mail that is opened is read; one that was only passed by is not', async () => {
  const mailbox = fakeMailbox(9, () => ({ unread: true }))
  showMailbox(mailbox)
  await row(1).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 1'])
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
  await expect.poll(() => mailbox.done, { timeout: 5_000 }).toEqual(['seen 1', 'seen 4'])
  await expect.element(row(4)).not.toHaveAccessibleName(/Unread/)
  await expect.element(row(3)).toHaveAccessibleName(/Unread/)
})

test('the mails of a conversation that was only passed by stay unread; of one that is opened they are read', async () => {
  const others = new Map([
    [1, 2],
    [3, 4],
  ])
  // The older mail of each is in another folder.
  const mailbox = fakeMailbox(6, (id) => ({
    unread: true,
    folderId: id === 2 || id === 4 ? 5 : 1,
    thread: { id, count: others.has(id) ? 2 : 1, muted: false, messageIds: [id] },
  }))
  mailbox.handlers['thread.messages'] = ({ messageId }) =>
    mailbox.rows.filter(({ id }) => id === messageId || id === others.get(messageId)).toReversed()
  showMailbox(mailbox)
  await row(6).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 6'])
  await userEvent.keyboard('{ArrowUp}{ArrowUp}')
  await expect.element(page.getByRole('list', { name: /^2 messages/ })).toBeVisible()
  await userEvent.keyboard('{ArrowDown}')
  await expect.poll(() => mailbox.done, { timeout: 5_000 }).toEqual(['seen 6', 'seen 5'])
  await row(1).click()
  await expect.poll(() => mailbox.done.slice(2).sort()).toEqual(['seen 1', 'seen 2'])
})

test('what is read already is not marked again', async () => {
  const mailbox = fakeMailbox(3, (number) => ({ unread: number === 2 }))
  showMailbox(mailbox)
  await row(1).click()
  await expect.element(heading(1)).toBeVisible()
  await row(2).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 2'])
})

test('a mail that is marked as unread stays unread while it is open', async () => {
  const mailbox = fakeMailbox(4, () => ({ unread: true }))
  const { engine } = showMailbox(mailbox)
  await row(1).click()
  await expect.poll(() => mailbox.done).toEqual(['seen 1'])
  await userEvent.keyboard('u')
  await expect.element(row(1)).toHaveAccessibleName(/Unread/)
  const [first] = mailbox.rows
  if (first) engine.announce('message.changed', { messageId: first.id })
  // Come by and unread for long enough to be marked, if it were to be.
  await userEvent.keyboard('jk')
  await userEvent.keyboard('u')
  await userEvent.keyboard('j')
  await expect.poll(() => mailbox.done, { timeout: 5_000 }).toContain('seen 2')
  expect(mailbox.done.filter((act) => act === 'seen 1')).toEqual(['seen 1'])
  await expect.element(row(1)).toHaveAccessibleName(/Unread/)
})

test('keys do nothing while something is typed', async () => {
  const mailbox = fakeMailbox(3)
  showMailbox(mailbox)
  await row(1).click()
  await expect.element(heading(1)).toBeVisible()
  await page.getByRole('searchbox').fill('')
  await userEvent.keyboard('ez#')
  await expect.element(page.getByRole('searchbox')).toHaveValue('ez#')
  expect(mailbox.done).toEqual([])
})

test('on an Arabic keyboard and in Arabic the same keys do the same', async () => {
  const mailbox = fakeMailbox(3)
  showMailbox(mailbox, 'ar')
  await row(1).click()
  await expect.element(heading(1)).toBeVisible()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ث', code: 'KeyE' }))
  await expect.element(page.getByText('أُرشفت الرسالة')).toBeVisible()
  await page.getByRole('button', { name: 'تراجع', exact: true }).click()
  await expect.poll(() => mailbox.done).toEqual(['archive 1', 'undo 1'])
  await expect.element(row(1)).toBeVisible()
  const all = new KeyboardEvent('keydown', { key: 'ش', code: 'KeyA', ctrlKey: true, bubbles: true })
  row(1).element().dispatchEvent(all)
  await expect.element(page.getByRole('main')).toMatchTextContent('3 رسائل محدَّدة')
})

test('what the engine refuses is shown again, with the reason', async () => {
  const mailbox = fakeMailbox(3)
  mailbox.refusal = new MailError('disk-full')
  showMailbox(mailbox)
  await row(1).click()
  await userEvent.keyboard('e')
  await expect.element(page.getByText(/That was not done. There is no space left/)).toBeVisible()
  await expect.element(row(1)).toBeVisible()
  await expect.element(heading(1)).toBeVisible()
  expect(undo().elements()).toEqual([])
})

test('what can not be taken back any more is not said to be undone', async () => {
  const mailbox = fakeMailbox(3)
  mailbox.handlers['message.undo'] = () => {
    throw new MailError('not-found')
  }
  showMailbox(mailbox)
  await row(1).click()
  await userEvent.keyboard('e')
  await expect.element(row(1)).not.toBeInTheDocument()
  await userEvent.keyboard('z')
  await expect.element(page.getByText('That could not be undone. This is no longer here.')).toBeVisible()
})

test('keys pressed in the frame of a mail mean the same', async () => {
  const mailbox = fakeMailbox(3)
  mailbox.html = '<p>Figs</p>'
  showMailbox(mailbox)
  await row(1).click()
  await page.frameLocator(page.getByTitle('Mail 1')).getByText('Figs').click()
  await userEvent.keyboard('e')
  await expect.element(heading(2)).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['archive 1'])
})

test('a folder is found by a piece of its path, and the mails go there', async () => {
  const mailbox = fakeMailbox(3)
  showMailbox(mailbox)
  await row(1).click()
  await userEvent.keyboard('v')
  const dialog = page.getByRole('dialog', { name: 'Move the message to…' })
  await expect.element(dialog.getByRole('option', { name: /^Garden/ })).toBeVisible()
  expect(dialog.getByRole('option', { name: /^Inbox/ }).elements()).toEqual([])
  await userEvent.keyboard('figs')
  await expect.poll(() => dialog.getByRole('option').elements().length).toBe(1)
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.element(page.getByText('Moved to ⁨Figs⁩')).toBeVisible()
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.poll(() => mailbox.rows.find(({ id }) => id === 1)?.folderId).toBe(6)
})

test('a copy leaves the mail where it is', async () => {
  const mailbox = fakeMailbox(3)
  showMailbox(mailbox)
  await row(1).click()
  await toolbar('Copy to…').click()
  await page.getByRole('dialog').getByRole('option', { name: 'Garden', exact: true }).click()
  await expect.element(page.getByText('Copied to ⁨Garden⁩')).toBeVisible()
  await expect.element(heading(1)).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['copy 1'])
})

test('in the trash, deleting is for ever and asks first; it can not be undone', async () => {
  const mailbox = fakeMailbox(2, () => ({ folderId: 4 }))
  showMailbox(mailbox)
  await folder('Trash').click()
  await row(1).click()
  await userEvent.keyboard('{Delete}')
  await expect.element(page.getByRole('dialog', { name: 'Delete this message for ever?' })).toBeVisible()
  expect(mailbox.done).toEqual([])
  await page.getByRole('button', { name: 'Delete for ever', exact: true }).click()
  await expect.element(page.getByText('Deleted for ever')).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['delete 1'])
  expect(undo().elements()).toEqual([])
})

test('junk is not junk after all', async () => {
  const mailbox = fakeMailbox(2, () => ({ folderId: 3 }))
  showMailbox(mailbox)
  await folder('Junk').click()
  await row(1).click()
  await userEvent.keyboard('!')
  await expect.element(page.getByText('Moved back to the inbox')).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['not-junk 1'])
})

test('the trash is emptied from its menu and beside its title, after a question', async () => {
  const mailbox = fakeMailbox(2, () => ({ folderId: 4 }))
  showMailbox(mailbox)
  await folder('Trash').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /Empty/ }).click()
  await expect.element(page.getByRole('dialog')).toMatchTextContent('2 messages are deleted for ever')
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(mailbox.done).toEqual([])
  await folder('Trash').click()
  await page.getByRole('button', { name: 'Empty', exact: true }).click()
  await page.getByRole('button', { name: 'Delete all for ever' }).click()
  await expect.element(page.getByText('Nothing here')).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['empty 4'])
  expect(page.getByRole('button', { name: 'Empty', exact: true }).elements()).toEqual([])
})

test('the menu of a row acts on it without opening it; on a selected one it acts on all', async () => {
  const mailbox = fakeMailbox(9)
  showMailbox(mailbox)
  await row(1).click()
  await row(3).click({ button: 'right' })
  await page.getByRole('menuitem', { name: /Archive/ }).click()
  await expect.element(row(3)).not.toBeInTheDocument()
  await expect.element(heading(1)).toBeVisible()
  await row(4).click({ modifiers: ['Control'] })
  await row(4).click({ button: 'right' })
  await page.getByRole('menuitem', { name: /Add star/ }).click()
  await expect.poll(() => mailbox.done).toEqual(['archive 3', 'flagged 1,4'])
})

test('a row is dragged onto a folder', async () => {
  const mailbox = fakeMailbox(3)
  showMailbox(mailbox)
  await expect.element(row(2)).toBeVisible()
  await userEvent.dragAndDrop(row(2), folder('Garden'))
  await expect.element(page.getByText('Moved to ⁨Garden⁩')).toBeVisible()
  await expect.poll(() => mailbox.done).toEqual(['move 2'])
})

test('the menu of the window does the same as the keys, and the keys are listed', async () => {
  const mailbox = fakeMailbox(3)
  const { shell } = showMailbox(mailbox)
  await row(1).click()
  await expect.element(heading(1)).toBeVisible()
  shell.announce('shell.command', { command: 'archive' })
  await expect.element(heading(2)).toBeVisible()
  shell.announce('shell.command', { command: 'undo-act' })
  await expect.element(heading(1)).toBeVisible()
  await userEvent.keyboard('?')
  await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await userEvent.keyboard('e')
  await expect.poll(() => mailbox.done).toEqual(['archive 1', 'undo 1'])
})

function failedOperation(id: number, given: Partial<Operation> = {}): Operation {
  return operationSchema.parse({
    id,
    accountId: 1,
    act: 'move',
    subject: `Mail ${id}`,
    folderName: 'Garden',
    state: 'failed',
    failure: { code: 'not-found', retry: 'never' },
    ...given,
  })
}

test('what waits for the server is told, and what it refused can be tried again or given up', async () => {
  const mailbox = fakeMailbox(3)
  mailbox.operations = [
    ...[7, 8, 9].map((id) => failedOperation(id, { state: 'waiting', failure: null })),
    failedOperation(1),
    failedOperation(2),
  ]
  const { engine } = showMailbox(mailbox)
  await expect.element(page.getByText('3 changes are waiting for the server')).toBeVisible()
  await page.getByRole('button', { name: 'What happened?' }).click()
  const dialog = page.getByRole('dialog')
  const item = (text: string) => dialog.getByRole('listitem').filter({ hasText: text })
  await expect.element(item('Mail 1')).toMatchTextContent('Move “\u2066Mail 1⁩” to ⁨Garden⁩')
  await expect.element(item('Mail 1')).toMatchTextContent('This is no longer here.')
  await item('Mail 1').getByRole('button', { name: 'Try again' }).click()
  await expect.element(item('Mail 1')).not.toBeInTheDocument()
  await item('Mail 2').getByRole('button', { name: 'Give up' }).click()
  await expect.element(dialog).toMatchTextContent('All changes were carried out.')
  await expect.poll(() => mailbox.done).toEqual(['retry 1', 'discard 2'])
  mailbox.operations = [failedOperation(3), failedOperation(4, { act: 'append' })]
  engine.announce('operation.changed', { accountId: fakeAccount.id })
  await expect.element(dialog).toMatchTextContent('A message that the server never had is deleted then')
  await dialog.getByRole('button', { name: 'Try all again' }).click()
  await expect.poll(() => mailbox.done.slice(2)).toEqual(['retry 3', 'retry 4'])
  mailbox.operations = []
  engine.announce('operation.changed', { accountId: fakeAccount.id })
  await expect.element(page.getByText(/waiting for the server/)).not.toBeInTheDocument()
})

test('in a list of 50,000, an act touches a screenful of rows and asks for a page', async () => {
  const mailbox = fakeMailbox(50_000)
  const { asked } = showMailbox(mailbox)
  await row(2).click()
  await expect.element(heading(2)).toBeVisible()
  const touched = new Set<Node>()
  const list = page.getByRole('listbox', { name: 'Inbox' }).element()
  const watch = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes)
      for (const node of [target, ...addedNodes]) touched.add(node)
  })
  watch.observe(list, { subtree: true, childList: true, attributes: true })
  const before = asked.length
  await userEvent.keyboard('s')
  await expect.element(row(2)).toHaveAccessibleName(/Starred/)
  const starred = touched.size
  await userEvent.keyboard('e')
  await expect.element(heading(3)).toBeVisible()
  watch.disconnect()
  expect(starred).toBeLessThan(10)
  expect(touched.size).toBeLessThan(120)
  expect(asked.slice(before).filter(({ name }) => name === 'message.list').length).toBeLessThan(5)
})
