import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import { openImap } from '../network/open-imap.ts'
import { type Dovecot, startDovecot } from '../testing/dovecot.ts'
import { readServerFolder } from '../testing/mailbox-on-server.ts'
import { appendMail, type InFolder } from './append-mail.ts'

let dovecot: Dovecot
beforeAll(async () => {
  dovecot = await startDovecot({ users: { layla: 'secret', omar: 'secret' } })
}, 60_000)
afterAll(() => dovecot.remove())

const mail = (subject: string, id: string | null) => ({
  source: Buffer.from(`Subject: ${subject}\r\n${id === null ? '' : `Message-ID: ${id}\r\n`}\r\nbody\r\n`),
  receivedAt: Date.UTC(2020, 1, 2, 3, 4, 5),
  flags: ['\\Seen'],
})

/** A connection that is lost behind the first acts, when their effect is there. */
async function openLossy(user: string, losses: number) {
  const server = { host: '127.0.0.1', port: dovecot.port, security: 'none', user } as const
  const client = await openImap(server, 'secret')
  onTestFinished(() => client.close())
  let acts = 0
  const inFolder: InFolder = async (path, act) => {
    await client.mailboxOpen(path)
    const result = await act(client)
    acts += 1
    if (acts <= losses) throw new MailError('connection-lost')
    return result
  }
  return { client, inFolder }
}

test.each(['<figs@example.org>', null])(
  'a mail whose answer was lost is there once (Message-ID %s)',
  async (id) => {
    const { client, inFolder } = await openLossy('layla', 2)
    expect(await appendMail(inFolder, 'Archive', mail(`Figs ${id}`, id))).toBe(true)
    const there = await readServerFolder(client, 'Archive')
    expect(there.filter((one) => one === `Figs ${id} \\Seen`)).toHaveLength(1)
  },
)

test('a connection that stays lost is said to be', async () => {
  const { inFolder } = await openLossy('omar', 9)
  await expect(appendMail(inFolder, 'Archive', mail('Plums', '<plums@example.org>'))).rejects.toMatchObject({
    code: 'connection-lost',
  })
})

test('date and flags come along', async () => {
  const { client, inFolder } = await openLossy('omar', 0)
  await appendMail(inFolder, 'Sent', mail('Pears', '<pears@example.org>'))
  await client.mailboxOpen('Sent')
  const row = await client.fetchOne('1', { internalDate: true, flags: true })
  expect(row && [new Date(row.internalDate ?? 0).getTime(), row.flags?.has('\\Seen')]).toEqual([
    Date.UTC(2020, 1, 2, 3, 4, 5),
    true,
  ])
})
