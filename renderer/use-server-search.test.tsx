import { useInfiniteQuery } from '@tanstack/react-query'
import { type JSX, useState } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { MailError, type MailFailure } from '../shared/errors.ts'
import { accountSchema } from '../shared/models/account.ts'
import { folderIdSchema } from '../shared/models/folder.ts'
import { messageIdSchema } from '../shared/models/message.ts'
import { useEngine } from './engine-client.ts'
import { messagesQuery } from './engine-queries.ts'
import { ServerSearch } from './features/search/server-search.tsx'
import { sampleRow } from './testing/samples.ts'
import { type ShownPage, showPage } from './testing/show-page.tsx'
import { useServerSearch } from './use-server-search.ts'

const account = accountSchema.parse({
  ...{ id: 1, address: 'mona@example.org', displayName: 'Mona', host: 'imap.example.org', port: 993 },
  ...{ security: 'tls', user: 'mona', smtp: null },
})
const old = messageIdSchema.parse(7)

function Searching(): JSX.Element {
  const [query, setQuery] = useState('figs')
  const { found: foundOnServer, ...server } = useServerSearch({ folderId: null, query }, [account])
  const listing = { folderId: null, query, order: 'newest' as const, foundOnServer, threaded: false }
  const rows = useInfiniteQuery(messagesQuery(useEngine(), listing)).data?.pages[0]?.rows ?? []
  return (
    <>
      <input aria-label="Words" value={query} onChange={(event) => setQuery(event.target.value)} />
      <ServerSearch {...server} />
      <ul>
        {rows.map(({ id, subject }) => (
          <li key={id}>{subject}</li>
        ))}
      </ul>
    </>
  )
}

/** An engine that has one mail with the words, and whose server has an older one. */
function showSearching(
  searchServer: () => Promise<{ found: (typeof old)[]; failed: { accountId: 1; failure: MailFailure }[] }>,
): ShownPage & { timesAsked: (name: string) => number } {
  const shown = showPage(<Searching />, {
    engine: {
      'message.search': ({ foundOnServer }) => ({
        rows: [
          sampleRow({ id: 9, subject: 'Here' }),
          ...foundOnServer.map((id) => sampleRow({ id, subject: 'There' })),
        ],
        ...{ next: null, words: [] },
      }),
      'message.searchServer': searchServer as never,
      'message.stopServerSearch': () => {},
    },
  })
  return { ...shown, timesAsked: (name) => shown.asked.filter((call) => call.name === name).length }
}

const ask = () => page.getByRole('button', { name: 'Search on the server too' })

test('the server is asked when one says so, once, whatever happens to the mail meanwhile', async () => {
  const { engine, timesAsked } = showSearching(async () => ({ found: [old], failed: [] }))
  await expect.element(page.getByText('Here')).toBeVisible()
  expect(timesAsked('message.searchServer')).toBe(0)
  await ask().click()
  await expect.element(page.getByText('There')).toBeVisible()
  const before = timesAsked('message.search')
  engine.announce('folder.changed', { folderId: folderIdSchema.parse(1) })
  engine.announce('message.changed', { messageId: old })
  await expect.poll(() => timesAsked('message.search')).toBeGreaterThan(before)
  await expect.element(page.getByText('There')).toBeVisible()
  expect(timesAsked('message.searchServer')).toBe(1)
})

test('other words are other words: the server hears them when one says so again', async () => {
  const { timesAsked } = showSearching(async () => ({ found: [old], failed: [] }))
  await ask().click()
  await expect.element(page.getByText('There')).toBeVisible()
  await page.getByLabelText('Words').fill('figs and')
  await expect.element(ask()).toBeVisible()
  await expect.element(page.getByText('There')).not.toBeInTheDocument()
  await page.getByLabelText('Words').fill('figs')
  await expect.element(ask()).toBeVisible()
  expect(timesAsked('message.searchServer')).toBe(1)
})

test('what is here is shown while the server ponders, and waiting can be ended', async () => {
  const { timesAsked } = showSearching(() => new Promise(() => {}))
  await ask().click()
  await expect.element(page.getByText('Searching on the server…')).toBeVisible()
  await expect.element(page.getByText('Here')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(ask()).toBeVisible()
  await expect.poll(() => timesAsked('message.stopServerSearch')).toBe(1)
})

test('a server that could not be asked is named, takes nothing away, and can be asked again', async () => {
  let works = false
  const failure: MailFailure = { code: 'timed-out', retry: 'later' }
  showSearching(async () =>
    works ? { found: [old], failed: [] } : { found: [], failed: [{ accountId: 1, failure }] },
  )
  await ask().click()
  await expect.element(page.getByRole('status')).toMatchTextContent(/mona@example.org.* – .*too long/)
  await expect.element(page.getByText('Here')).toBeVisible()
  works = true
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByText('There')).toBeVisible()
})

test('a search that fails as a whole says why', async () => {
  showSearching(() => Promise.reject(new MailError('internal')))
  await ask().click()
  await expect.element(page.getByRole('status')).toMatchTextContent(/Not everything .* inside Curtain/)
  await expect.element(page.getByText('Here')).toBeVisible()
})
