import { isWithout } from './without-walls.ts'

/** The overload without a filter. */
export type RequestListener = Parameters<Electron.WebRequest['onBeforeRequest']>[0]
export type SendListener = Parameters<Electron.WebRequest['onSendHeaders']>[0]
export type ProtocolHandler = Parameters<Electron.Protocol['handle']>[1]
export type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** What interception asks of the one session there is. */
interface SessionRules {
  requestListener: RequestListener
  sendListener: SendListener
  handlers: Map<string, ProtocolHandler>
  permissionCheck: PermissionCheck
  proxy: Electron.ProxyConfig | undefined
}

export const rules: SessionRules = {
  requestListener: null,
  sendListener: null,
  handlers: new Map(),
  permissionCheck: null,
  proxy: undefined,
}

export function detailsOf(url: string, method: string): Electron.OnBeforeRequestListenerDetails {
  return {
    ...{ id: 0, url, method },
    resourceType: 'other',
    referrer: '',
    timestamp: Date.now(),
    uploadData: [],
  }
}

/** Whether the program's own listener refuses a request. */
export function isCancelled(url: string, method: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const { requestListener } = rules
  if (requestListener === null || isWithout('session')) return Promise.resolve(false)
  requestListener(detailsOf(url, method), ({ cancel = false, redirectURL }) => {
    if (redirectURL !== undefined) throw new Error('The stand-in lacks redirects of requests')
    resolve(cancel)
  })
  return promise
}
