import { expect, test } from 'vitest'
import { MailError } from '../../../shared/errors.ts'
import {
  type AccountId,
  accountSchema,
  type SyncState,
  syncStateSchema,
} from '../../../shared/models/account.ts'
import { syncAll } from './sync-all.ts'

const account = (id: number) =>
  accountSchema.parse({
    ...{ id, address: `user${id}@home.example`, displayName: '', host: 'imap.home.example', port: 993 },
    ...{ security: 'tls', user: `user${id}`, smtp: null },
  })

const failed = (accountId: number, code: MailError['code']): SyncState =>
  syncStateSchema.parse({ accountId, phase: 'failed', done: 0, total: 0, failure: failureOf(code) })

function failureOf(code: MailError['code']) {
  const { retry } = new MailError(code)
  return { code, retry }
}

async function syncedOf(states: SyncState[]): Promise<AccountId[]> {
  const synced: AccountId[] = []
  await syncAll({
    'account.list': () => [account(1), account(2)],
    'account.syncStates': () => states,
    async 'account.sync'({ accountId }) {
      synced.push(accountId)
      throw new MailError('timed-out')
    },
  })
  return synced
}

test('every account is synced, and one that fails holds up no other', async () => {
  expect(await syncedOf([])).toEqual([1, 2])
  expect(await syncedOf([failed(1, 'timed-out')])).toEqual([1, 2])
})

test('a wrong password is not sent again before the user has done something', async () => {
  expect(await syncedOf([failed(1, 'wrong-password')])).toEqual([2])
})
