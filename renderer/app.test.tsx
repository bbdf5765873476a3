import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { EngineHandlers } from '../shared/contract.ts'
import { type Account, accountSchema } from '../shared/models/account.ts'
import { type SyncState, syncStateSchema } from '../shared/models/sync-state.ts'
import { App } from './app.tsx'
import { showTheme } from './styles/theme.ts'
import { sampleFolder, sampleRow } from './testing/samples.ts'
import { type ShownPage, showPage } from './testing/show-page.tsx'

const account: Account = accountSchema.parse({
  id: 1,
  address: 'mona@example.org',
  displayName: 'Mona',
  host: 'imap.example.org',
  port: 993,
  security: 'tls',
  user: 'mona',
  smtp: null,
})

// Wide enough for all three panes.
beforeEach(() => page.viewport(1280, 800))
afterEach(() => {
  localStorage.clear()
  showTheme('system')
})

function showApp(given: { accounts?: Account[]; state?: Partial<SyncState> } = {}): ShownPage {
  let accounts = given.accounts ?? [account]
  const engine: Partial<EngineHandlers> = {
    'account.list': () => accounts,
    'account.add': () => {
      accounts = [account]
      return account
    },
    'account.remove': () => {
      accounts = []
    },
    'account.setPassword': () => {},
    'account.sync': () => {},
    'account.syncStates': () => [
      syncStateSchema.parse({
        accountId: 1,
        phase: 'idle',
        done: 0,
        total: 0,
        failure: null,
        unreadable: [],
        leftOut: 0,
        ...given.state,
      }),
    ],
    'folder.list': () => [
      sampleFolder({ total: 1, unread: 1 }),
      sampleFolder({ id: 2, path: 'Garden', name: 'Garden', role: null }),
    ],
    'privacy.report': () => ({
      ...{ interval: 'month', from: 0, until: 1, timeline: [], companies: [], senders: [], senderCount: 0 },
      ...{ received: 0, tracked: 0, letIn: 0, trackers: 0, receiptsRefused: 0, waiting: 0 },
    }),
    'message.list': ({ folderId }) => ({ rows: folderId === 1 ? [sampleRow()] : [], next: null }),
  }
  return showPage(<App systemLanguages={['en-GB', 'ar-EG']} />, {
    engine,
    shell: {
      'shell.info': () => ({ platform: 'linux', version: '1', languages: ['en-GB'], keychain: true }),
      'shell.setLanguage': () => {},
      'shell.setTheme': () => {},
    },
  })
}

const inputsOf = (shown: ShownPage, name: string) =>
  shown.asked.filter((call) => call.name === name).map((call) => call.input)

