import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { messageIdSchema, type OpenMessage } from '../../../shared/models/message.ts'
import { newsletterReferences, sampleLink, sampleMessage } from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { Reader } from './reader.tsx'

const text = (content: string) => [{ kind: 'text', content }]

function showReader(open: () => OpenMessage, engine: Partial<EngineHandlers> = {}): ShownPage {
  return showPage(<Reader messageId={messageIdSchema.parse(1)} onBack={() => {}} />, {
    engine: { 'message.open': open, ...engine },
    shell: {
      'shell.openLink': () => ({ opened: true }),
      'shell.saveFile': () => ({ saved: true }),
    },
  })
}

const banner = () => page.getByRole('region', { name: 'Pictures and trackers in this message' })

test('a mail with nothing from outside has no banner', async () => {
  showReader(() => sampleMessage())
  await expect.element(page.getByRole('heading', { name: 'Figs' })).toBeVisible()
  expect(banner().elements()).toEqual([])
})

test('the banner says what was blocked and whose it is; loading keeps the trackers out', async () => {
  let state: 'blocked' | 'loaded' = 'blocked'
  const { asked } = showReader(() => sampleMessage({ references: newsletterReferences(state) }), {
    'remoteContent.load': () => {
      state = 'loaded'
      return { loaded: [], failed: [], held: [] }
    },
  })
  await expect.element(banner()).toMatchTextContent('3 pictures blocked. 2 trackers: Mailchimp, Litmus')
  await page.getByRole('button', { name: 'Load images' }).click()
  await expect
    .element(banner())
    .toMatchTextContent('3 pictures shown. 2 trackers kept out: Mailchimp, Litmus')
  expect(asked.find((call) => call.name === 'remoteContent.load')?.input).toEqual({
    messageId: 1,
    scope: { kind: 'pictures' },
  })
  await expect.element(page.getByRole('button', { name: 'Load images' })).not.toBeInTheDocument()
  // The pressed button is gone; the keyboard is still where it was.
  await expect.element(banner()).toHaveFocus()
})

test('loading that fails says why and can be tried again', async () => {
  showReader(() => sampleMessage({ references: newsletterReferences() }), {
    'remoteContent.load': () => {
      throw new MailError('timed-out')
    },
  })
  await page.getByRole('button', { name: 'Load images' }).click()
  await expect.element(page.getByRole('alert')).toMatchTextContent('The server took too long to answer.')
})

test('links in plain text have no address in the page, and open past the redirector', async () => {
  const url = 'https://click.test/r?u=1'
  const { asked } = showReader(() =>
    sampleMessage({
      parts: text(`Read ${url} now`),
      links: [
        sampleLink({ url, target: 'https://news.test/', redirector: 'click.test', removed: ['utm_source'] }),
      ],
    }),
  )
  const link = page.getByRole('link', { name: url })
  await expect.element(link).toBeVisible()
  expect(document.querySelectorAll('[href^="http"]').length).toBe(0)
  await link.hover()
  await expect.element(page.getByText('https://news.test/')).toBeVisible()
  await expect.element(page.getByText('skipping ⁨click.test⁩')).toBeVisible()
  await expect.element(page.getByText('tracking marks removed: ⁨utm_source⁩')).toBeVisible()
  await link.click()
  await expect
    .poll(() => asked.find((call) => call.name === 'shell.openLink')?.input)
    .toEqual({ url: 'https://news.test/', original: url })
})

test('a link whose end nobody can tell offline says through whom it goes', async () => {
  const url = 'https://click.test/opaque'
  showReader(() =>
    sampleMessage({
      parts: text(`Read ${url} now`),
      links: [sampleLink({ url, redirector: 'Mailchimp', opaque: true })],
    }),
  )
  // The pointer may still stand where a link was in the test before.
  await page.getByRole('heading', { level: 1 }).hover()
  await page.getByRole('link', { name: url }).hover()
  await expect.element(page.getByText('goes through ⁨Mailchimp⁩ first')).toBeVisible()
})

test.each([
  ['English', 'en', 'Hello', 'left'],
  ['English', 'ar', 'Hello', 'left'],
  ['Arabic', 'en', 'مرحبًا', 'right'],
  ['Arabic', 'ar', 'مرحبًا', 'right'],
] as const)('a text in %s begins at its own edge, with the page in %s', async (_, language, words, edge) => {
  await page.viewport(1400, 600)
  showPage(<Reader messageId={messageIdSchema.parse(1)} onBack={() => {}} />, {
    language,
    engine: { 'message.open': () => sampleMessage({ parts: text(words) as OpenMessage['parts'] }) },
  })
  const lines = page.getByText(words, { exact: true })
  await expect.element(lines).toBeVisible()
  const range = document.createRange()
  range.selectNodeContents(lines.element())
  const around = document.querySelector('article')?.getBoundingClientRect()
  expect(Math.abs(range.getBoundingClientRect()[edge] - (around?.[edge] ?? 0))).toBeLessThan(48)
})

