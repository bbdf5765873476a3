import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { showPage } from '../../testing/show-page.tsx'
import { NothingFound } from './nothing-found.tsx'
import { SearchPanel } from './search-panel.tsx'
import { useSearch } from './use-search.ts'

function Searching() {
  const search = useSearch()
  return (
    <>
      <SearchPanel search={search} folderName="Garden" />
      <output>
        {search.isEverywhere ? 'everywhere' : 'folder'}: {search.query}
      </output>
      <NothingFound search={search} folderName="Garden" />
    </>
  )
}

const field = () => page.getByRole('searchbox', { name: 'Search mail' })
const chip = (name: string) => page.getByRole('radio', { name, exact: true })
const asked = () => page.getByRole('status').first()

test('a filter without words is for the folder; words go everywhere, or to the folder when told so', async () => {
  showPage(<Searching />)
  await chip('With trackers').click()
  await expect.element(asked()).toMatchTextContent('folder: has:tracker')
  await field().fill('figs')
  await expect.element(asked()).toMatchTextContent('everywhere: has:tracker figs')
  await chip('Garden').click()
  await expect.element(asked()).toMatchTextContent('folder: has:tracker figs')
})

test('results stand in the order of their dates, or the best first', async () => {
  showPage(<Searching />)
  await expect.element(chip('Best match')).not.toBeInTheDocument()
  await field().fill('figs')
  await expect.element(chip('Newest first')).toBeChecked()
  await chip('Best match').click()
  await expect.element(chip('Best match')).toBeChecked()
  await expect.element(chip('Newest first')).not.toBeChecked()
})

test('the filters are one group of which one is always chosen, walked with the arrow keys', async () => {
  showPage(<Searching />)
  await chip('Unread').click()
  await expect.element(chip('Unread')).toBeChecked()
  await expect.element(chip('All')).not.toBeChecked()
  await chip('Unread').click()
  await expect.element(chip('Unread')).toBeChecked()
  await userEvent.keyboard('{ArrowRight}{ArrowRight} ')
  await expect.element(chip('Clean')).toBeChecked()
  await expect.element(page.getByRole('radiogroup', { name: 'Show' })).toBeVisible()
})

test('Escape empties the field, and a slash comes back to it', async () => {
  showPage(<Searching />)
  await field().fill('figs')
  await userEvent.keyboard('{Escape}')
  await expect.element(field()).toHaveValue('')
  await chip('All').click()
  await userEvent.keyboard('/')
  await expect.element(field()).toHaveFocus()
  await userEvent.keyboard('a/b')
  await expect.element(field()).toHaveValue('a/b')
})

test('Ctrl+F and the menu come to it too', async () => {
  const { shell } = showPage(<Searching />)
  await chip('All').click()
  await userEvent.keyboard('{Control>}f{/Control}')
  await expect.element(field()).toHaveFocus()
  await chip('All').click()
  shell.announce('shell.command', { command: 'search' })
  await expect.element(field()).toHaveFocus()
})

test('what was looked for in vain is repeated, with other ways that can be tried', async () => {
  showPage(<Searching />)
  await field().fill('zeppelin')
  await expect.element(page.getByText('No message fits “\u2068zeppelin\u2069”.')).toBeVisible()
  await page.getByRole('button', { name: /is:clean/ }).click()
  await expect.element(asked()).toMatchTextContent('everywhere: is:clean')
  await expect.element(field()).toHaveFocus()
})

test('in Arabic the ways are Arabic', async () => {
  showPage(<Searching />, { language: 'ar' })
  await page.getByRole('searchbox').fill('منطاد')
  await page.getByRole('button', { name: /حالة:نظيفة/ }).click()
  await expect.element(page.getByRole('searchbox')).toHaveValue('حالة:نظيفة ')
})
