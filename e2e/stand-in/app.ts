import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { closeChromium } from './chromium.ts'
import { state } from './state.ts'
import { preventable, StrictEmitter, strict } from './strict.ts'
import { endUtilityProcesses } from './utility-process.ts'

const paths = new Map<string, string>([
  ['userData', join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), packageJson.productName)],
  ['downloads', join(homedir(), 'Downloads')],
])

class StandInApp
  extends StrictEmitter
  implements
    Pick<
      Electron.App,
      | 'configureHostResolver'
      | 'enableSandbox'
      | 'getPath'
      | 'getPreferredSystemLanguages'
      | 'getVersion'
      | 'isPackaged'
      | 'isReady'
      | 'quit'
      | 'requestSingleInstanceLock'
      | 'setPath'
      | 'whenReady'
    >
{
  readonly isPackaged = false
  readonly commandLine = strict('app.commandLine', new CommandLine())
  private ready = false
  private quitting = false
  private readonly becameReady = Promise.withResolvers<void>()

  constructor() {
    super(
      'app',
      ['ready', 'web-contents-created', 'window-all-closed', 'before-quit', 'will-quit', 'quit'],
      // One window and no dock; a second process is refused by its lock and sends nothing; no TLS is ever spoken.
      ['second-instance', 'activate', 'select-client-certificate'],
    )
  }

  isReady(): boolean {
    return this.ready
  }

  whenReady(): Promise<void> {
    return this.becameReady.promise
  }

  /** Called by run.ts once the program's main module has run, which is when Electron starts Chromium. */
  becomeReady(): void {
    this.ready = true
    this.emit('ready', {}, {})
    this.becameReady.resolve()
  }

  enableSandbox(): void {
    this.mustNotBeReady('enableSandbox')
  }

  getVersion(): string {
    return packageJson.version
  }

  getPath(name: string): string {
    const path = paths.get(name)
    if (path === undefined) throw new Error(`The stand-in lacks app.getPath('${name}')`)
    if (name === 'userData') mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }

  setPath(name: string, path: string): void {
    if (!paths.has(name)) throw new Error(`The stand-in lacks app.setPath('${name}')`)
    paths.set(name, path)
  }

  getPreferredSystemLanguages(): string[] {
    return (process.env['LANGUAGE'] ?? process.env['LANG'] ?? 'en')
      .split(':')
      .map((name) => name.replace(/[.@].*$/, '').replace('_', '-'))
      .filter((name) => name !== '' && name !== 'C' && name !== 'POSIX')
      .concat('en')
  }

  configureHostResolver(options: Electron.ConfigureHostResolverOptions): void {
    if (options.secureDnsMode !== undefined)
      state.preferences.set('dns_over_https.mode', options.secureDnsMode)
    if (options.enableBuiltInResolver === false) disableFeature('AsyncDns')
    if (options.enableAdditionalDnsQueryTypes === false) disableFeature('UseDnsHttpsSvcb')
  }

  /** By a file with the pid of the one process that may use this folder. */
  requestSingleInstanceLock(): boolean {
    const file = join(this.getPath('userData'), 'stand-in.lock')
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
    } catch {
      if (isRunning(Number(readFileSync(file, 'utf8')))) return false
      writeFileSync(file, String(process.pid))
    }
    return true
  }

  quit(): void {
    if (this.quitting) return
    this.quitting = true
    void this.end()
  }

  private async end(): Promise<void> {
    for (const name of ['before-quit', 'will-quit']) {
      if (name === 'will-quit') for (const window of [...state.windows]) await window.closeForGood()
      const event = preventable({})
      this.emit(name, event)
      if (event.defaultPrevented) throw new Error(`The stand-in lacks preventing '${name}'`)
    }
    await endUtilityProcesses()
    await closeChromium()
    this.emit('quit', {}, 0)
    process.exit(0)
  }

  private mustNotBeReady(name: string): void {
    if (this.ready) throw new Error(`${name} came after the app was ready`)
  }
}

class CommandLine implements Pick<Electron.CommandLine, 'appendSwitch'> {
  appendSwitch(name: string, value?: string): void {
    if (app.isReady()) throw new Error(`--${name} came after Chromium started`)
    state.switches.set(name, value ?? null)
  }
}

function disableFeature(name: string): void {
  const features = state.switches.get('disable-features')
  state.switches.set('disable-features', features ? `${features},${name}` : name)
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export const app = strict('app', new StandInApp())
