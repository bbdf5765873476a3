import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { type Link, linkNeedSchema, linkWarningSchema } from '../../../shared/models/message.ts'
import { sampleLink, sampleMessage } from '../../testing/samples.ts'
import { showPage } from '../../testing/show-page.tsx'
import { LinkReport } from './link-report.tsx'
import { MessageView } from './message-view.tsx'
import { StatusLine } from './status-line.tsx'

const wrong = sampleLink({
  url: 'https://evil.test/login',
  warnings: ['text-is-another-site', 'bare-address'],
  claims: 'www.bank.test',
})
const counted = sampleLink({
  url: 'https://click.test/r',
  target: 'https://xn--bcher-kva.test/',
  readableHost: 'bücher.test',
  redirector: 'click.test',
  removed: ['utm_source', 'mc_eid'],
})

const items = () => page.getByRole('listitem').elements()

test('a link of which there is nothing to tell is not in the report', async () => {
  showPage(<LinkReport links={[sampleLink(), sampleLink({ url: 'https://other.test/' })]} />)
  await expect.poll(() => document.querySelectorAll('section').length).toBe(0)
})

test('links with warnings come first, then what was removed and who counts', async () => {
  showPage(<LinkReport links={[counted, sampleLink(), wrong]} />)
  await expect.element(page.getByRole('heading', { name: 'Links' })).toBeVisible()
  const [first, second] = items().map((item) => item.textContent ?? '')
  expect(first).toContain('Its text says ⁨www.bank.test⁩, but it leads to ⁨evil.test⁩.')
  expect(first).toContain('It leads to a number instead of a name.')
  expect(second).toContain('https://xn--bcher-kva.test/')
  expect(second).toContain('also written ⁨bücher.test⁩')
  expect(second).toContain('skipping ⁨click.test⁩')
  expect(second).toContain('tracking marks removed: ⁨utm_source⁩, ⁨mc_eid⁩')
})

test('every warning and every reason to keep a link whole has its words, in both languages', async () => {
  for (const [language, sentence] of [
    ['en', /[A-Z].+\./],
    ['ar', /[\u0600-\u06ff].+\./],
  ] as const) {
    const links = [
      ...linkWarningSchema.options.map((code) =>
        sampleLink({ url: `https://a.test/${code}`, warnings: [code] }),
      ),
      ...linkNeedSchema.options.map((kept) => sampleLink({ url: `https://a.test/${kept}`, kept })),
    ]
    showPage(
      <div data-testid={language}>
        <LinkReport links={links} />
      </div>,
      { language },
    )
    const said = page.getByTestId(language).getByRole('listitem')
    await expect.poll(() => said.elements().length).toBeGreaterThanOrEqual(links.length)
    const words = said.elements().map((item) => item.querySelector('p + *')?.textContent ?? '')
    expect(words.join('\n')).not.toMatch(/links\.(?:warnings|kept)/)
    for (const word of words.slice(0, linkWarningSchema.options.length)) expect(word).toMatch(sentence)
  }
})

test('a hostile mail of thousands of links stays a short report', async () => {
  const many: Link[] = Array.from({ length: 2_000 }, (_, index) => ({
    ...wrong,
    url: `https://evil.test/${index}`,
  }))
  showPage(<LinkReport links={many} />)
  await expect.element(page.getByText('and 1,900 more')).toBeVisible()
  expect(items().length).toBe(100)
})

test('the line at the foot shows the true target, and what is wrong with it', async () => {
  showPage(<StatusLine url={wrong.url} links={[counted, wrong]} />)
  await expect.element(page.getByText('https://evil.test/login', { exact: true })).toBeVisible()
  await expect
    .element(page.getByText('Its text says ⁨www.bank.test⁩, but it leads to ⁨evil.test⁩.'))
    .toBeVisible()
})

test.each(['en', 'ar'] as const)(
  'in %s the line shows the host of an address of any length',
  async (language) => {
    const url = `https://evil.test/${'www.bank.test/'.repeat(200)}`
    showPage(<StatusLine url={url} links={[]} />, { language })
    const address = page.getByText(url)
    await expect.element(address).toBeInTheDocument()
    const host = document.createRange()
    host.setStart(address.element().childNodes[0] as Text, 0)
    host.setEnd(address.element().childNodes[0] as Text, 'https://evil.test'.length)
    const { left, right } = host.getBoundingClientRect()
    const line = address.element().closest('div')?.getBoundingClientRect()
    expect(left).toBeGreaterThanOrEqual(line?.left ?? Infinity)
    expect(right).toBeLessThanOrEqual(line?.right ?? 0)
    expect(address.element().getBoundingClientRect().right).toBeLessThanOrEqual(line?.right ?? 0)
  },
)

test('of a host that is longer than the line, its end is shown', async () => {
  showPage(<StatusLine url={`https://www.bank.test.${'a.'.repeat(100)}evil.test/login`} links={[]} />)
  await expect.element(page.getByText(/^https:\/\/…(?:\.?a\.)+evil\.test\/login$/)).toBeVisible()
})

test('what the text of a link claims is told to the shell, which asks', async () => {
  const message = sampleMessage({ parts: [{ kind: 'text', content: `See ${wrong.url}` }], links: [wrong] })
  const { asked } = showPage(<MessageView message={message} />, {
    shell: { 'shell.openLink': () => ({ opened: false }) },
  })
  await page.getByRole('link', { name: wrong.url }).click()
  await expect
    .poll(() => asked.find(({ name }) => name === 'shell.openLink')?.input)
    .toEqual({ url: wrong.url, claims: 'www.bank.test' })
})

test('an address that is written without its slash is still known', async () => {
  const link = sampleLink({
    url: 'https://click.test/',
    target: 'https://news.test/',
    redirector: 'click.test',
  })
  const message = sampleMessage({
    parts: [{ kind: 'text', content: 'See HTTPS://click.test now' }],
    links: [link],
  })
  const { asked } = showPage(<MessageView message={message} />, {
    shell: { 'shell.openLink': () => ({ opened: true }) },
  })
  await page.getByRole('link', { name: 'HTTPS://click.test' }).click()
  await expect
    .poll(() => asked.find(({ name }) => name === 'shell.openLink')?.input)
    .toEqual({ url: 'https://news.test/', original: 'https://click.test/' })
})
