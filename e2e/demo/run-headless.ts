import { startEngine } from '../../electron/engine/engine.ts'
import { formatRow } from '../../electron/engine/hosts/print-mail.ts'
import { silentLog } from '../../electron/engine/log/log.ts'
import type { NetworkOptions } from '../../electron/engine/network/guarded-fetch.ts'
import { DEMO_ACCOUNT } from './imap-server.ts'

/** The engine in this very process, as the CLI runs it: add the account, sync, print every folder's list. */
export async function runHeadless(options: {
  dataDir: string
  imapPort: number
  network: NetworkOptions
  print: (line: string) => void
}): Promise<void> {
  const { password } = DEMO_ACCOUNT
  const engine = startEngine({
    dataDir: options.dataDir,
    secrets: { get: async () => password, set: async () => {}, delete: async () => {} },
    log: silentLog,
    network: options.network,
    ingestWorker: new URL('../../electron/engine/sync/ingest-worker.ts', import.meta.url),
  })
  try {
    const [known] = await engine.handlers['account.list']()
    const account =
      known ?? (await engine.handlers['account.add']({ ...DEMO_ACCOUNT, port: options.imapPort }))
    await engine.handlers['account.sync']({ accountId: account.id })
    for (const folder of await engine.handlers['folder.list']({ accountId: account.id })) {
      if (folder.total === 0) continue
      options.print(`${folder.name} (${folder.total})`)
      const page = { folderId: folder.id, cursor: null, limit: 500 }
      const { rows } = await engine.handlers['message.list'](page)
      for (const row of rows) options.print(formatRow(row))
      options.print('')
    }
  } finally {
    await engine.stop()
  }
}
