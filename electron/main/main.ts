/**
 * Start-up order, and nothing else. Electron waits for this module before it starts Chromium, so what must
 * come first (data folder, network switches, the app's scheme) is done at the top level.
 */
import { app, type BrowserWindow, dialog, nativeTheme, session } from 'electron'
import { registerAppScheme, serveApp } from './app-protocol.ts'
import { connectPages } from './connect-page.ts'
import { offerContextMenu } from './context-menu.ts'
import { cutNetworkAtStart, cutNetworkOf } from './cut-network.ts'
import { openDatabaseKey } from './database-key.ts'
import { devServer } from './dev-server.ts'
import { startEngineProcess } from './engine-process.ts'
import { openLogFile } from './log-file.ts'
import { showMenu } from './menu.ts'
import { pageAddresses } from './page-addresses.ts'
import { program, shellFiles } from './paths.ts'
import { pickPaths } from './pick-paths.ts'
import { refuseNavigation } from './refuse-navigation.ts'
import { openSecrets } from './secrets.ts'
import { shellMethods, systemLanguages } from './shell-methods.ts'
import { readStartOptions } from './start-options.ts'
import { countTraffic } from './traffic.ts'
import { watchNetwork } from './watch-network.ts'
import { openWindow } from './window.ts'
import { type Language, words } from './words.ts'

const start = readStartOptions(process.argv, process.env, app.isPackaged)
const addresses = pageAddresses(devServer())
const traffic = countTraffic(addresses)

// The lock of the single instance lies in the data folder: two folders may be open at once, one never twice.
if (start.dataDirectory !== undefined) app.setPath('userData', start.dataDirectory)
app.enableSandbox()
cutNetworkAtStart(addresses)
registerAppScheme()
refuseNavigation(addresses, traffic)

if (app.requestSingleInstanceLock()) app.whenReady().then(run).catch(giveUp)
else app.quit()

/** Without a window it would hold the lock, and no later start would come to anything. */
function giveUp(error: unknown): void {
  openLogFile(shellFiles(app.getPath('userData')).log)('start-failed', {}, error)
  const say = words[firstLanguage(systemLanguages(start))]
  dialog.showErrorBox(say.startFailed, say.engineFailedDetail)
  app.exit(1)
}

async function run(): Promise<void> {
  const files = shellFiles(app.getPath('userData'))
  const log = openLogFile(files.log)
  log('started')
  await cutNetworkOf(session.defaultSession, addresses, traffic)
  serveApp(session.defaultSession, program.renderer)
  if (start.theme !== undefined) nativeTheme.themeSource = start.theme

  let window: BrowserWindow | undefined
  const language = {
    current: firstLanguage(systemLanguages(start)),
    set(next: Language) {
      language.current = next
      showMenu(next, sendCommand)
    },
  }
  const secrets = await openSecrets(files.secrets)
  const engine = startEngineProcess({
    bundle: program.engine,
    dataDirectory: app.getPath('userData'),
    senders: start.senders,
    secrets,
    databaseKey: await openDatabaseKey(files.databaseKey, secrets.keychain),
    log,
    pickPaths: (question) => pickPaths(question, window),
    // The page asks for new ports as it starts, and shows what the store holds.
    onRestart: () => window?.reload(),
    onGiveUp,
  })
  function onGiveUp(): void {
    dialog.showErrorBox(words[language.current].engineFailed, words[language.current].engineFailedDetail)
    app.quit()
  }
  const methods = shellMethods({
    linkModeFile: files.linkMode,
    start,
    keychain: secrets.keychain,
    traffic,
    window: () => window,
    language,
  })
  const { sendCommand, announceTraffic } = connectPages({
    ...{ addresses, methods, log },
    connectEngine: engine.connect,
  })
  traffic.onChange(announceTraffic)
  watchNetwork(engine.wake)
  showMenu(language.current, sendCommand)

  function open(): void {
    const { page } = addresses
    window = openWindow({
      page,
      preload: program.preload,
      stateFile: files.windowState,
      devTools: addresses.devRoot !== undefined,
      log,
      words: () => words[language.current],
      onGiveUp,
    })
    offerContextMenu(window, () => words[language.current])
    window.on('closed', () => {
      window = undefined
    })
  }
  app.on('second-instance', () => {
    if (window === undefined) return open()
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('activate', () => {
    if (window === undefined) open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', engine.stop)
  open()
}

function firstLanguage(languages: string[]): Language {
  return languages[0]?.toLowerCase().startsWith('ar') ? 'ar' : 'en'
}