test('an Arabic subject stays one behind "Re:"', async () => {
  showReader(() => sampleMessage({ subject: 'Re: اجتماع الغد @ 10:30 (Zoom)' }))
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveStyle({ direction: 'rtl' })
})

test('markup in a plain-text mail stays text', async () => {
  showReader(() => sampleMessage({ parts: text('<img src=x onerror=alert(1)>') }))
  await expect.element(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible()
})

test('a request to report the reading is told, and that nothing was sent', async () => {
  showReader(() =>
    sampleMessage({ receipts: [{ header: 'disposition-notification-to', address: 'a@b.test' }] }),
  )
  await expect
    .element(page.getByText('The sender asked to be told when you read this. Nothing was sent.'))
    .toBeVisible()
})

test('an attachment goes to the shell with its own name', async () => {
  const attachment = {
    id: 7,
    filename: 'الفصل.docx',
    mediaType: 'x/y',
    size: 5,
    contentId: null,
    inline: false,
    onServer: false,
  }
  const { asked } = showReader(() => sampleMessage({ attachments: [attachment] }), {
    'message.attachment': () => ({ filename: 'x', mediaType: 'x/y', bytes: new Uint8Array([1, 2]) }),
  })
  await page.getByRole('button', { name: 'Save الفصل.docx' }).click()
  await expect.element(page.getByText('Saved')).toBeVisible()
  expect(asked.find((call) => call.name === 'shell.saveFile')?.input).toEqual({
    filename: 'الفصل.docx',
    bytes: new Uint8Array([1, 2]),
  })
})

test.each(['en', 'ar'] as const)(
  'in %s the ending of an attachment stands after its name, however long',
  async (language) => {
    const filename = `${'تقرير مالي عن الربع الأول '.repeat(5)}.pdf.exe`
    const attachment = {
      ...{ id: 3, filename, mediaType: 'x/y', size: 717, contentId: null },
      ...{ inline: false, onServer: false },
    }
    showPage(<Reader messageId={messageIdSchema.parse(1)} onBack={() => {}} />, {
      language,
      engine: { 'message.open': () => sampleMessage({ attachments: [attachment] }) },
    })
    const ending = page.getByText('.exe', { exact: true })
    await expect.element(ending).toBeVisible()
    const { left, right } = ending.element().getBoundingClientRect()
    const button = ending.element().closest('button')?.getBoundingClientRect()
    expect(left).toBeGreaterThanOrEqual(button?.left ?? Infinity)
    expect(right).toBeLessThanOrEqual(button?.right ?? 0)
    await expect.element(page.getByTitle(filename)).toBeVisible()
  },
)

test('an attachment that is on the server says so, and why it could not be fetched', async () => {
  const attachment = {
    ...{ id: 3, filename: 'plans.zip', mediaType: 'application/zip', size: 12_300_000, contentId: null },
    ...{ inline: false, onServer: true },
  }
  showReader(() => sampleMessage({ attachments: [attachment] }), {
    'message.attachment': () => {
      throw new MailError('host-not-found')
    },
  })
  await expect.element(page.getByText('12.3 MB, fetched when you open it')).toBeVisible()
  await page.getByRole('button', { name: 'Save plans.zip' }).click()
  await expect.element(page.getByText('No server of that name was found.')).toBeVisible()
  // Nobody saves it again but the reader.
  expect(page.getByText(/by itself/).elements()).toEqual([])
})

test('a picture inside a mail without a body is not lost', async () => {
  const picture = {
    id: 7,
    filename: 'fig.png',
    mediaType: 'image/png',
    size: 5,
    contentId: 'a',
    inline: true,
    onServer: false,
  }
  showReader(() => sampleMessage({ attachments: [picture] }))
  await expect.element(page.getByRole('button', { name: 'Save fig.png' })).toBeVisible()
})

test('a body that could not be fetched is not shown as an empty mail', async () => {
  showReader(() => sampleMessage({ parts: [], bodyState: 'failed' }))
  await expect.element(page.getByText('The text of this message could not be fetched.')).toBeVisible()
})

test('a mail that can not be opened says so and can be tried again', async () => {
  let broken = true
  showReader(() => {
    if (broken) throw new MailError('message-unavailable')
    return sampleMessage()
  })
  await expect.element(page.getByRole('alert')).toMatchTextContent('This message could not be fetched.')
  broken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByRole('heading', { name: 'Figs' })).toBeVisible()
})
