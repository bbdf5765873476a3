import { expect, onTestFinished, test } from 'vitest'
import type { AccountId } from '../../../shared/models/account.ts'
import type { FolderId } from '../../../shared/models/folder.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { OperationId } from '../../../shared/models/operation.ts'
import { openImap } from '../network/open-imap.ts'
import type { StoredOperation } from '../store/operations.ts'
import { type FakeCommand, startFakeImap } from '../testing/fake-imap.ts'
import { tellServer } from './tell-server.ts'

function operation(uid: number): StoredOperation {
  return {
    ...{ id: uid as OperationId, accountId: 1 as AccountId, messageId: uid as MessageId },
    ...{ kind: 'flag', flag: '\\seen', on: 1, folderId: 1 as FolderId, uid, uidValidity: 7 },
    ...{ placedFlags: null, targetId: null, targetUid: null, state: 'running', unsure: 1, attempts: 0 },
  }
}

/** Marks mails 1 to `count` as read at a server that does with each command as it is told. */
async function markRead(count: number, misbehave: (command: FakeCommand) => void) {
  const uids = Array.from({ length: count }, (_, n) => n + 1)
  const server = await startFakeImap(
    uids.map((uid) => ({ uid, source: 'x' })),
    misbehave,
  )
  const at = { host: '127.0.0.1', port: server.port, security: 'none' as const, user: 'layla', pin: null }
  const client = await openImap(at, 'secret')
  onTestFinished(() => client.close())
  await client.mailboxOpen('INBOX')
  const batch = uids.map((uid) => ({ operation: operation(uid), uid }))
  const answer = await tellServer(client, batch, { target: '', there: new Set() })
  return { refused: answer.refused.map(({ uid }) => uid), heard: server.heard }
}

const namesMail = (uid: number, { rest }: FakeCommand) =>
  rest.split(' ')[0]?.split(',').includes(String(uid)) ?? false

test('one mail that a server refuses is told from the others', async () => {
  const stored = new Set<string>()
  const { refused } = await markRead(50, (command) => {
    const { name, rest, tag, send, answer } = command
    if (name === 'UID STORE' && namesMail(37, command)) return send(`${tag} NO not this one\r\n`)
    if (name === 'UID STORE') for (const uid of (rest.split(' ')[0] ?? '').split(',')) stored.add(uid)
    answer()
  })
  expect(refused).toEqual([37])
  expect(stored.size).toBe(49)
})

test('a server that refuses everything is not asked a thousand times', async () => {
  const { refused, heard } = await markRead(1_000, ({ name, tag, send, answer }) =>
    name === 'UID STORE' ? send(`${tag} NO read only\r\n`) : answer(),
  )
  expect(refused).toHaveLength(1_000)
  expect(heard.filter((line) => line.includes('STORE')).length).toBeLessThanOrEqual(40)
})

test('a connection that is lost is no refusal', async () => {
  const act = markRead(1, ({ name, socket, answer }) => (name === 'UID STORE' ? socket.destroy() : answer()))
  await expect(act).rejects.toMatchObject({ code: 'connection-lost' })
})
