import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startDovecot } from '../testing/dovecot.ts'
import { tempDataDir } from '../testing/temp-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))

function run(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; complaint: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, ...args],
      { env: { ...process.env, ...env } },
      (_error, out, complaint) => resolve({ code: child.exitCode ?? -1, out, complaint }),
    )
  })
}

test('sync, list and show on a real server', async () => {
  const dovecot = await startDovecot({ users: { reader: 'secret' } })
  onTestFinished(() => dovecot.remove())
  dovecot.deliver('reader', [
    [
      'From: Shop <news@shop.example>',
      'Subject: Sale \u001b[2Jnow',
      'Content-Type: text/html',
      '',
      '<p>Everything must go</p><img src="https://mailtrack.io/trace/mail/0123456789abcdef0123456789abcdef01234567.png" width="1" height="1">',
    ].join('\r\n'),
  ])
  const dataDir = tempDataDir()
  const data = ['--data', dataDir]
  const server = [
    '--host',
    '127.0.0.1',
    '--port',
    String(dovecot.port),
    '--security',
    'none',
    '--user',
    'reader',
  ]
  const login = [...server, '--password-env', 'MAIL_PASSWORD']
  const synced = await run(['sync', ...login, ...data], { MAIL_PASSWORD: 'secret' })
  expect(synced.complaint).toContain('bodies')
  expect(synced).toMatchObject({ code: 0, out: expect.stringContaining('INBOX\t1\t1 unread') })

  const listed = await run(['list', ...data])
  expect(listed.out).toMatch(/^1\t.*\tShop\tSale \[2Jnow\t\[1 tracker: Mailtrack.*; 1 remote\]\n$/)
  const shown = await run(['show', '1', ...data])
  expect(shown.out).toContain('Everything must go')
  expect(shown.out).toMatch(/tracker\timg\tMailtrack/)
  // What a sender wrote never reaches the terminal as a command.
  expect(listed.out + shown.out).not.toContain('\u001b')

  const key = { DATABASE_KEY: randomBytes(32).toString('hex') }
  const encrypted = await run(['list', ...data, '--key-env', 'DATABASE_KEY'], key)
  expect(encrypted.out).toBe(listed.out)
  expect(readFileSync(join(dataDir, 'mail.db')).includes('shop.example')).toBe(false)
  expect(await run(['list', ...data])).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('database-locked'),
  })

  const refused = await run(['sync', ...login, '--user', 'nobody', '--data', tempDataDir()], {
    MAIL_PASSWORD: 'wrong',
  })
  expect(refused).toMatchObject({ code: 1, complaint: expect.stringContaining('wrong-password') })
})

test('mistakes at the terminal are answered with what to type', async () => {
  const data = ['--data', tempDataDir()]
  for (const args of [
    ['lsit'],
    ['sync', ...data],
    ['show', 'x', ...data],
    ['list', ...data],
    ['list', '--nope'],
  ]) {
    const { code, complaint } = await run(args)
    expect(code).toBe(2)
    expect(complaint).toContain('npm run cli -- COMMAND')
  }
  const unset = ['sync', '--host', 'h', '--user', 'u', '--password-env', 'NO_SUCH_VARIABLE', ...data]
  expect(await run(unset)).toMatchObject({ code: 2, complaint: expect.stringContaining('NO_SUCH_VARIABLE') })
})
