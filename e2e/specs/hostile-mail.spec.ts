import { mail, mailOfParts } from '../fixtures/mails.ts'
import { signIn } from '../fixtures/signed-in.ts'
import { expect, test } from '../fixtures/test.ts'
import { vectorClasses } from '../walls/vectors/all-vectors.ts'
import { addressOf } from '../walls/vectors/vector.ts'

const HOSTILE_LINK = 'https://user:secret@pаypal.example/login?from=mail'

const links = () =>
  mail({
    subject: 'Your account',
    html: `<p><a href="${HOSTILE_LINK}" target="_top">Log in</a>
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
  expect(app.asked[0]).toMatchObject({ kind: 'message-box', buttons: ['Open', 'Cancel'] })
  const shown = app.asked[0]?.kind === 'message-box' ? app.asked[0].detail : ''
  expect(shown).toContain('https://xn--pypal-4ve.example/login?from=mail')
  expect(shown).toContain('pаypal.example')
  expect(shown).not.toContain('secret')

  await app.answer({ kind: 'message-box', button: 0 })
  await link.click()
  await expect
    .poll(() => app.asked)
    .toContainEqual({ kind: 'open-external', url: 'https://xn--pypal-4ve.example/login?from=mail' })
  expect(app.page.url()).toBe(address)
  expect(app.page.frames()).toHaveLength(2)
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

for (const [name, vectors] of Object.entries(vectorClasses)) {
  test(`${name}: opened, hovered and pressed, a mail of every such attack tells nobody`, async ({
    app,
    server,
    senders,
  }) => {
    const port = Number(senders.address.split(':')[1])
    const at = { port, silentPort: port }
    const parts = vectors.map((vector) => vector.html(addressOf(vector, 'mail', at)))
    const mailbox = await signIn(app, server, [mailOfParts('Surprise', parts)])
    const address = app.page.url()
    await mailbox.open('Surprise')
    for (const frame of await app.page.locator('iframe').all()) {
      const content = frame.contentFrame()
      await expect(content.locator('body')).toBeAttached()
      for (const link of await content.locator('a, area, button, [data-link], summary').all())
        await link.dispatchEvent('mouseover')
      for (const link of await content.locator('a, area, button, [data-link]').all())
        await link.dispatchEvent('click')
    }
    await expect(app.page.getByRole('heading', { name: 'Surprise' })).toBeVisible()
    expect(app.page.url()).toBe(address)
    expect(app.asked.filter(({ kind }) => kind === 'open-external')).toEqual([])
    expect(senders.hits).toEqual([])
  })
}
