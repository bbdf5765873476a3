import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import { z } from 'zod'
import { ENGINE_V8_FLAGS } from '../../shared/engine-flags.ts'
import { type PathQuestion, pathQuestionSchema } from '../../shared/models/path-question.ts'
import { secretNameSchema } from '../../shared/models/secret.ts'
import type { ShellLog } from './log-file.ts'
import { restartDelay } from './restart-delay.ts'
import type { Secrets } from './secrets.ts'
import type { StartOptions } from './start-options.ts'

/** Secrets live in the keychain, which only main can open. */
const secretQuestion = z.object({
  kind: z.literal('secret'),
  id: z.int(),
  op: z.enum(['get', 'set', 'delete']),
  name: secretNameSchema,
  secret: z.string().optional(),
})
type SecretQuestion = z.infer<typeof secretQuestion>

/** Files are named by the user in a dialog, which only main can show. */
const pathQuestion = z.object({ kind: z.literal('path'), id: z.int(), question: pathQuestionSchema })

export interface EngineProcess {
  /** Gives the engine one end of a channel; a page holds the other. */
  connect(port: MessagePortMain): void
  /** The machine slept, or is in another network: connections to servers are not to be trusted any more. */
  wake(): void
  stop(): void
}

/**
 * Runs the mail engine in a process of its own and starts it again when it ends by itself.
 *
 * @param options.onRestart the ports of every page lead nowhere now: pages must be connected anew.
 * @param options.onGiveUp it ended again and again.
 */
export function startEngineProcess(options: {
  bundle: string
  dataDirectory: string
  senders: StartOptions['senders']
  secrets: Secrets
  databaseKey: string | null
  log: ShellLog
  /** Empty when nothing was chosen. */
  pickPaths(question: PathQuestion): Promise<string[]>
  onRestart(): void
  onGiveUp(): void
}): EngineProcess {
  let crashes = { inARow: 0 }
  let stopped = false
  let restart: NodeJS.Timeout | undefined
  let engine = launch()

  function launch(): UtilityProcess {
    const startedAt = Date.now()
    const child = utilityProcess.fork(options.bundle, [], {
      serviceName: 'Curtain mail engine',
      // Electron makes them switches of the process, the one way by which V8 there hears of any.
      execArgv: [`--js-flags=${ENGINE_V8_FLAGS}`],
    })
    child.postMessage({
      kind: 'start',
      dataDir: options.dataDirectory,
      databaseKey: options.databaseKey,
      ...(options.senders === undefined ? {} : { resolve: options.senders }),
    })
    child.on('message', (message: unknown) => {
      const question = secretQuestion.safeParse(message)
      if (question.success) void answerSecret(question.data).then((answer) => child.postMessage(answer))
      const asked = pathQuestion.safeParse(message).data
      if (asked) void pick(asked).then((answer) => child.postMessage(answer))
    })
    // V8's own end, before 'exit'. What comes with it is a report of the whole process.
    child.on('error', () => options.log('engine-ended', { fatal: true }))
    child.on('exit', (code) => {
      options.log('engine-ended', { code, wanted: stopped })
      if (stopped) return
      const next = restartDelay(crashes, Date.now() - startedAt)
      crashes = next.crashes
      if (next.delayMs === null) options.onGiveUp()
      else restart = setTimeout(relaunch, next.delayMs)
    })
    options.log('engine-started')
    return child
  }

  function relaunch(): void {
    engine = launch()
    options.onRestart()
  }

  async function pick({ id, question }: z.infer<typeof pathQuestion>) {
    const paths = await options.pickPaths(question).catch((error) => {
      options.log('procedure-failed', { paths: true }, error)
      return []
    })
    return { kind: 'path-reply', id, paths }
  }

  async function answerSecret({ id, op, name, secret }: SecretQuestion) {
    try {
      if (op === 'get') return { kind: 'secret-reply', id, secret: await options.secrets.get(name) }
      if (op === 'set' && secret !== undefined) await options.secrets.set(name, secret)
      if (op === 'delete') await options.secrets.delete(name)
      return { kind: 'secret-reply', id }
    } catch (error) {
      options.log('procedure-failed', { secrets: true }, error)
      return { kind: 'secret-reply', id, failed: true }
    }
  }

  return {
    wake: () => engine.postMessage({ kind: 'wake' }),
    connect: (port) => engine.postMessage({ kind: 'connect' }, [port]),
    stop() {
      stopped = true
      clearTimeout(restart)
      engine.kill()
    },
  }
}
