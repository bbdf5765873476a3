import { type JSX, useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { ReadMail } from '../../../shared/models/leak-test.ts'
import type { MessageRow } from '../../../shared/models/message.ts'
import { en } from '../../i18n/en.ts'
import { showPage } from '../../testing/show-page.tsx'
import { MailFrame } from '../reader/mail-frame.tsx'
import { prepareUnknown } from '../reader/prepare-body.ts'
import { ProofLine } from '../reader/proof-line.tsx'
import { LeakTestDialog } from './leak-test-dialog.tsx'
import { namesOfPassed } from './run-leak-test.ts'
import { type Attacked, write } from './stage.tsx'
import { vectorClasses } from './vectors/all-vectors.ts'

// Hundreds of mails are laid out, each a whole document.
vi.setConfig({ testTimeout: 90_000 })

/** Of the vectors, a picture and no more. */
const BREAKING = 'leak-7f0c1a52-img-src/'
const RUN = '7f0c1a52-0d6c-4c0e-9a55-3e1a2b3c4d5e'
const careful: Attacked = {
  Frame: MailFrame,
  prepare: prepareUnknown,
  Row: ({ row }) => <p>{row.snippet}</p>,
}
const HeedlessRow = ({ row }: { row: MessageRow }): JSX.Element => (
  // biome-ignore lint/security/noDangerouslySetInnerHtml: that is the danger
  <p dangerouslySetInnerHTML={{ __html: `${row.from.name} ${row.subject} ${row.snippet}` }} />
)

/** Lets mails in as they came; over one it breaks. */
function breakOrWrite(frame: Document, html: string): void {
  if (html.includes(BREAKING)) throw new Error('a mail that breaks the sanitiser')
  write(frame, html)
}

/** The dialog over a mail that is open. */
function BesideMail(): JSX.Element {
  const [isOpen, setOpen] = useState(true)
  return (
    <>
      <ProofLine fetched={{ requests: 0, pictures: 0 }} />
      {isOpen && <LeakTestDialog attacked={careful} onClose={() => setOpen(false)} />}
    </>
  )
}

/** An engine that reads mails of one part, and changes nothing in them. */
const heedless: Partial<EngineHandlers> = {
  'leakTest.start': () => ({ run: RUN, port: 9, silentPort: 9 }),
  'leakTest.hits': () => [],
  'leakTest.read': ({ mails }) => mails.map(asItCame),
  'leakTest.tryDoor': () => ({ attacks: 12 }),
  'leakTest.stop': () => {},
}
const quietShell = {
  'shell.traffic': () => ({ stopped: 0, left: 0 }),
  'shell.tryNetwork': () => ({ attacks: 10, passed: [] }),
}

function asItCame(mail: string): ReadMail {
  const end = mail.indexOf('\r\n\r\n')
  const content = mail.slice(end + 4)
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(mail.slice(0, end))?.[1] ?? ''
  const from = { name: header('From'), address: '' }
  return {
    ...{ from, subject: header('Subject'), snippet: content, quoted: content },
    parts: [{ kind: 'html', content }],
  }
}

/** One is alive only where scripts run; one is seen by nobody but what reads ahead of Chromium's parser. */
const NOT_IN_A_DOCUMENT = ['parser-noscript-title', 'parser-svg-cdata']

const heldOf = (wall: string) => document.querySelector(`[data-wall=${wall}]`)?.getAttribute('data-held')

test('with the sanitiser gone every attack that is alive is found and named, and the other walls stay green', async () => {
  const hits: string[] = []
  const shown = showPage(
    <LeakTestDialog
      attacked={{ Frame: MailFrame, prepare: breakOrWrite, Row: HeedlessRow }}
      onClose={() => {}}
    />,
    {
      engine: {
        ...heedless,
        'leakTest.tryDoor': () => {
          hits.push('127.0.0.1:9/door')
          return { attacks: 12 }
        },
        'leakTest.hits': () => hits,
      },
      shell: quietShell,
    },
  )
  const status = page.getByRole('status')
  await expect.element(status, { timeout: 60_000 }).toHaveTextContent(en.leakTest.broken)
  const walls = ['sanitiser', 'frame', 'page', 'session', 'door']
  expect(walls.filter((wall) => heldOf(wall) === 'false')).toEqual(['sanitiser', 'door'])
  const named = new Set(document.querySelector('[data-names]')?.textContent?.split(' '))
  const alive = Object.values(vectorClasses)
    .flat()
    .filter(({ inert }) => inert === undefined)
    .map(({ name }) => name)
  expect(alive.filter((name) => !named.has(name))).toEqual(NOT_IN_A_DOCUMENT)
  expect(named).toContain('127.0.0.1:9/door')
  for (const name of ['words-subject', 'words-sender', 'words-preview']) expect(named).toContain(name)
  const kinds = [...document.querySelectorAll('[data-kind]')].map((row) => row.getAttribute('data-kind'))
  expect(kinds.toSorted()).toEqual(Object.keys(en.leakTest.classes).toSorted())
  await expect
    .poll(() => shown.asked.findLast(({ name }) => name.startsWith('leakTest.'))?.name)
    .toBe('leakTest.stop')
})

test('closed in the middle it ends its server, and nothing of it is charged to the mail that is open', async () => {
  const reading = Promise.withResolvers<void>()
  const engine: Partial<EngineHandlers> = {
    ...heedless,
    async 'leakTest.read'({ mails }) {
      await reading.promise
      return mails.map(asItCame)
    },
  }
  const { asked, shell } = showPage(<BesideMail />, { engine, shell: quietShell })
  const line = page.getByText(/left this window/)
  await expect.poll(() => asked.at(-1)?.name).toBe('leakTest.read')
  shell.announce('shell.traffic', { stopped: 5, left: 0 })
  await page.getByRole('button', { name: en.app.close }).last().click()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  reading.resolve()
  await expect.poll(() => asked.at(-1)?.name).toBe('shell.traffic')
  expect(asked.at(-2)).toEqual({ name: 'leakTest.stop', input: { run: RUN } })
  await expect.element(line).toHaveTextContent('0 requests left this window.')
  shell.announce('shell.traffic', { stopped: 6, left: 0 })
  await expect.element(line).toHaveTextContent('0 requests left this window. 1 attempt was stopped.')
})

test('a test that could not run says so instead of being green', async () => {
  showPage(<LeakTestDialog attacked={careful} onClose={() => {}} />, {
    engine: {
      'leakTest.start': () => {
        throw new MailError('internal')
      },
    },
  })
  await expect.element(page.getByRole('dialog')).toMatchTextContent(en.errors.internal.title)
  await expect.element(page.getByRole('status')).toHaveTextContent('')
})

test('a request that got past the page’s policy is red, though every attack was complained of', () => {
  expect(namesOfPassed(false, ['img'])).toEqual([])
  expect(namesOfPassed(true, ['img'])).toEqual(['img'])
  expect(namesOfPassed(true, [])).toEqual(['unnamed'])
})
