/** The engine as a process of its own, asked by its parent. Arguments: data folder, password. */
import { startEngine } from '../../electron/engine/engine.ts'
import { silentLog } from '../../electron/engine/log/log.ts'
import { toMailFailure } from '../../shared/errors.ts'
import { KEY } from './engine-process.ts'

const [dataDir = '', password = ''] = process.argv.slice(2)
const engine = startEngine({
  ...{ dataDir, databaseKey: KEY },
  secrets: { get: async () => password, set: async () => {}, delete: async () => {} },
  log: silentLog,
  ingestWorker: new URL('../../electron/engine/sync/ingest-worker.ts', import.meta.url),
  workers: 1,
})
engine.keepCurrent()
const handlers = engine.handlers as unknown as Record<string, (input: unknown) => unknown>

process.on('message', async ({ id, name, input }: { id: number; name: string; input: unknown }) => {
  try {
    process.send?.({ id, value: await handlers[name]?.(input) })
  } catch (error) {
    process.send?.({ id, failure: toMailFailure(error) })
  }
})
// Nobody is left to ask.
process.on('disconnect', () => process.exit())
