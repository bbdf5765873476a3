import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { saveIngested } from '../store/bodies.ts'
import { insertHeaders } from '../store/placements.ts'
import { PICTURE, startDoor } from '../testing/picture-door.ts'
import { addAccount, addFolder, headerRow, ingestedMessage, reference } from '../testing/sample-mail.ts'
import { openTempStore } from '../testing/temp-store.ts'

test('pictures of one mail may share a connection, those of two never do', async () => {
  const socketOf = new Map<string, Socket>()
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    socketOf.set(request.url ?? '', request.socket)
    response.end(PICTURE)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const store = openTempStore()
  const mails = store.write((db) =>
    ['layla@work.example', 'nobody@elsewhere.example'].flatMap((address) => {
      const inbox = addFolder(db, addAccount(db, address), 'INBOX', 'inbox')
      const references = [1, 2].map((n) =>
        reference(`https://cdn.example/${address}/${n}.png`, { kind: 'img', verdict: 'plain' }),
      )
      const ids = insertHeaders(db, inbox, [headerRow(1)])
      for (const id of ids) saveIngested(db, id, ingestedMessage({ analysis: { references } }))
      return ids
    }),
  )
  const { loadImages } = startDoor(store, (server.address() as AddressInfo).port)
  for (const id of mails) expect((await loadImages(id, { kind: 'pictures' })).failed).toEqual([])
  const sockets = (address: string) =>
    [1, 2].map((n) => socketOf.get(`/${address}/${n}.png`)).filter((socket) => socket !== undefined)
  const [first, second] = [sockets('layla@work.example'), sockets('nobody@elsewhere.example')]
  expect([first.length, second.length]).toEqual([2, 2])
  expect(first.some((socket) => second.includes(socket))).toBe(false)
  // Nor are they kept open, to be known again by.
  await expect.poll(() => [...first, ...second].every((socket) => socket.destroyed)).toBe(true)
})
