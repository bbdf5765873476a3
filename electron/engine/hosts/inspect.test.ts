import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspect } from './inspect.ts'

const NEWSLETTER = `From: "Shop" <news@shop.example>
To: Noor <noor@haddad.example>
Subject: =?utf-8?Q?Sp=C3=A4t?=
Content-Type: text/html

<p>Hello</p><img src="https://pictures.shop.example/spring.jpg" width="600" height="300">
<p><a href="https://evil.example/a?utm_source=n">www.bank-of-x.com</a></p>
<p>Bye</p><img src="https://shop.us1.list-manage.com/track/open.php?u=1&id=2&e=3" width="1" height="1">
`

let folder: string
let newsletter: string
let page: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'curtain-inspect-'))
  newsletter = join(folder, 'newsletter.eml')
  page = join(folder, 'page.html')
  writeFileSync(newsletter, NEWSLETTER)
  writeFileSync(page, '<meta charset=iso-8859-1><img src="//pixel.example/a.gif?f\xfcr=1">', 'latin1')
  mkdirSync(join(folder, 'folder.eml'))
})

afterAll(() => rmSync(folder, { recursive: true }))

async function run(...args: string[]) {
  const printed: string[] = []
  const complained: string[] = []
  const status = await inspect(args, {
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  })
  return { status, printed, complained }
}

describe('inspect --json', () => {
  it('prints the documented object and nothing else', async () => {
    const { status, printed, complained } = await run(newsletter, '--json')
    expect({ status, complained }).toEqual({ status: 0, complained: [] })
    expect(printed).toHaveLength(1)
    expect(JSON.parse(printed[0] ?? '')).toEqual({
      subject: 'Spät',
      from: 'Shop <news@shop.example>',
      references: [
        {
          part: 0,
          url: 'https://pictures.shop.example/spring.jpg',
          host: 'pictures.shop.example',
          kind: 'img',
          verdict: 'plain',
          service: null,
          reasons: expect.any(Array),
        },
        {
          part: 0,
          url: 'https://shop.us1.list-manage.com/track/open.php?u=1&id=2&e=3',
          host: 'shop.us1.list-manage.com',
          kind: 'img',
          verdict: 'tracker',
          service: expect.any(String),
          reasons: expect.arrayContaining(['known-tracker']),
        },
      ],
      links: [
        {
          url: 'https://evil.example/a?utm_source=n',
          target: 'https://evil.example/a',
          readableHost: null,
          redirector: null,
          opaque: false,
          removed: ['utm_source'],
          kept: null,
          warnings: ['text-is-another-site'],
          claims: 'www.bank-of-x.com',
        },
      ],
      receipts: [],
      platform: null,
      summary: { trackers: 1, suspects: 0, plain: 1, services: [expect.any(String)] },
    })
  })

  it('prints one line for each of several files, in their order', async () => {
    const { printed } = await run('--json', newsletter, newsletter, '--html', page)
    expect(printed.map((line) => JSON.parse(line).subject)).toEqual(['Spät', 'Spät', ''])
    expect(printed.join('')).not.toContain('\n')
  })

  it('tells what stands outside the parts that are shown', async () => {
    const file = join(folder, 'outside.eml')
    const invitation = 'BEGIN:VEVENT\nATTACH:https://files.example/agenda.pdf\nURL:https://meet.example/'
    writeFileSync(
      file,
      `X-Image-URL: https://faces.example/a.png\nContent-Type: text/calendar\n\n${invitation}`,
    )
    const { printed } = await run(file, '--json')
    const { references, links } = JSON.parse(printed[0] ?? '')
    expect(references).toMatchObject([
      { part: null, kind: 'header-picture', url: 'https://faces.example/a.png', verdict: 'plain' },
      { part: null, kind: 'calendar', url: 'https://files.example/agenda.pdf', verdict: 'plain' },
    ])
    expect(links).toMatchObject([{ url: 'https://meet.example/' }])
  })

  it('reads bare HTML in the charset it names itself', async () => {
    const { printed } = await run('--html', page, '--json')
    const { references, from } = JSON.parse(printed[0] ?? '')
    expect(references[0].url).toBe('https://pixel.example/a.gif?f%C3%BCr=1')
    expect(from).toBe('')
  })
})

describe('inspect for people', () => {
  it('says what a mail would load', async () => {
    const { status, printed } = await run(newsletter)
    expect(status).toBe(0)
    expect(printed[0]).toContain('Subject: Spät')
    expect(printed[0]).toMatch(/Would load: 1 tracker: .+; 2 remote/)
    expect(printed[0]).toContain('known-tracker')
  })

  it('lets no mail write to the terminal but words', async () => {
    const hostile = join(folder, 'hostile.eml')
    writeFileSync(hostile, 'Subject: a\x1b]0;owned\x07\u202eb\nFrom: =?utf-8?Q?=1B[2J?= <a@x.example>\n\n')
    const { printed } = await run(hostile)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for control characters.
    expect(printed.join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/)
    expect(printed[0]).toContain('Would load nothing.')
  })
})

describe('inspect when something is wrong', () => {
  it('names the file that is missing, ends with 1 and reads the others all the same', async () => {
    const { status, printed, complained } = await run(join(folder, 'none.eml'), newsletter, '--json')
    expect(status).toBe(1)
    expect(complained).toEqual([`${join(folder, 'none.eml')}: there is no such file`])
    expect(printed).toHaveLength(1)
  })

  it('says that a folder is no file', async () => {
    const { status, complained } = await run(join(folder, 'folder.eml'))
    expect(status).toBe(1)
    expect(complained[0]).toContain('is a folder, not a file')
  })

  it('explains itself without a file or with an option it does not know', async () => {
    expect(await run()).toMatchObject({ status: 2, printed: [] })
    const unknown = await run('--jsom', newsletter)
    expect(unknown.status).toBe(2)
    expect(unknown.complained[0]).toContain('--jsom')
    expect(await run('--help')).toMatchObject({ status: 0, complained: [] })
  })
})
