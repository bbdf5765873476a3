import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/models/account.ts'
import { messageIdSchema, type OpenMessage } from '../../../shared/models/message.ts'
import { defaultPrivacySettings } from '../../../shared/models/privacy-settings.ts'
import { type MessageTrust, trustRuleSchema } from '../../../shared/models/trust-rule.ts'
import type { Language } from '../../i18n/language.ts'
import {
  newsletterReferences,
  sampleAccount,
  sampleFolder,
  sampleMessage,
  sampleReference,
} from '../../testing/samples.ts'
import { type ShownPage, showPage } from '../../testing/show-page.tsx'
import { Reader } from './reader.tsx'

beforeEach(() => page.viewport(1280, 800))

const shop = trustRuleSchema.parse({
  ...{ id: 5, scope: 'domain', identity: 'shop.example', decision: 'load' },
  ...{ accountId: null, createdAt: 1 },
})

type Given = Omit<NonNullable<Parameters<typeof sampleMessage>[0]>, 'trust'> & {
  trust?: Partial<MessageTrust>
}
interface Options {
  accounts?: Account[]
  engine?: Partial<EngineHandlers>
  language?: Language
}

/** A newsletter of which the engine says what the test gives; it may say something else later. */
function showMail(given: Given, options: Options = {}): ShownPage & { become(given: Given): void } {
  const { accounts = [sampleAccount()], language = 'en' } = options
  const opened = ({ trust, ...rest }: Given): OpenMessage =>
    sampleMessage({
      from: { name: 'The Shop', address: 'news@shop.example' },
      references: newsletterReferences(),
      ...rest,
      trust: { ...sampleMessage().trust, list: 'news.lists.example', ...trust },
    })
  let message = opened(given)
  const shown = showPage(<Reader messageId={messageIdSchema.parse(1)} onBack={() => {}} />, {
    engine: {
      'message.open': () => message,
      'account.list': () => accounts,
      'folder.list': ({ accountId }) => [sampleFolder({ id: accountId, accountId })],
      'privacy.settings': () => defaultPrivacySettings,
      'remoteContent.load': () => ({ loaded: [], failed: [], held: [] }),
      'remoteContent.forget': () => {},
      'trust.save': ({ instead: _, ...draft }) => ({
        rule: trustRuleSchema.parse({ ...draft, id: 9, createdAt: 2 }),
        replaced: [],
      }),
      'trust.remove': () => shop,
      'trust.restore': () => {},
      ...options.engine,
    },
    language,
  })
  return {
    ...shown,
    become(changed) {
      message = opened(changed)
      shown.engine.announce('remoteContent.changed', { messageId: message.id })
    },
  }
}

const banner = () => page.getByRole('region', { name: 'Pictures and trackers in this message' })
const button = (name: string | RegExp) => banner().getByRole('button', { name })
const more = () => button('More choices for these pictures')
const item = (name: string | RegExp) => page.getByRole('menuitem', { name })
const inputsOf = (shown: ShownPage, name: string) =>
  shown.asked.filter((call) => call.name === name).map((call) => call.input)

test('while pictures are on their way, also for somebody else, that is said and no button asks again', async () => {
  const { become } = showMail({ references: newsletterReferences('loading') })
  await expect.element(banner()).toMatchTextContent('Loading 3 pictures… 2 trackers kept out')
  await expect.element(button('Loading…')).toHaveAttribute('data-pending', 'true')
  become({ references: newsletterReferences('loaded') })
  await expect.element(banner()).toMatchTextContent('3 pictures shown.')
  await expect.element(button('Loading…')).not.toBeInTheDocument()
})

test('pictures that did not come can be asked for again, and only by hand', async () => {
  const shown = showMail({
    references: [
      sampleReference({ id: 1, state: 'loaded' }),
      sampleReference({ id: 2, state: 'failed', failure: 'timed-out' }),
    ],
  })
  await expect.element(banner()).toMatchTextContent('1 picture shown. 1 picture could not be loaded.')
  expect(inputsOf(shown, 'remoteContent.load')).toEqual([])
  await button('Try the rest again').click()
  await expect.poll(() => inputsOf(shown, 'remoteContent.load')).toHaveLength(1)
})

