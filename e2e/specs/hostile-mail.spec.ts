import type { Locator, Page } from '@playwright/test'
import { limits } from '../../electron/engine/parse/limits.ts'
import { vectorClasses } from '../../renderer/features/leak-test/vectors/all-vectors.ts'
import { addressOf } from '../../renderer/features/leak-test/vectors/vector.ts'
import { mail, mailOfParts } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'

const HOSTILE_LINK = 'https://user:secret@pаypal.example/login?from=mail'

const links = () =>
  mail({
    subject: 'Your account',
    html: `<p><a href="${HOSTILE_LINK}" target="_top">Log in</a>
      <a href="https://evil.example/login">www.bank.example</a>
      <a href="javascript:location='https://evil.example/'">Script</a>
      <a href="smb://192.0.2.1/share">Share</a>
      <a href="mailto:help@bank.example?subject=Help&attach=/etc/passwd">Write</a></p>`,
  })

test('a link is shown whole before it is opened, and the page goes nowhere', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [links()])
  await mailbox.open('Your account')
  const address = app.page.url()
  const link = mailbox.body.getByText('Log in')

  await link.click()
  await expect.poll(() => app.asked).toHaveLength(1)
  expect(app.asked[0]).toMatchObject({ kind: 'message-box', buttons: ['Open', 'Copy address', 'Cancel'] })
  const shown = app.asked[0]?.kind === 'message-box' ? app.asked[0].detail : ''
  expect(shown).toContain('https://xn--pypal-4ve.example/login?from=mail')
  expect(shown).toContain('pаypal.example')
  expect(shown).not.toContain('secret')
  expect(shown).toContain('another name stands in front of')
  expect(shown).toContain('it only looks like ⁨pаypal.example⁩, with foreign letters')

  await app.answer({ kind: 'message-box', button: 0 })
  await link.click()
  await expect
    .poll(() => app.asked)
    .toContainEqual({ kind: 'open-external', url: 'https://xn--pypal-4ve.example/login?from=mail' })
  expect(app.page.url()).toBe(address)
  expect(app.page.frames()).toHaveLength(2)
})

const PICTURE = 'https://evil.example/i/9f3a8e7c6b5d4a21.jpg'
const STOLEN_PRESSES = {
  'that lies over the words, unseen': `<style>.k{position:absolute;inset:0;width:100%;height:100%;z-index:9}
    .k::after{background:none;border:0;color:transparent}</style><p>Dear reader</p><img class=k src="${PICTURE}" alt="">`,
  'below words that let a press through': `<img src="${PICTURE}" width=600 height=300 style="display:block">
    <div style="position:relative;pointer-events:none;background:#fff;height:300px;margin-top:-300px">Dear reader</div>`,
}
for (const [where, html] of Object.entries(STOLEN_PRESSES)) {
  test(`a press that is led to a picture ${where} loads nothing`, async ({ app, server, senders }) => {
    const mailbox = await signIn(app, server, [mail({ subject: 'Hello', html })])
    await mailbox.open('Hello')
    await mailbox.body.getByText('Dear reader').click({ force: true })
    const question = app.page.getByRole('dialog', { name: 'Load it from evil.example?' })
    await expect(question).toBeVisible()
    expect(senders.hits).toEqual([])
    await question.getByRole('button', { name: 'Load anyway' }).click()
    await expect.poll(() => senders.hits).toEqual(['evil.example/i/9f3a8e7c6b5d4a21.jpg'])
  })
}

test('a link whose text names another site is told, where it stands and before it is opened', async ({
  app,
  server,
}) => {
  const mailbox = await signIn(app, server, [links()])
  await mailbox.open('Your account')
  const link = mailbox.body.getByText('www.bank.example')
  const words = /text.* says ⁨www\.bank\.example⁩, but it leads to ⁨evil\.example⁩/
  await link.hover()
  await expect(app.page.getByText(words)).toBeVisible()
  await link.click()
  await expect
    .poll(() => app.asked)
    .toMatchObject([{ kind: 'message-box', detail: expect.stringMatching(words) }])
})

test('links that could start programs or mount shares do nothing', async ({ app, server }) => {
  const mailbox = await signIn(app, server, [links()])
  await mailbox.open('Your account')
  await mailbox.body.getByText('Script').click()
  await mailbox.body.getByText('Share').click()
  await app.answer({ kind: 'message-box', button: 0 })
  await mailbox.body.getByText('Write').click()
  await expect
    .poll(() => app.asked.filter(({ kind }) => kind === 'open-external'))
    .toEqual([{ kind: 'open-external', url: 'mailto:help@bank.example?subject=Help' }])
  expect(app.asked).toHaveLength(2)
})

/** The engine shows no more parts of one mail than this. */
const PARTS_OF_A_MAIL = limits.bodyParts

/** Whose mails have links that can be opened. */
const WITH_LINKS = new Set(['look-ups', 'navigations'])

for (const [name, vectors] of Object.entries(vectorClasses)) {
  test(`${name}: opened, hovered, pressed and printed, mails of every such attack tell nobody`, async ({
    app,
    server,
    senders,
  }) => {
    test.setTimeout(180_000)
    const port = Number(senders.address.split(':')[1])
    const parts = vectors.map((vector) => vector.html(addressOf(vector, 'mail', { port, silentPort: port })))
    // Each mail ends honestly: when that is seen, what stands above it is there too.
    const mails = chunk(parts, PARTS_OF_A_MAIL - 1).map((some, index) =>
      mailOfParts(`Surprise ${index + 1}`, [...some, '<p>Kind regards</p>']),
    )
    const mailbox = await signIn(app, server, mails)
    const address = app.page.url()
    let pressed = 0
    for (const index of mails.keys()) {
      await mailbox.open(`Surprise ${index + 1}`)
      const frames = app.page.locator('iframe')
      await expect(frames.last().contentFrame().getByText('Kind regards')).toBeAttached()
      for (const frame of await frames.all()) pressed += await pressEverything(app.page, frame)
      expect((await app.page.pdf({ printBackground: true })).length).toBeGreaterThan(10_000)
      await expect(mailbox.reader.getByRole('heading', { name: `Surprise ${index + 1}` })).toBeVisible()
    }
    expect(app.page.url()).toBe(address)
    // The reader was asked about each link that the pointer pressed, and said no.
    expect(pressed > 0).toBe(WITH_LINKS.has(name))
    await expect.poll(() => app.asked.filter(({ kind }) => kind === 'message-box').length).toBe(pressed)
    expect(app.asked.filter(({ kind }) => kind === 'open-external')).toEqual([])
    expect(senders.hits).toEqual([])
  })
}

/**
 * With the real pointer, for only that can make Chromium look up a name. But for pictures that wait: to press one is
 * to ask for it.
 *
 * @returns how many links were pressed.
 */
async function pressEverything({ mouse }: Page, frame: Locator): Promise<number> {
  const content = frame.contentFrame()
  let links = 0
  for (const thing of await content
    .locator('a, button, summary, label, [data-link], [usemap], [onclick]')
    .all()) {
    await thing.scrollIntoViewIfNeeded({ timeout: 1_000 }).catch(() => {})
    const box = await thing.boundingBox()
    if (box === null) continue
    await mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    if ((await content.locator('img[data-waiting]:hover').count()) > 0) continue
    links += await content.locator('[data-link]:hover').count()
    await mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  }
  return links
}

function chunk<T>(list: T[], size: number): T[][] {
  return list.length === 0 ? [] : [list.slice(0, size), ...chunk(list.slice(size), size)]
}
