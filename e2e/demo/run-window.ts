import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { DemoOptions } from './demo-options.ts'
import type { Host } from './find-host.ts'
import { freePort } from './free-port.ts'
import { typeAccount } from './type-account.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Runs the built program until its window is closed or `signal` is aborted. @returns its exit code. */
export async function runWindow(options: {
  host: Exclude<Host, { kind: 'none' }>
  dataDir: string
  demo: DemoOptions
  sendersPort: number
  /** Type the account into the first start's form; null when the data folder has it from an earlier run. */
  addAccountAt: number | null
  onAccountAdded: () => void
  signal: AbortSignal
}): Promise<number> {
  const { host, dataDir, demo, signal } = options
  const debuggingPort = demo.debuggingPort ?? (await freePort())
  const given = ['--data', dataDir, `--remote-debugging-port=${debuggingPort}`]
  const env = {
    ...process.env,
    ...(demo.resolve ? { CURTAIN_SENDERS: `127.0.0.1:${options.sendersPort}` } : {}),
    ...(demo.language === undefined ? {} : { CURTAIN_LANGUAGE: demo.language }),
    ...(demo.theme === undefined ? {} : { CURTAIN_THEME: demo.theme }),
  }
  const program =
    host.kind === 'electron'
      ? spawn(host.executable, [ROOT, ...rootSwitches(), ...given], {
          env,
          stdio: ['ignore', 'ignore', 'inherit'],
        })
      : spawn(process.execPath, [join(ROOT, 'e2e/stand-in/run.ts'), ...given], {
          env,
          stdio: ['ignore', 'ignore', 'inherit'],
        })
  const stop = () => program.kill()
  signal.addEventListener('abort', stop)
  const ended = exitOf(program)
  const gone = new AbortController()
  void ended.then(() => gone.abort())

  if (options.addAccountAt !== null) {
    try {
      await typeAccount(debuggingPort, options.addAccountAt, gone.signal)
      options.onAccountAdded()
    } catch (error) {
      if (!signal.aborted && !gone.signal.aborted) {
        stop()
        await ended
        throw error
      }
    }
  }
  const code = await ended
  return signal.aborted ? 0 : code
}

/** Chromium's sandbox refuses to run as root. */
function rootSwitches(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

async function exitOf(program: ChildProcess): Promise<number> {
  const [code] = await once(program, 'exit')
  return typeof code === 'number' ? code : 1
}