test('trying again repeats what failed, and asks for nothing that was not asked for', async () => {
  const loaded = newsletterReferences('loaded')
  const shown = showMail(
    { references: [...loaded.slice(0, 2), sampleReference({ id: 3 }), ...loaded.slice(3)] },
    {
      engine: {
        'remoteContent.load': () => {
          throw new MailError('disk-full')
        },
        'remoteContent.forget': () => {
          throw new MailError('disk-full')
        },
      },
    },
  )
  await more().click()
  await item('Forget the pictures of this message').click()
  await button('Try again').click()
  await expect.poll(() => inputsOf(shown, 'remoteContent.forget')).toHaveLength(2)
  expect(inputsOf(shown, 'remoteContent.load')).toEqual([])

  await button('Details').click()
  const one = { messageId: 1, scope: { kind: 'reference', referenceId: 3 } }
  await banner().getByText('Show what it is').click()
  await button('Load this one: pictures.test').click()
  await expect.poll(() => inputsOf(shown, 'remoteContent.load')).toEqual([one])
  await button('Try again').click()
  await expect.poll(() => inputsOf(shown, 'remoteContent.load')).toEqual([one, one])
})

test('who claims to be somebody trusted, and is not, is told; the pictures wait', async () => {
  const trust = { because: 'claimed-only', rule: shop, identity: 'unverified' } as const
  const shown = showMail({ trust })
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent(
      'This claims to be from ⁨shop.example⁩, but that could not be verified. It may be forged.',
    )
  await expect.element(button('Load images')).toBeVisible()
  shown.become({ trust: { ...trust, identity: 'unknown' } })
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent('does not tell Curtain who really sent a message')
})

test('who claims to be somebody the reader writes to, and is not, is told too', async () => {
  const trust = { because: 'claimed-contact', identity: 'unverified' } as const
  const { become } = showMail({ trust })
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent(
      'This claims to be from ⁨news@shop.example⁩, but that could not be verified. It may be forged. Pictures stay blocked',
    )
  // A server that tells nothing of anybody is no reason to cry wolf over every mail.
  become({ trust: { ...trust, identity: 'unknown' } })
  await expect.element(banner()).toMatchTextContent('your mail server does not tell Curtain who really sent')
  expect(page.getByRole('alert').elements()).toEqual([])
})

test.each<[MessageTrust['identity'], string]>([
  ['unverified', 'when a message is really from ⁨news@shop.example⁩. This one could not be verified, so its'],
  ['unknown', 'It has no effect yet: your mail server does not tell Curtain who really sent a message'],
])(
  'a rule to load made from a mail whose sender is %s promises no more than it does',
  async (identity, words) => {
    showMail({ trust: { identity } })
    await more().click()
    await item('Always load pictures from').click()
    await item('⁨news@shop.example⁩').click()
    await expect.element(banner()).toMatchTextContent(words)
  },
)

test.each([
  ['block', 'Ask me each time', 'Without one, Curtain asks before it loads pictures.'],
  ['contacts', 'Same as for everyone else', 'Without one, pictures load by themselves only from people'],
  ['never-ask', 'Same as for everyone else', 'Without one, pictures stay out without asking'],
] as const)('without its rule a sender is treated as the setting %s says', async (policy, choice, words) => {
  showMail(
    { trust: { because: 'rule', decision: 'block', rule: { ...shop, decision: 'block' } } },
    { engine: { 'privacy.settings': () => ({ ...defaultPrivacySettings, policy }) } },
  )
  await button(/^Change what happens/).click()
  await item(choice).click()
  await expect.element(banner()).toMatchTextContent(`Your rule for everyone at ⁨shop.example⁩ is gone.`)
  await expect.element(banner()).toMatchTextContent(words)
})

test.each<[string, Partial<MessageTrust>, string]>([
  ['a rule to load', { because: 'rule', decision: 'load', rule: shop }, 'load by themselves, as you chose'],
  ['a contact', { because: 'contact', decision: 'load' }, 'You have written to ⁨news@shop.example⁩'],
  ['junk', { because: 'junk', decision: 'ask' }, 'In Junk and Trash, no pictures load by themselves.'],
  ['never ask', { because: 'policy', decision: 'block' }, 'Pictures stay out, as you chose in the settings.'],
])('why it is so is said: %s', async (_name, trust, words) => {
  showMail({ trust })
  await expect.element(banner()).toMatchTextContent(words)
})

test('whoever is not to be asked gets one quiet line, and can still load once', async () => {
  const rule = { ...shop, decision: 'block' as const }
  const shown = showMail({ trust: { because: 'rule', decision: 'block', rule } })
  await expect
    .element(banner())
    .toMatchTextContent('Pictures from everyone at ⁨shop.example⁩ stay out, as you chose.')
  expect(button('Load images').elements()).toEqual([])
  expect(page.getByRole('status').elements()).toEqual([])
  await more().click()
  await item('Load images this time').click()
  await expect
    .poll(() => inputsOf(shown, 'remoteContent.load'))
    .toEqual([{ messageId: 1, scope: { kind: 'pictures' } }])
})

