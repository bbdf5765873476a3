/**
 * Wall 4: Chromium has no network at all. Mail travels through the engine, which is no part of Chromium.
 * In a stock Chromium the resolver rules alone held every attack of e2e/walls, the dead proxy alone all that
 * tries a connection, the request filter alone all that is a request. All three stand, because none of them
 * is a promise that Chromium makes.
 */
import { app, type Session } from 'electron'
import type { PageAddresses } from './page-addresses.ts'
import type { Traffic } from './traffic.ts'

/** The discard port of this machine: nothing listens there, and nothing is sent when nobody accepts. */
const DEAD_PROXY = 'http://127.0.0.1:9'
/** Takes back Chromium's unspoken rule that loopback addresses need no proxy. */
const NOT_EVEN_LOOPBACK = '<-loopback>'

/** Before Chromium starts: these reach what no session setting does (prefetch, preconnect, other sessions). */
export function cutNetworkAtStart({ devRoot }: PageAddresses): void {
  const devHost = devRoot === undefined ? undefined : new URL(devRoot).hostname
  const { commandLine } = app
  // Every name, and every literal address too, is "not found" without a question being asked.
  commandLine.appendSwitch(
    'host-resolver-rules',
    devHost === undefined ? 'MAP * ^NOTFOUND' : `MAP * ^NOTFOUND, EXCLUDE ${devHost}`,
  )
  commandLine.appendSwitch('proxy-server', DEAD_PROXY)
  commandLine.appendSwitch('proxy-bypass-list', proxyBypass(devHost))
  // QUIC and WebRTC speak UDP, which no proxy setting above would stop.
  commandLine.appendSwitch('disable-quic')
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp')
  commandLine.appendSwitch('webrtc-ip-handling-policy', 'disable_non_proxied_udp')
  // What Chromium does by itself: updates of components, reports, field trials, link audits.
  commandLine.appendSwitch('disable-background-networking')
  commandLine.appendSwitch('disable-component-update')
  commandLine.appendSwitch('disable-domain-reliability')
  commandLine.appendSwitch('disable-sync')
  commandLine.appendSwitch('dns-prefetch-disable')
  commandLine.appendSwitch('no-pings')
}

/** Before the first window, once Chromium runs. */
export async function cutNetworkOf(
  session: Session,
  addresses: PageAddresses,
  traffic: Traffic,
): Promise<void> {
  traffic.watch(session)
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !traffic.mayPass(url) }))
  app.configureHostResolver({
    // DNS over HTTPS would resolve past the rules of the system, and HTTPS records ask one question more.
    secureDnsMode: 'off',
    enableBuiltInResolver: false,
    enableAdditionalDnsQueryTypes: false,
  })
  refusePermissions(session)
  session.setSpellCheckerEnabled(false)
  // With spell checking off nothing is downloaded; should it ever come on, this leads nowhere.
  session.setSpellCheckerDictionaryDownloadURL('https://dictionaries.invalid/')
  // No server may show a certificate here: there are no servers. -2 is net::ERR_FAILED.
  session.setCertificateVerifyProc((_request, answer) => answer(-2))
  session.on('will-download', (event) => event.preventDefault())
  const devHost = addresses.devRoot === undefined ? undefined : new URL(addresses.devRoot).hostname
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: DEAD_PROXY,
    proxyBypassRules: proxyBypass(devHost),
  })
}

function proxyBypass(devHost: string | undefined): string {
  return devHost === undefined ? NOT_EVEN_LOOPBACK : `${NOT_EVEN_LOOPBACK};${devHost}`
}

function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}
