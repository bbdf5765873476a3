import type { BrowserContext, Page, Request, Route } from 'playwright-core'
import { fromChromium } from './addresses.ts'
import { state } from './state.ts'
import { preventable } from './strict.ts'
import { detailsOf, isCancelled, rules } from './web-request.ts'
import { withoutPolicy } from './without-walls.ts'

/**
 * Every request of every page passes here first, in Electron's order: may the frame navigate, does webRequest
 * let it through, does the program serve the scheme itself. (Chromium's interception does not see WebSockets
 * nor look-ups of names: there the switches must hold, and the wall tests say whether they do.)
 */
export async function interceptRequests(context: BrowserContext): Promise<void> {
  await context.route(
    () => true,
    (route, request) => answer(route, request).catch(() => route.abort('failed').catch(() => {})),
  )
}

async function answer(route: Route, request: Request): Promise<void> {
  const url = fromChromium(request.url())
  if (request.isNavigationRequest() && !mayNavigate(request, url)) return route.abort('aborted')
  if (await isCancelled(url, request.method())) return route.abort('blockedbyclient')
  const handler = rules.handlers.get(new URL(url).protocol.slice(0, -1))
  if (handler === undefined) {
    rules.sendListener?.({ ...detailsOf(url, request.method()), requestHeaders: {} })
    return route.continue()
  }
  const response = await handler(new globalThis.Request(url, { method: request.method() }))
  const { status, headers } = response
  const answered = {
    status,
    headers: Object.fromEntries(headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
  await route.fulfill(withoutPolicy(new URL(url).pathname, answered))
}

/** Asks the listeners of the window, as Electron does for what a page starts and not for what the program loads. */
function mayNavigate(request: Request, url: string): boolean {
  const page = pageOf(request)
  const window = [...state.windows].find((candidate) => candidate.isPage(page))
  // A page without window: a popup (refused by its opener's window), or a tab that a test opened itself.
  if (window === undefined) return page !== undefined
  const isMainFrame = request.frame() === page?.mainFrame()
  if (isMainFrame && window.takeOwnNavigation()) return true
  const event = preventable({ url, isMainFrame, isSameDocument: false, frame: null, initiator: null })
  window.webContents.emit('will-frame-navigate', event)
  if (isMainFrame) window.webContents.emit('will-navigate', event, url)
  return !event.defaultPrevented
}

function pageOf(request: Request): Page | undefined {
  try {
    return request.frame().page()
  } catch {
    // The first request of a window that is not there yet.
    return undefined
  }
}
