import type { EngineHandlers } from '../../../shared/contract.ts'

/**
 * Starts a sync of every account, but of those that wait for the user: a server that is sent a wrong password
 * every few minutes locks the account.
 */
export async function syncAll(
  handlers: Pick<EngineHandlers, 'account.list' | 'account.sync' | 'account.syncStates'>,
): Promise<void> {
  const states = await handlers['account.syncStates']()
  const waiting = new Set(
    states.filter(({ failure }) => failure?.retry === 'after-user').map(({ accountId }) => accountId),
  )
  for (const { id } of await handlers['account.list']()) {
    // How it goes is told by events.
    if (!waiting.has(id)) Promise.resolve(handlers['account.sync']({ accountId: id })).catch(() => {})
  }
}