test('a rule is made for the sender, the list or the domain, and can be taken back', async () => {
  const shown = showMail({ trust: { identity: 'verified' } })
  await more().click()
  await item('Always load pictures from').click()
  await expect
    .poll(() =>
      page
        .getByRole('menu')
        .last()
        .getByRole('menuitem')
        .elements()
        .map((one) => one.textContent),
    )
    .toEqual(['⁨news@shop.example⁩', 'the mailing list ⁨news.lists.example⁩', 'everyone at ⁨shop.example⁩'])
  await item('everyone at ⁨shop.example⁩').click()
  await expect
    .element(banner())
    .toMatchTextContent('From now on, pictures from everyone at ⁨shop.example⁩ load by themselves.')
  const draft = { scope: 'domain', identity: 'shop.example', decision: 'load', accountId: null }
  expect(inputsOf(shown, 'trust.save')).toEqual([{ ...draft, instead: null }])
  await button('Undo').click()
  await expect.poll(() => inputsOf(shown, 'trust.restore')).toEqual([{ gone: [9], back: [] }])
})

test('with several accounts a rule to block is for all of them, or for this one', async () => {
  const accounts = [sampleAccount(), sampleAccount({ id: 2, address: 'work@example.org' })]
  const shown = showMail({ folderId: 2 }, { accounts })
  await more().click()
  await item('Always block, without asking, from').click()
  const mine = page.getByRole('group', { name: 'Only in ⁨work@example.org⁩' })
  await expect.element(page.getByRole('group', { name: 'In all accounts' })).toBeVisible()
  await mine.getByRole('menuitem', { name: '⁨news@shop.example⁩' }).click()
  await expect
    .poll(() => inputsOf(shown, 'trust.save'))
    .toMatchObject([{ scope: 'sender', decision: 'block', accountId: 2 }])
})

test('a mail that names nobody in particular gets no rule', async () => {
  showMail({ trust: { sender: null, domain: null, list: null } })
  await more().click()
  await expect.element(item('Load everything, trackers too…')).toBeVisible()
  expect(item(/Always/).elements()).toEqual([])
})

test('a rule is turned round where it is named', async () => {
  const shown = showMail({ trust: { because: 'rule', decision: 'load', rule: shop } })
  await button('Change what happens to pictures from everyone at ⁨shop.example⁩').click()
  await item('Always block them').click()
  await expect
    .poll(() => inputsOf(shown, 'trust.save'))
    .toMatchObject([{ identity: 'shop.example', decision: 'block', instead: 5 }])
})

test('a rule that is removed takes its line away, and leaves the keyboard at the banner', async () => {
  const shown = showMail(
    { trust: { because: 'rule', decision: 'load', rule: shop } },
    {
      engine: {
        'trust.remove': () => {
          shown.become({})
          return shop
        },
      },
    },
  )
  const change = button('Change what happens to pictures from everyone at ⁨shop.example⁩')
  await expect.element(change).toBeVisible()
  const element = change.element()
  if (element instanceof HTMLElement) element.focus()
  await userEvent.keyboard('{Enter}{Enter}')
  await expect.element(change).not.toBeInTheDocument()
  await expect.element(banner()).toHaveFocus()
})

test('everything is loaded only after it was said who learns what', async () => {
  const shown = showMail({})
  await more().click()
  await item('Load everything, trackers too…').click()
  const dialog = page.getByRole('dialog')
  await expect.element(dialog).toMatchTextContent('The sender learns that you in particular opened')
  await expect.element(dialog).toMatchTextContent('They also see your internet connection')
  await expect.element(dialog).toMatchTextContent('those who count for them: Mailchimp, Litmus')
  // Whoever presses Enter without reading lets nobody in.
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog).not.toBeInTheDocument()
  expect(inputsOf(shown, 'remoteContent.load')).toEqual([])
  await more().click()
  await item('Load everything, trackers too…').click()
  await page.getByRole('button', { name: 'Load everything' }).click()
  await expect
    .poll(() => inputsOf(shown, 'remoteContent.load'))
    .toEqual([{ messageId: 1, scope: { kind: 'everything' } }])
})

test('behind a proxy nobody is said to see the connection', async () => {
  const proxy = { kind: 'socks5', host: '127.0.0.1', port: 9050 } as const
  showMail({}, { engine: { 'privacy.settings': () => ({ ...defaultPrivacySettings, proxy }) } })
  await more().click()
  await item('Load everything, trackers too…').click()
  const dialog = page.getByRole('dialog')
  await expect.element(dialog).toMatchTextContent('Instead of your internet connection, they see your proxy.')
  await expect.element(dialog).not.toMatchTextContent('They also see your internet connection')
})

