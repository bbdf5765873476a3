import { get } from 'node:http'
import { imageSize } from 'image-size'
import { expect, onTestFinished, test } from 'vitest'
import { type SendersServer, startSendersServer } from './senders-server.ts'

async function start(language: 'en' | 'ar' = 'en'): Promise<SendersServer> {
  const server = await startSendersServer(language)
  onTestFinished(() => server.close())
  return server
}

function ask(server: SendersServer, host: string, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get({ port: server.port, host: '127.0.0.1', path, headers: { host } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks)))
    }).on('error', reject)
  })
}

test('every host is counted on its own, as its sender would', async () => {
  const server = await start()
  await ask(server, 'cdn.example', '/a-60x40.png')
  await ask(server, 'cdn.example', '/b-60x40.png')
  await ask(server, 'x.list-manage.com', '/track/open.php?u=1')
  expect(server.counts).toEqual({
    opens: 1,
    pictures: 2,
    hosts: new Map([
      ['cdn.example', { open: 0, picture: 2 }],
      ['x.list-manage.com', { open: 1, picture: 0 }],
    ]),
  })
})

test.each([
  ['/hills-600x320.png', 600, 320],
  ['/anything?w=120&h=90', 120, 90],
  ['/anything?w=100', 100, 50],
  ['/no-size', 240, 120],
  ['/huge-9999x20.png', 1600, 20],
])('%s is a picture of %i × %i, always the same one', async (path, width, height) => {
  const server = await start()
  const picture = await ask(server, 'cdn.example', path)
  expect(imageSize(picture)).toMatchObject({ type: 'png', width, height })
  expect(await ask(server, 'cdn.example', path)).toEqual(picture)
})

test('looking at the counter is not counted, and it says what was seen', async () => {
  const server = await start()
  const own = new URL(server.page).host
  expect(String(await ask(server, own, '/'))).toContain('opens seen by senders: 0')
  await ask(server, 'x.list-manage.com', '/track/open.php?u=1')
  const page = String(await ask(server, own, '/'))
  expect(page).toContain('opens seen by senders: 1')
  expect(page).toContain('x.list-manage.com')
  expect(server.counts.hosts.size).toBe(1)
})

test('the counter speaks Arabic from right to left', async () => {
  const server = await start('ar')
  expect(String(await ask(server, new URL(server.page).host, '/'))).toContain('dir="rtl"')
})

test('a host name that is none is still somebody’s request', async () => {
  const server = await start()
  await ask(server, 'not a host', '/a.png')
  expect(server.counts.opens).toBe(1)
})
