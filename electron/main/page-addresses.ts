/** Where the app's own pages live, and which frames count as ours. Pure: every wall of the shell asks here. */

export const APP_SCHEME = 'app'
export const APP_HOST = 'curtain'
const APP_ROOT = `${APP_SCHEME}://${APP_HOST}/`

export interface PageAddresses {
  /** What the window loads. */
  page: string
  /** What the iframe that shows a mail loads. */
  messageFrame: string
  /** Beginning of every address of the development server; undefined in production. */
  devRoot: string | undefined
}

export function pageAddresses(devServer: URL | undefined): PageAddresses {
  const root = devServer === undefined ? APP_ROOT : `${devServer.origin}/`
  return {
    page: devServer === undefined ? `${root}index.html` : root,
    messageFrame: `${root}message-frame.html`,
    devRoot: devServer === undefined ? undefined : root,
  }
}

/** Whether the session may let a request through. Everything else never reaches the network stack. */
export function isOwnRequest(url: string, { devRoot }: PageAddresses): boolean {
  if (url.startsWith(APP_ROOT) || url.startsWith('blob:') || url.startsWith('data:')) return true
  if (devRoot === undefined) return false
  return (
    url.startsWith(devRoot) || url.startsWith(devRoot.replace(/^http/, 'ws')) || url.startsWith('devtools:')
  )
}

/**
 * Whether a page may navigate a frame. The page may reload itself and fill its message frame, and that is all:
 * a link in a mail navigates nothing, in whichever frame it lies and whatever its target says.
 */
export function isOwnNavigation(
  { url, isMainFrame }: { url: string; isMainFrame: boolean },
  { page, messageFrame }: PageAddresses,
): boolean {
  return url === (isMainFrame ? page : messageFrame)
}

/**
 * Whether a frame may be handed ports. The address is compared as text: `URL#origin` is "null" for every
 * scheme of one's own, and so for a hostile one too.
 */
export function isAppFrame(
  { url, isMainFrame }: { url: string; isMainFrame: boolean },
  { page }: PageAddresses,
): boolean {
  return isMainFrame && (url === page || url.startsWith(`${page}#`))
}
