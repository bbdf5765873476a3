import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createGuardedFetch, type DoorSettings } from './guarded-fetch.ts'

/** A door whose look-up is answered by hand, and what its sender's server hears. */
async function openDoor() {
  const heard: string[] = []
  const sender = createServer((socket) => {
    socket.on('error', () => {}).on('data', (data) => heard.push(data.toString('latin1')))
  }).listen(0, '127.0.0.1')
  await once(sender, 'listening')
  onTestFinished(() => void sender.close())
  const { port } = sender.address() as AddressInfo
  let settings: DoorSettings = { allowHttp: false, proxy: null }
  const asked = Promise.withResolvers<() => void>()
  const door = createGuardedFetch(
    {
      lookUp: (_host, _options, callback) =>
        asked.resolve(() => callback(null, [{ address: '127.0.0.1', family: 4 }])),
      isPublic: () => true,
    },
    () => settings,
  )
  onTestFinished(() => door.close())
  const fetched = door(`https://pictures.example:${port}/a.png`, { maxBytes: 1_000, deadlineMs: 5_000 })
  const told = fetched.catch(({ failure }) => failure)
  const answer = await asked.promise
  return {
    ...{ door, told, heard, answer },
    setProxy() {
      settings = {
        allowHttp: false,
        proxy: { kind: 'socks5', host: '127.0.0.1', port: 1, user: '', password: async () => null },
      }
      door.settingsChanged()
    },
    /** What comes after it to the same server has come after all that was on its way. */
    async canary() {
      const socket = connect(port, '127.0.0.1').end('canary')
      await expect.poll(() => heard).toContain('canary')
      socket.destroy()
    },
  }
}

test.each(['a proxy is set', 'the door is closed'])(
  'a connection that is being opened while %s is not',
  async (what) => {
    const { door, told, heard, answer, setProxy, canary } = await openDoor()
    if (what === 'a proxy is set') setProxy()
    else await door.close()
    expect(await told).toBe('interrupted')
    answer()
    await canary()
    expect(heard).toEqual(['canary'])
  },
)
