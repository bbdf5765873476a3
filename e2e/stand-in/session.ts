import { state } from './state.ts'
import { StrictEmitter, strict } from './strict.ts'

/** The overload without a filter. */
type RequestListener = Parameters<Electron.WebRequest['onBeforeRequest']>[0]
type ProtocolHandler = Parameters<Electron.Protocol['handle']>[1]
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** What interception asks of the one session there is. */
export interface SessionRules {
  requestListener: RequestListener
  handlers: Map<string, ProtocolHandler>
  permissionCheck: PermissionCheck
  proxy: Electron.ProxyConfig | undefined
}

export const rules: SessionRules = {
  requestListener: null,
  handlers: new Map(),
  permissionCheck: null,
  proxy: undefined,
}

class StandInSession
  extends StrictEmitter
  implements
    Pick<
      Electron.Session,
      | 'setCertificateVerifyProc'
      | 'setDevicePermissionHandler'
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'setProxy'
      | 'setSpellCheckerDictionaryDownloadURL'
      | 'setSpellCheckerEnabled'
    >
{
  readonly webRequest = strict('session.webRequest', {
    onBeforeRequest(listener: RequestListener) {
      if (typeof listener !== 'function' || rules.requestListener !== null)
        throw new Error('The stand-in lacks filters and second listeners of onBeforeRequest')
      rules.requestListener = listener
    },
  })

  readonly protocol = strict('session.protocol', {
    handle(scheme: string, handler: ProtocolHandler) {
      rules.handlers.set(scheme, handler)
    },
  } satisfies Pick<Electron.Protocol, 'handle'>)

  constructor() {
    // Downloads are refused at the launch of Chromium.
    super('session', [], ['will-download'])
  }

  async setProxy(config: Electron.ProxyConfig): Promise<void> {
    if (state.windows.size > 0) throw new Error('The stand-in lacks changing the proxy under an open window')
    if (config.mode !== 'fixed_servers' || config.proxyRules === undefined)
      throw new Error('The stand-in lacks this kind of proxy')
    rules.proxy = config
    state.switches.set('proxy-server', config.proxyRules)
    state.switches.set('proxy-bypass-list', config.proxyBypassRules ?? '')
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    state.preferences.set('browser.enable_spellchecking', enabled)
  }

  /** A stock Chromium's own address of dictionaries can't be changed; with spell checking off it is unused. */
  setSpellCheckerDictionaryDownloadURL(_url: string): void {
    if (state.preferences.get('browser.enable_spellchecking') !== false)
      throw new Error('The stand-in lacks spell checking')
  }

  setPermissionCheckHandler(handler: PermissionCheck): void {
    rules.permissionCheck = handler
  }

  /** Chromium asks nobody once the check refused: chromium.ts denies what the check handler refuses. */
  setPermissionRequestHandler(
    _handler: Parameters<Electron.Session['setPermissionRequestHandler']>[0],
  ): void {}

  setDevicePermissionHandler(_handler: Parameters<Electron.Session['setDevicePermissionHandler']>[0]): void {}

  /** No TLS is spoken in the stand-in: a stock Chromium has no such hook, and nothing gets that far. */
  setCertificateVerifyProc(_proc: Parameters<Electron.Session['setCertificateVerifyProc']>[0]): void {}
}

export const session = strict('session', { defaultSession: strict('session', new StandInSession()) })
