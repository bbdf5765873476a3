import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import type { DatabaseKey } from '../store/database-key.ts'
import { mailFiles, openMailFile, PAGE_BYTES } from '../store/mail-file.ts'
import { openStore } from '../store/open-store.ts'
import { sql } from '../store/sql.ts'
import { encodePng } from '../testing/encode-png.ts'
import {
  failuresOf,
  noise,
  PICTURE,
  referenceAt,
  senders,
  startDoor,
  statesOf,
  storeMessage,
} from '../testing/picture-door.ts'
import { openTempStore, tempDataDir } from '../testing/temp-store.ts'

/** Noise can't be compressed: about 30 kB. */
const LARGE = encodePng(100, 100, noise('large'))

test('pictures that are forgotten or evicted stay away until somebody asks by hand', async () => {
  const { asked, port } = await senders((request, response) => {
    // Noise can't be compressed, so each is a picture of its own of about 30 kB.
    response.end(encodePng(100, 100, noise(request.url ?? '')))
  })
  const store = openTempStore()
  const messageId = storeMessage(store, [
    'img plain https://shop.example/1.png',
    'img plain https://shop.example/2.png',
    'img plain https://shop.example/3.png',
  ])
  const scope = { kind: 'pictures' } as const
  const small = startDoor(store, port, { maxBytes: 70_000 })
  await small['remoteContent.load']({ messageId, scope })
  expect(statesOf(store, messageId).toSorted()).toEqual(['blocked', 'loaded', 'loaded'])
  expect(failuresOf(store, messageId).filter((failure) => failure === 'forgotten')).toHaveLength(1)

  const door = startDoor(store, port)
  const unasked = await door.loadUnasked(messageId, scope)
  expect(unasked.loaded).toHaveLength(2)
  expect(asked).toHaveLength(3)
  await door['remoteContent.load']({ messageId, scope })
  expect(asked).toHaveLength(4)

  await door['remoteContent.forget']({ scope: { kind: 'message', messageId } })
  expect(statesOf(store, messageId)).toEqual(Array(3).fill('blocked'))
  expect(door.announced.at(-1)).toBe(messageId)
  await door.loadUnasked(messageId, scope)
  expect(asked).toHaveLength(4)
  expect((await door['remoteContent.load']({ messageId, scope })).loaded).toHaveLength(3)
  expect(asked).toHaveLength(7)
})

test('looking at a picture writes once a day, and not at all when the disk is full', async () => {
  const { port } = await senders()
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const door = startDoor(store, port)
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  const referenceId = referenceAt(store, messageId, 1)
  const changes = () => store.read.get(sql<{ n: number }>`SELECT total_changes() AS n`)?.n
  const before = changes()
  for (let n = 0; n < 10; n += 1) await door['remoteContent.picture']({ referenceId })
  expect(changes()).toBe(before)
  store.write((db) => db.run(sql`UPDATE vault SET read_on = 1`))
  await door['remoteContent.picture']({ referenceId })
  expect(store.read.get(sql`SELECT read_on > 20000 AS today FROM vault`)).toEqual({ today: 1 })
})

/** What a failing disk does to a page that holds a piece of a picture, behind the program's back. */
function damagePicture(dataDir: string, key: DatabaseKey, change: (page: Buffer) => void): void {
  const { pictures } = mailFiles(dataDir)
  const connection = openMailFile(pictures, key)
  const number = connection
    .prepare<[], number>(
      `SELECT pageno FROM dbstat WHERE name = 'pictures' AND pagetype = 'overflow' LIMIT 1`,
    )
    .pluck()
    .get()
  connection.close()
  if (number === undefined) throw new Error('no picture is in the file')
  const bytes = readFileSync(pictures)
  change(bytes.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES))
  writeFileSync(pictures, bytes)
}

const flipBit = (page: Buffer) => void page.writeUInt8(page.readUInt8(2_000) ^ 1, 2_000)
const overwrite = (page: Buffer) => void page.fill(0xff)