test('what was loaded can be forgotten, of this message or of its sender', async () => {
  const shown = showMail({ references: newsletterReferences('loaded') })
  await more().click()
  await item('Forget the pictures of this message').click()
  await expect.element(banner()).toMatchTextContent('The pictures are gone from this computer.')
  await more().click()
  await item('Forget all pictures from ⁨news@shop.example⁩…').click()
  const dialog = page.getByRole('dialog')
  await expect.element(dialog).toMatchTextContent('They are removed from this computer, in every message')
  expect(inputsOf(shown, 'remoteContent.forget')).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Forget them' }).click()
  await expect
    .poll(() => inputsOf(shown, 'remoteContent.forget'))
    .toEqual([
      { scope: { kind: 'message', messageId: 1 } },
      { scope: { kind: 'sender', address: 'news@shop.example' } },
    ])
})

test('in Arabic too', async () => {
  showMail({ trust: { because: 'claimed-only', rule: shop, identity: 'unverified' } }, { language: 'ar' })
  await expect.element(page.getByRole('alert')).toMatchTextContent('shop.example')
  await expect.element(page.getByRole('button', { name: 'تحميل الصور' })).toBeVisible()
})

const html = (content: string) => [{ kind: 'html' as const, content }]
const IMAGES =
  '<img src="https://pictures.test/1.png" width=300 height=100 alt="A hat">' +
  '<img src="https://pictures.test/4.png" width=200 height=80 alt="">'
const mixed = [sampleReference({ id: 1 }), sampleReference({ id: 4, verdict: 'suspect' })]

async function image(number: number): Promise<HTMLElement> {
  return vi.waitUntil(() => {
    const frame = document.querySelector('iframe')?.contentDocument
    return frame?.querySelectorAll<HTMLElement>(':root[data-shown] img')[number - 1]
  })
}

test('a placeholder says what it is, that it is on its way or why it did not come, and how large it is', async () => {
  const parts = html(IMAGES)
  const { become } = showMail({ parts, references: mixed })
  const [one, two] = [await image(1), await image(2)]
  await expect.poll(() => one.dataset['note']).toBe('Picture blocked · ⁨300 × 100⁩')
  expect([two.dataset['look'], two.dataset['note']]).toEqual([
    'suspect',
    'Possible tracker kept out · ⁨200 × 80⁩',
  ])
  expect(two.getAttribute('aria-label')).toBe(
    'Possible tracker kept out. ⁨200 × 80⁩. Press to be asked whether to load it',
  )
  const tracker = sampleReference({ id: 4, verdict: 'tracker', service: 'Mailchimp' })
  become({ parts, references: [sampleReference({ id: 1, state: 'loading' }), tracker] })
  await expect.poll(() => one.dataset['note']).toBe('Loading… · ⁨300 × 100⁩')
  expect([two.dataset['look'], two.dataset['note']]).toEqual([
    'tracker',
    'Tracker of ⁨Mailchimp⁩ kept out · ⁨200 × 80⁩',
  ])
  become({
    parts,
    references: [sampleReference({ id: 1, state: 'failed', failure: 'proxy-password' }), mixed[1]],
  })
  await expect
    .poll(() => one.dataset['note'])
    .toBe('The proxy wants a user name and password, or other ones. They are in Settings.')
  expect(one.getAttribute('alt')).toBe('A hat')
  expect([one.clientWidth, one.clientHeight]).toEqual([300, 100])
})

test('a press on a placeholder loads nothing before the user was asked: what it looks like is up to the mail', async () => {
  const shown = showMail({ parts: html(IMAGES), references: mixed })
  for (const [number, id] of [
    [1, 1],
    [2, 4],
  ] as const) {
    const before = inputsOf(shown, 'remoteContent.load').length
    const placeholder = await image(number)
    placeholder.click()
    const dialog = page.getByRole('dialog', { name: 'Load it from pictures.test?' })
    await expect.element(dialog).toMatchTextContent('This can tell them that you opened this message')
    expect(inputsOf(shown, 'remoteContent.load')).toHaveLength(before)
    await dialog.getByRole('button', { name: 'Load anyway' }).click()
    await expect
      .poll(() => inputsOf(shown, 'remoteContent.load').at(-1))
      .toEqual({ messageId: 1, scope: { kind: 'reference', referenceId: id } })
    await expect.element(dialog).not.toBeInTheDocument()
  }
})
