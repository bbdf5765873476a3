import { lookup } from 'node:dns/promises'
import { state } from './state.ts'
import { StrictEmitter, strict } from './strict.ts'
import {
  isCancelled,
  type PermissionCheck,
  type ProtocolHandler,
  type RequestListener,
  rules,
  type SendListener,
} from './web-request.ts'
import { isWithout } from './without-walls.ts'

class StandInSession
  extends StrictEmitter
  implements
    Pick<
      Electron.Session,
      | 'fetch'
      | 'resolveHost'
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
    onSendHeaders(listener: SendListener) {
      if (typeof listener !== 'function' || rules.sendListener !== null)
        throw new Error('The stand-in lacks filters and second listeners of onSendHeaders')
      rules.sendListener = listener
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

  /** What a stock Chromium would do by its rules: it has no such call, so Node asks where they would let it. */
  async fetch(input: string | Request): Promise<Response> {
    const url = input instanceof Request ? input.url : input
    if (await isCancelled(url, 'GET')) throw new Error('net::ERR_BLOCKED_BY_CLIENT')
    if (rules.proxy !== undefined && !isWithout('session'))
      throw new Error('net::ERR_PROXY_CONNECTION_FAILED')
    return globalThis.fetch(url)
  }

  async resolveHost(host: string): Promise<Electron.ResolvedHost> {
    if (state.switches.has('host-resolver-rules') && !isWithout('session'))
      throw new Error('net::ERR_NAME_NOT_RESOLVED')
    const { address, family } = await lookup(host)
    return { endpoints: [{ address, family: family === 6 ? 'ipv6' : 'ipv4' }] }
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