test('the first run ends in the inbox, and its mail is fetched', async () => {
  const shown = showApp({ accounts: [] })
  await page.getByLabelText('Email address').fill('mona@example.org')
  await page.getByLabelText('Password').fill('secret')
  await page.getByRole('button', { name: 'Enter them myself' }).click()
  await page.getByRole('button', { name: 'Add account' }).click()
  await expect.element(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await expect.element(page.getByText('Figs')).toBeVisible()
  await expect.poll(() => inputsOf(shown, 'account.sync')).toEqual([{ accountId: 1 }])
  expect(document.title).toBe('Inbox – Curtain')
})

test('choosing Arabic turns the page, its words and its digits, and is remembered', async () => {
  const shown = showApp()
  await page.getByRole('radio', { name: 'العربية' }).click()
  await expect.element(page.getByRole('heading', { name: 'البريد الوارد' })).toBeVisible()
  expect(document.documentElement.dir).toBe('rtl')
  expect(localStorage.getItem('curtain.language')).toBe('ar')
  await expect.poll(() => inputsOf(shown, 'shell.setLanguage').at(-1)).toEqual({ language: 'ar' })
})

test('the chosen theme is shown and remembered', async () => {
  showApp()
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect.poll(() => getComputedStyle(document.documentElement).colorScheme).toBe('dark')
  expect(localStorage.getItem('curtain.theme')).toBe('dark')
})

test('a refused password is told beside the account, with the way out', async () => {
  const failure = { code: 'wrong-password', retry: 'after-user' } as const
  const shown = showApp({ state: { phase: 'failed', failure } })
  await expect.element(page.getByRole('alert')).toMatchTextContent('did not accept the user name or password')
  await page
    .getByRole('alert')
    .getByRole('button', { name: /Enter password again/ })
    .click()
  await page.getByRole('dialog').getByLabelText('Password').fill('better')
  await page.getByRole('button', { name: 'Save password' }).click()
  await expect
    .poll(() => inputsOf(shown, 'account.setPassword'))
    .toEqual([{ accountId: 1, password: 'better' }])
})

test('removing the last account asks first and leads back to the first run', async () => {
  const shown = showApp()
  await page.getByRole('button', { name: 'Account mona@example.org' }).click()
  await page.getByRole('menuitem', { name: /Remove account/ }).click()
  await expect.element(page.getByRole('dialog')).toMatchTextContent('Nothing is deleted on the server.')
  expect(inputsOf(shown, 'account.remove')).toEqual([])
  await page.getByRole('button', { name: 'Remove account' }).click()
  await expect.element(page.getByRole('form', { name: 'Add an account' })).toBeVisible()
})

test('folders are walked with the keyboard', async () => {
  showApp()
  await page.getByRole('option', { name: /Inbox/ }).click()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('heading', { name: 'Garden' })).toBeVisible()
  await expect.element(page.getByText('Nothing here')).toBeVisible()
})

test('on the curtain rings are drawn in the colour of its words', async () => {
  showApp()
  const add = page.getByRole('navigation').getByRole('button', { name: 'Add an account' })
  await expect.element(add).toBeVisible()
  const element = add.element()
  if (element instanceof HTMLElement) element.focus()
  const { outlineColor, color } = getComputedStyle(element)
  expect(outlineColor).toBe(color)
})

test('the edge of a pane moves with the arrow keys, along the direction of reading', async () => {
  showApp()
  const edge = page.getByRole('separator', { name: 'Width of the list' })
  await expect.element(edge).toHaveAttribute('aria-valuenow', '372')
  edge.element().focus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(edge).toHaveAttribute('aria-valuenow', '388')
  await page.getByRole('radio', { name: 'العربية' }).click()
  const turned = page.getByRole('separator', { name: 'عرض القائمة' })
  await expect.element(turned).toBeVisible()
  turned.element().focus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(turned).toHaveAttribute('aria-valuenow', '372')
})

test('a narrow window draws the folders over the list, and Escape puts them away', async () => {
  await page.viewport(600, 700)
  showApp()
  const garden = page.getByRole('option', { name: 'Garden' })
  await expect.element(page.getByText('Figs')).toBeVisible()
  expect(garden.elements()).toEqual([])
  await page.getByRole('button', { name: 'Show folders' }).click()
  await expect.element(garden).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => garden.elements()).toEqual([])
})

test('the privacy report takes the place of the mail, and gives it back as it was', async () => {
  const shown = showApp()
  await page.getByRole('option', { name: 'Garden' }).click()
  await expect.element(page.getByRole('heading', { name: 'Garden' })).toBeVisible()
  const button = page.getByRole('button', { name: 'Privacy report' })
  await button.click()
  await expect.element(page.getByText('Nothing to report yet')).toBeVisible()
  expect(page.getByRole('navigation').elements()).toEqual([])
  expect(document.title).toBe('Privacy report – Curtain')
  expect(inputsOf(shown, 'privacy.report')).toEqual([{ accountId: null, period: 'year', senders: 'most' }])
  await page.getByRole('button', { name: 'Back to your mail' }).click()
  await expect.element(page.getByRole('heading', { name: 'Garden' })).toBeVisible()
  await expect.element(button).toHaveFocus()
  expect(document.title).toBe('Garden – Curtain')
})
