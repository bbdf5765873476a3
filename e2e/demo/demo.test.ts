import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { findHost } from './find-host.ts'
import { freePort } from './free-port.ts'

function runDemo(args: string[], environment: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const env = { ...process.env, ...environment }
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, 'demo.ts'), ...args],
      { env, encoding: 'utf8' },
      (_error, out, errors) => resolve({ code: child.exitCode ?? -1, out, errors }),
    )
  })
}

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'curtain-demo-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const lineOf = (out: string, subject: string) => out.split('\n').find((line) => line.includes(subject)) ?? ''

test('the list has a badge on every tracked mail, and no sender saw an open', {
  timeout: 60_000,
}, async () => {
  const { code, out, errors } = await runDemo(['--headless'])
  expect(errors).toBe('')
  expect(code).toBe(0)
  expect(lineOf(out, 'washed lots from Huila')).toMatch(/2 trackers: Mailchimp, Litmus/)
  expect(lineOf(out, 'Saturday at the lake')).toMatch(/1 tracker: Mailtrack/)
  expect(lineOf(out, 'NS-48213')).toMatch(/1 tracker: .*SendGrid/)
  expect(lineOf(out, 'Close your books')).toMatch(/1 tracker: HubSpot/)
  expect(lineOf(out, 'river that would not stay')).toMatch(/1 tracker: Substack/)
  expect(lineOf(out, 'Trams come back')).toMatch(/1 tracker: beehiiv/)
  expect(lineOf(out, 'Linen, lighter')).toMatch(/1 tracker: Klaviyo/)
  expect(lineOf(out, 'Night Drawings')).toMatch(/1 tracker: Campaign Monitor/)
  expect(lineOf(out, 'New sign-in')).toMatch(/1 tracker: Amazon SES/)
  expect(lineOf(out, 'مكتبةٌ تُفتح ليلًا')).toMatch(/1 tracker: Brevo/)
  expect(lineOf(out, 'March at the library')).not.toMatch(/tracker|suspect/)
  expect(lineOf(out, 'عيد ميلاد جدّتي')).not.toContain('[')
  expect(lineOf(out, 'Your parcel is with me')).not.toContain('[')
  expect(out.trimEnd().split('\n').at(-1)).toBe('opens seen by senders: 0 (pictures asked for: 0)')
})

test('own files are served, HTML too, and a kept folder is found again', { timeout: 60_000 }, async () => {
  const mail = tempFolder()
  const data = tempFolder()
  writeFileSync(
    join(mail, 'page.html'),
    '<title>My page</title><img width=1 height=1 src="https://x.us1.list-manage.com/track/open.php?u=1">',
  )
  writeFileSync(
    join(mail, 'plain.eml'),
    'From: a@example.org\nSubject: My mail\nDate: 1 Jan 2026 00:00:00 +0000\n\nHello\n',
  )
  writeFileSync(join(mail, 'notes.txt'), 'not served')
  for (let run = 0; run < 2; run += 1) {
    const { code, out } = await runDemo(['--headless', '--mail', mail, '--data', data])
    expect(code).toBe(0)
    expect(out).toContain('INBOX (2)')
    expect(lineOf(out, 'My page')).toMatch(/1 tracker: Mailchimp/)
    expect(lineOf(out, 'My mail')).not.toContain('[')
  }
})

test('where no window can open, the list is printed and the reason said', { timeout: 60_000 }, async () => {
  const without = { CHROMIUM: '/nowhere/chromium', DISPLAY: '', WAYLAND_DISPLAY: '' }
  const { code, out } = await runDemo([], without)
  expect(code).toBe(0)
  expect(out).toMatch(/so the list is printed instead of shown/)
  expect(out).toContain('opens seen by senders: 0')
})

test('nothing of a connection that would listen outlives the server', { timeout: 30_000 }, async () => {
  const module = new URL('./imap-server.ts', import.meta.url).href
  const script = `
    import { once } from 'node:events'
    import { connect } from 'node:net'
    import { startImapServer } from '${module}'
    const server = await startImapServer([], 0)
    const socket = connect(server.port, '127.0.0.1').on('error', () => {})
    let said = ''
    socket.on('data', (data) => { said += data })
    for (const [heard, line] of [[/OK/, 'a LOGIN noor demo'], [/a OK/, 'b SELECT INBOX'], [/b OK/, 'c IDLE']]) {
      while (!heard.test(said)) await once(socket, 'data')
      socket.write(line + '\\r\\n')
    }
    while (!/^(?:[+]|c BAD)/m.test(said)) await once(socket, 'data')
    server.close()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  expect(await once(child, 'exit')).toEqual([0, null])
})

test.for(['the demo is interrupted', 'it is closed'])(
  'the window opens with the account in it, and all ends when %s',
  { timeout: 240_000 },
  async (why, { skip }) => {
    const { kind } = findHost(process.env, process.platform)
    if (kind === 'none') skip('nothing to show a window with')
    const port = await freePort()
    const demo = spawn(
      process.execPath,
      [join(import.meta.dirname, 'demo.ts'), '--lang', 'ar', `--remote-debugging-port=${port}`],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    onTestFinished(() => void demo.kill('SIGKILL'))
    const ended = once(demo, 'exit')
    let said = ''
    demo.stdout.on('data', (chunk) => {
      said += chunk
    })
    const answers = async () => (await fetch(`http://127.0.0.1:${port}/json/version`).catch(() => null))?.ok
    await expect.poll(answers, { timeout: 120_000, interval: 500 }).toBe(true)
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    const [page] = browser.contexts()[0]?.pages() ?? []
    await page?.getByText('The first washed lots from Huila are here').waitFor({ timeout: 90_000 })
    expect(await page?.evaluate(() => document.documentElement.dir)).toBe('rtl')
    if (why === 'it is closed') await page?.close()
    await browser.close()
    if (why === 'the demo is interrupted') demo.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    expect(said).toContain('opens seen by senders: 0 (pictures asked for: 0)')
  },
)

test.each([
  [['--lang', 'fr']],
  [['--theme', 'pink']],
  [['--remote-debugging-port', 'http']],
  [['--mail', '/nowhere/at/all']],
  [['--unknown']],
])('%j is explained, not a stack', async (args) => {
  const { code, errors } = await runDemo([...args, '--headless'])
  expect(code).toBe(2)
  expect(errors).toContain('npm run demo -- [options]')
  expect(errors).not.toContain('    at ')
})