describe.each<[string, DatabaseKey]>([
  ['plain', null],
  ['encrypted', randomBytes(32)],
])('where pictures are kept %s', (_how, key) => {
  test.each([
    ['a flipped bit in a picture', flipBit],
    ['a page of a picture that leads nowhere', overwrite],
  ])('%s: that picture says so and can be loaded again, nothing else is lost', async (_name, change) => {
    const { asked, port } = await senders((request, response) => {
      response.end(encodePng(100, 100, noise(request.url ?? '')))
    })
    const dataDir = tempDataDir()
    const store = openTempStore(dataDir, key)
    const messageId = storeMessage(store, [
      'img plain https://shop.example/1.png',
      'img plain https://shop.example/2.png',
    ])
    const scope = { kind: 'pictures' } as const
    await startDoor(store, port)['remoteContent.load']({ messageId, scope })
    await store.close()
    damagePicture(dataDir, key, change)

    let damages = 0
    const reopened = openStore(dataDir, { key, onDamage: () => void damages++ })
    onTestFinished(() => reopened.close())
    const door = startDoor(reopened, port)
    const show = (id: number) => {
      const referenceId = referenceAt(reopened, messageId, id)
      return Promise.resolve(referenceId).then((known) =>
        door['remoteContent.picture']({ referenceId: known }),
      )
    }
    const shown = await Promise.allSettled([show(1), show(2)])
    const gone = shown.findIndex(({ status }) => status === 'rejected') + 1
    expect(shown.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(door.announced).toEqual([messageId])
    expect(failuresOf(reopened, messageId)[gone - 1]).toBe('damaged')
    expect(statesOf(reopened, messageId).toSorted()).toEqual(['failed', 'loaded'])

    // What can't be deleted holds nothing up.
    for (let steps = 0; reopened.pictures.tidySome(); steps += 1) expect(steps).toBeLessThan(100)
    await door.loadUnasked(messageId, scope)
    expect(asked).toHaveLength(2)
    await door['remoteContent.load']({ messageId, scope })
    expect(asked).toHaveLength(3)
    for (const id of [1, 2]) expect((await show(id)).mediaType).toBe('image/png')
    await door['remoteContent.forget']({ scope: { kind: 'all' } })
    expect(damages).toBe(0)
  })

  test.each<[string, (file: string) => void]>([
    ['is gone', (file) => rmSync(file)],
    ['became empty', (file) => truncateSync(file)],
    ['was cut in the middle', (file) => truncateSync(file, 20_000)],
    ['was overwritten', (file) => writeFileSync(file, randomBytes(60_000))],
  ])('a picture file that %s costs pictures, no mail, and no request', async (_name, spoil) => {
    const { asked, port } = await senders((_request, response) => response.end(LARGE))
    const dataDir = tempDataDir()
    const store = openTempStore(dataDir, key)
    const messageId = storeMessage(store, ['img plain https://shop.example/1.png'])
    const scope = { kind: 'pictures' } as const
    await startDoor(store, port)['remoteContent.load']({ messageId, scope })
    await store.close()
    spoil(mailFiles(dataDir).pictures)

    let damages = 0
    const reopened = openStore(dataDir, { key, onDamage: () => void damages++ })
    onTestFinished(() => reopened.close())
    const door = startDoor(reopened, port)
    const referenceId = referenceAt(reopened, messageId, 1)
    expect(() => door['remoteContent.picture']({ referenceId })).toThrow(
      expect.objectContaining({ failure: 'damaged' }),
    )
    await door.loadUnasked(messageId, scope)
    expect(asked).toHaveLength(1)
    await door['remoteContent.load']({ messageId, scope })
    expect(Buffer.from((await door['remoteContent.picture']({ referenceId })).bytes)).toEqual(LARGE)
    expect(damages).toBe(0)
    expect(reopened.read.get(sql`SELECT count(*) AS n FROM messages`)).toEqual({ n: 1 })
  })
})

test('pictures are encrypted like mail, those too that were kept before there was a key', async () => {
  const { port } = await senders((_request, response) => response.end(LARGE))
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const messageId = storeMessage(store, ['img plain https://shop.example/1.png'])
  await startDoor(store, port)['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  await store.close()
  const { pictures } = mailFiles(dataDir)
  const piece = LARGE.subarray(12_000, 12_100)
  expect(readFileSync(pictures).includes(piece)).toBe(true)
  const encrypted = openTempStore(dataDir, randomBytes(32))
  const door = startDoor(encrypted, port)
  const { bytes } = await door['remoteContent.picture']({ referenceId: referenceAt(encrypted, messageId, 1) })
  expect(Buffer.from(bytes)).toEqual(LARGE)
  await encrypted.close()
  expect(readFileSync(pictures).includes(piece)).toBe(false)
})

test('what was forgotten, and what went with its mail, is no longer in the file', async () => {
  const { port } = await senders((request, response) => {
    response.end(encodePng(100, 100, noise(request.url ?? '')))
  })
  const dataDir = tempDataDir()
  const store = openTempStore(dataDir)
  const messageId = storeMessage(store, [
    'img plain https://shop.example/1.png',
    'img plain https://shop.example/2.png',
  ])
  const door = startDoor(store, port)
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  const kept = () => {
    const connection = openMailFile(mailFiles(dataDir).pictures, null)
    const count = connection.prepare('SELECT count(*) FROM pictures').pluck().get()
    connection.close()
    return count
  }
  expect(kept()).toBe(2)
  store.write((db) =>
    db.run(sql`DELETE FROM asked_references WHERE id = (SELECT min(id) FROM asked_references)`),
  )
  while (store.pictures.tidySome());
  expect(kept()).toBe(1)
  await door['remoteContent.forget']({ scope: { kind: 'message', messageId } })
  expect(kept()).toBe(0)
})

test('a disk that is full while a picture is stored: it says so, nothing is lost, and it comes when there is space', async () => {
  const { asked, port } = await senders()
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/1.png'])
  const full = () => {
    throw new MailError('disk-full')
  }
  const door = startDoor({ ...store, pictures: { ...store.pictures, put: full } }, port)
  const scope = { kind: 'pictures' } as const
  expect((await door['remoteContent.load']({ messageId, scope })).failed).toEqual([1])
  expect(failuresOf(store, messageId)).toEqual(['disk-full'])
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
  await door.loadUnasked(messageId, scope)
  expect(asked).toHaveLength(1)
  expect((await startDoor(store, port)['remoteContent.load']({ messageId, scope })).loaded).toEqual([1])
})

test('a picture whose mail was deleted while it was on its way leaves nothing behind', async () => {
  const store = openTempStore()
  const messageId = storeMessage(store, ['img plain https://shop.example/logo.png'])
  const { port } = await senders((_request, response) => {
    store.write((db) => db.run(sql`DELETE FROM messages WHERE id = ${messageId}`))
    response.end(PICTURE)
  })
  const door = startDoor(store, port)
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
})

test('forgetting many pictures leaves room for what else the page asks in between', async () => {
  const store = openTempStore()
  const { port } = await senders((request, response) => {
    response.end(encodePng(10, 10, noise(request.url ?? '', 300)))
  })
  const lines = Array.from({ length: 90 }, (_, n) => `img plain https://shop.example/${n}.png` as const)
  const messageId = storeMessage(store, lines)
  const door = startDoor(store, port)
  await door['remoteContent.load']({ messageId, scope: { kind: 'pictures' } })
  const left: number[] = []
  const forgetting = Promise.resolve(door['remoteContent.forget']({ scope: { kind: 'all' } }))
  let over = false
  void forgetting.then(() => {
    over = true
  })
  while (!over) {
    left.push(statesOf(store, messageId).filter((state) => state === 'loaded').length)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  expect(left).toContain(50)
  expect(left.at(-1)).toBe(0)
  expect(store.read.get(sql`SELECT count(*) AS n FROM vault`)).toEqual({ n: 0 })
})
