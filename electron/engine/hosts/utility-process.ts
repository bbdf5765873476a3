/** Runs the engine in Electron's utilityProcess. Main sends ports, one for each page, and answers for keychain and dialogs. */
import { z } from 'zod'
import { engineContract } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import type { Port } from '../../../shared/port.ts'
import { serve } from '../../../shared/serve.ts'
import { startEngine } from '../engine.ts'
import { createLog } from '../log/log.ts'
import { askMainForPaths, pathReplySchema } from './ask-main-for-paths.ts'
import { askMainForSecrets, secretReplySchema } from './ask-main-for-secrets.ts'
import { failingHandlers } from './failing-handlers.ts'

/** What is used of Electron's MessagePortMain, which the engine may not import. */
interface MainPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: MainPort[] }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  removeAllListeners(event: 'message'): unknown
  start(): void
}

const commandSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    dataDir: z.string().min(1),
    /** 32 bytes as hex; null where there is no keychain, or it does not open. */
    databaseKey: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    /** Demo and tests only: every sender's host is this loopback server. */
    resolve: z.object({ address: z.string(), port: z.int() }).optional(),
  }),
  z.object({ kind: z.literal('connect') }),
  z.object({ kind: z.literal('wake') }),
  secretReplySchema,
  pathReplySchema,
])

type StartCommand = Extract<z.infer<typeof commandSchema>, { kind: 'start' }>

const log = createLog((line) => process.stderr.write(`${line}\n`), Date)
const main: MainPort | undefined = Reflect.get(process, 'parentPort')
if (main === undefined) throw new Error('utility-process.ts runs only as a child of the shell')

const secrets = askMainForSecrets((question) => main.postMessage(question))
const paths = askMainForPaths((question) => main.postMessage(question))
let wake = () => {}
let answerAt: ((port: Port) => () => void) | undefined

function toPort(port: MainPort): Port {
  return {
    post: (data) => port.postMessage(data),
    listen(receive) {
      port.on('message', ({ data }) => receive(data))
      port.start()
      return () => port.removeAllListeners('message')
    },
  }
}

/** A database that can't be opened is something to tell the user, not a reason to end and be started again. */
function start({ dataDir, databaseKey, resolve }: StartCommand): void {
  try {
    const engine = startEngine({
      ...{ dataDir, secrets, log },
      databaseKey: databaseKey === null ? null : Buffer.from(databaseKey, 'hex'),
      // Started again by the shell, it recovers before it opens.
      onDamage: () => setImmediate(() => process.exit(1)),
      network: resolve === undefined ? {} : { resolve: () => resolve },
      ingestWorker: workerUrl(),
      pickPaths: paths.pickPaths,
    })
    answerAt = (port) => engine.serve(port)
    wake = engine.wake
    engine.keepCurrent()
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    log.failure('procedure-failed', error)
    answerAt = (port) => serve(engineContract, port, failingHandlers(error)).close
  }
}

/** Bundled, this file and the worker lie side by side; run from source, they do not. */
function workerUrl(): URL {
  const bundled = import.meta.url.endsWith('.js')
  return new URL(bundled ? './ingest-worker.js' : '../sync/ingest-worker.ts', import.meta.url)
}

main.on('message', ({ data, ports }) => {
  const command = commandSchema.safeParse(data).data
  if (command?.kind === 'start' && answerAt === undefined) start(command)
  if (command?.kind === 'secret-reply') secrets.answer(command)
  if (command?.kind === 'path-reply') paths.answer(command)
  if (command?.kind === 'wake') wake()
  const port = ports[0]
  if (command?.kind === 'connect' && port !== undefined && answerAt !== undefined) {
    port.on('close', answerAt(toPort(port)))
  }
})
