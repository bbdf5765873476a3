import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { fromChromium, toChromium } from './addresses.ts'
import { app } from './app.ts'
import { tell } from './asked.ts'
import { debuggingEndpoint, denyPermissions, launchChromium } from './chromium.ts'
import { receiveFromPage } from './ipc-main.ts'
import { takePorts } from './message-ports.ts'
import { applyTheme } from './native-theme.ts'
import { bridgePage, type PageBridge } from './page-bridge.ts'
import { interceptRequests } from './requests.ts'
import { state } from './state.ts'
import { preventable, StrictEmitter, strict } from './strict.ts'

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

class StandInWebContents
  extends StrictEmitter
  implements Pick<Electron.WebContents, 'setWebRTCIPHandlingPolicy' | 'setWindowOpenHandler'>
{
  /** Not Electron's: what the window asks when a page opened another. */
  windowOpenHandler: WindowOpenHandler = () => ({ action: 'allow' })

  constructor() {
    super(
      'webContents',
      ['will-frame-navigate', 'will-navigate', 'render-process-gone'],
      // Nothing the program serves redirects; a stock Chromium has no webview, and a context menu of its own.
      ['will-redirect', 'will-attach-webview', 'context-menu'],
    )
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    state.preferences.set('webrtc.ip_handling_policy', policy)
  }
}

/** One window, as a page of a stock Chromium. */
export class StandInWindow
  extends StrictEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'focus'
      | 'getNormalBounds'
      | 'isFocused'
      | 'isMaximized'
      | 'isMinimized'
      | 'loadURL'
      | 'maximize'
      | 'reload'
      | 'restore'
      | 'show'
    >
{
  readonly webContents = strict('webContents', new StandInWebContents())
  private readonly size: { width: number; height: number }
  private readonly preload: string
  private page: Page | undefined
  private bridge: PageBridge | undefined
  private ownNavigation = false

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    // Chromium tells nobody outside that a page of its own does not answer.
    super('BrowserWindow', ['ready-to-show', 'close', 'closed'], ['unresponsive', 'responsive'])
    checkPreferences(options.webPreferences ?? {})
    this.preload = options.webPreferences?.preload ?? ''
    this.size = { width: options.width ?? 800, height: options.height ?? 600 }
    if (state.windows.size > 0) throw new Error('The stand-in lacks second windows')
    app.emit('web-contents-created', {}, this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.open(url)
    await this.navigate(() => page.goto(toChromium(url)))
    this.emit('ready-to-show')
    tell({ kind: 'window', endpoint: debuggingEndpoint(profileFolder()) })
  }

  reload(): void {
    const { page } = this
    if (page !== undefined) void this.navigate(() => page.reload())
  }

  /** The first tab of a new Chromium becomes the window. */
  private async open(url: string): Promise<Page> {
    const context: BrowserContext = await launchChromium(profileFolder(), this.size)
    const page = context.pages()[0] ?? (await context.newPage())
    this.page = page
    await interceptRequests(context)
    await denyPermissions(context, url)
    await applyTheme(page)
    this.bridge = await bridgePage(context, page, this.preload, (channel, given, sender) =>
      receiveFromPage(channel, given, this.frame(fromChromium(sender))),
    )
    page.on('popup', (popup) => this.refuse(popup))
    page.on('close', () => this.closed())
    page.on('crash', () =>
      this.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
    )
    return page
  }

  /** What `event.senderFrame` is: always the main frame, for no other has a preload script. */
  private frame(url: string): Pick<Electron.WebFrameMain, 'parent' | 'postMessage' | 'url'> {
    return strict('WebFrameMain', {
      url,
      parent: null,
      postMessage: (channel: string, message: unknown, transfer?: Electron.MessagePortMain[]) =>
        this.bridge?.deliver(channel, message, takePorts(transfer)),
    })
  }

  private async refuse(popup: Page): Promise<void> {
    const details: Electron.HandlerDetails = {
      url: popup.url(),
      frameName: '',
      features: '',
      disposition: 'default',
      referrer: { url: '', policy: 'no-referrer' },
    }
    if (this.webContents.windowOpenHandler(details).action !== 'deny')
      throw new Error('The stand-in lacks windows that a page opens')
    await popup.close()
  }

  private async navigate(go: () => Promise<unknown>): Promise<void> {
    this.ownNavigation = true
    await go()
  }

  private closed(): void {
    if (!state.windows.has(this)) return
    this.emit('close', preventable({}))
    state.windows.delete(this)
    this.emit('closed')
    app.emit('window-all-closed')
  }

  // For the other parts of the stand-in.

  isPage(page: Page | undefined): boolean {
    return page !== undefined && page === this.page
  }

  /** Whether the navigation that just began is the program's; it counts once. */
  takeOwnNavigation(): boolean {
    const own = this.ownNavigation
    this.ownNavigation = false
    return own
  }

  async setColorScheme(): Promise<void> {
    if (this.page !== undefined) await applyTheme(this.page)
  }

  /** The window closes because the program quits: `window-all-closed` is not emitted then. */
  async closeForGood(): Promise<void> {
    this.emit('close', preventable({}))
    state.windows.delete(this)
    await this.page?.close()
    this.emit('closed')
  }

  /** Asks the user inside the page's window, in place of a dialog of the operating system. */
  async confirm(text: string): Promise<boolean> {
    const page = this.page
    if (page === undefined) return false
    // A listener that does nothing keeps Playwright from dismissing the dialog: the user answers it.
    const leave = () => {}
    page.on('dialog', leave)
    try {
      return await page.evaluate((question) => window.confirm(question), text)
    } finally {
      page.off('dialog', leave)
    }
  }

  show(): void {}

  focus(): void {
    void this.page?.bringToFront()
  }

  isMinimized(): boolean {
    return false
  }

  restore(): void {}

  maximize(): void {}

  /** The only window on its screen. */
  isFocused(): boolean {
    return true
  }

  isMaximized(): boolean {
    return false
  }

  getNormalBounds(): Electron.Rectangle {
    return { x: 0, y: 0, ...this.size }
  }
}

/** Chromium's own files, within the folder of the program's, as in Electron. */
function profileFolder(): string {
  return join(app.getPath('userData'), 'stand-in')
}

/** The page of a stock Chromium is always sandboxed, isolated and without Node. It can't be anything less. */
function checkPreferences(preferences: Electron.WebPreferences): void {
  const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = preferences
  if (!sandbox || !contextIsolation || nodeIntegration || webviewTag || webSecurity === false)
    throw new Error('The stand-in lacks pages with more rights than a web page')
}
