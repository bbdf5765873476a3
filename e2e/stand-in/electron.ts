/** What `import … from 'electron'` gets: the part of Electron that electron/main uses, and nothing more. */
import { addScheme } from './addresses.ts'
import { StandInWindow } from './browser-window.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'

export { app } from './app.ts'
export { clipboard, dialog, shell } from './dialogs.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu } from './menu.ts'
export { MessageChannelMain } from './message-ports.ts'
export { nativeTheme } from './native-theme.ts'
export { net, powerMonitor } from './power-monitor.ts'
export { safeStorage } from './safe-storage.ts'
export { session } from './session.ts'
export { utilityProcess } from './utility-process.ts'

export const BrowserWindow = new Proxy(StandInWindow, {
  construct(Window, [options]) {
    const window = strict('BrowserWindow', new Window(options))
    state.windows.add(window)
    return window
  },
})

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    for (const { scheme, privileges = {} } of schemes) {
      const { standard, secure, bypassCSP, allowServiceWorkers } = privileges
      // https is standard and secure, and its pages obey their policy.
      if (!standard || !secure || bypassCSP || allowServiceWorkers)
        throw new Error('The stand-in lacks schemes that differ from https')
      addScheme(scheme)
    }
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>)

export const screen = strict('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
})
