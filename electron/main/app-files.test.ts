import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MESSAGE_CSP, PAGE_CSP } from '../../shared/page-policies.ts'
import { findAppFile, serveAppFile } from './app-files.ts'

let folder: string
let root: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curtain-files-'))
  root = join(folder, 'renderer')
  await mkdir(join(root, 'assets'), { recursive: true })
  await mkdir(join(folder, 'renderer-private'))
  await writeFile(join(folder, 'secret.json'), 'secret')
  await writeFile(join(folder, 'renderer-private', 'x.js'), 'secret')
  await writeFile(join(root, 'index.html'), '<!doctype html>')
  await writeFile(join(root, 'message-frame.html'), '<!doctype html>')
  await writeFile(join(root, 'assets', 'index-a1_B.js'), 'export {}')
  await writeFile(join(root, 'notes.txt'), 'not shipped')
})

afterAll(() => rm(folder, { recursive: true }))

const get = (address: string, method = 'GET') => serveAppFile(root, new Request(address, { method }))

describe('no address leads out of the folder', () => {
  test.each([
    'app://curtain/../secret.json',
    'app://curtain/%2e%2e/secret.json',
    'app://curtain/..%2fsecret.json',
    'app://curtain/..%5csecret.json',
    'app://curtain/assets/..%2f..%2fsecret.json',
    'app://curtain/%252e%252e/secret.json',
    'app://curtain//etc/passwd.json',
    'app://curtain/C:/secret.json',
    'app://curtain/index.html%00.js',
    'app://curtain/../renderer-private/x.js',
    'app://curtain/%E0%A4%A.js',
    'app://other/index.html',
    'app://curtain:1/index.html',
    'file:///etc/passwd',
    'app://curtain/',
    'app://curtain/notes.txt',
    'app://curtain/missing.js',
  ])('%s is not there', async (address) => {
    const response = await get(address)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

  test('the file found is inside', () => {
    expect(findAppFile(root, 'app://curtain/assets/index-a1_B.js?v=1#x')?.path).toBe(
      join(root, 'assets', 'index-a1_B.js'),
    )
  })
})

test('pages are only read', async () => {
  expect((await get('app://curtain/index.html', 'POST')).status).toBe(404)
  expect((await get('app://curtain/index.html', 'HEAD')).status).toBe(200)
})

test('each page comes with its own wall', async () => {
  const page = await get('app://curtain/index.html')
  const frame = await get('app://curtain/message-frame.html')
  const script = await get('app://curtain/assets/index-a1_B.js')
  expect(page.headers.get('content-security-policy')).toBe(PAGE_CSP)
  expect(frame.headers.get('content-security-policy')).toBe(MESSAGE_CSP)
  expect(script.headers.get('content-security-policy')).toBe(PAGE_CSP)
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  for (const response of [page, frame, script]) {
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test.each([PAGE_CSP, MESSAGE_CSP])('no policy names a scheme of the network: %s', (policy) => {
  expect(policy).toMatch(/^default-src 'none';/)
  expect(policy).not.toMatch(/https?:|wss?:|\*|unsafe-eval/)
  expect(policy).toContain("form-action 'none'")
  expect(policy).toContain("base-uri 'none'")
})
