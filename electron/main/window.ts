import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { ShellLog } from './log-file.ts'
import { restartDelay } from './restart-delay.ts'
import { fitOnScreens, loadWindowState, saveWindowState } from './window-state.ts'
import type { Words } from './words.ts'

/** Opens the one window, by Electron's security checklist: every choice is written out, default or not. */
export function openWindow(options: {
  page: string
  preload: string
  stateFile: string
  devTools: boolean
  log: ShellLog
  words(): Words
  /** The page ends again and again. */
  onGiveUp(): void
}): BrowserWindow {
  const kept = loadWindowState(options.stateFile)
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    width: 1280,
    height: 840,
    ...(kept === undefined ? {} : fitOnScreens(kept.bounds, areas)),
    minWidth: 760,
    minHeight: 480,
    title: 'Curtain',
    show: false,
    // No white flash before the first paint: the colours of --velvet in renderer/styles/tokens.css.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0d1c19' : '#14352f',
    webPreferences: {
      preload: options.preload,
      // A page that was taken over is held by the operating system's sandbox and has no Node to call.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      // Curtain draws no 3D; drivers are a large surface.
      webgl: false,
      // Dictionaries would be downloaded, and what is typed would be looked up in them.
      spellcheck: false,
      // A file or link dropped on the window opens nothing.
      navigateOnDragDrop: false,
      // A mail can't ask for dialogs anyway (its frame runs no scripts); nothing of ours does.
      disableDialogs: true,
      autoplayPolicy: 'document-user-activation-required',
      devTools: options.devTools,
    },
  })
  if (kept?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    saveWindowState(options.stateFile, {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
    }),
  )
  let crashes = { inARow: 0 }
  let loadedAt = Date.now()
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    options.log('page-gone', { exitCode })
    if (reason === 'clean-exit') return
    const next = restartDelay(crashes, Date.now() - loadedAt)
    crashes = next.crashes
    if (next.delayMs === null) return options.onGiveUp()
    setTimeout(() => {
      loadedAt = Date.now()
      if (!window.isDestroyed()) window.reload()
    }, next.delayMs)
  })
  offerWayOut(window, options.words)
  void window.loadURL(options.page)
  return window
}

/** A mail's styles can keep Chromium busy without end, and the page with them. Begun anew, it has no mail open. */
function offerWayOut(window: BrowserWindow, words: () => Words): void {
  let asking: AbortController | undefined
  window.on('unresponsive', async () => {
    if (asking) return
    asking = new AbortController()
    const say = words()
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: say.pageHangs,
      detail: say.pageHangsDetail,
      buttons: [say.closeMail, say.wait],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
      signal: asking.signal,
    })
    asking = undefined
    // Whose end, above, loads the page anew.
    if (response === 0 && !window.isDestroyed()) window.webContents.forcefullyCrashRenderer()
  })
  window.on('responsive', () => asking?.abort())
}
