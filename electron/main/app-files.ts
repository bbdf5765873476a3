import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { MESSAGE_CSP, PAGE_CSP } from '../../shared/page-policies.ts'
import { APP_HOST, APP_SCHEME } from './page-addresses.ts'

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Answers one request for `app://curtain/…` with a file of the built renderer, or with 404 and nothing. */
export async function serveAppFile(root: string, request: Request): Promise<Response> {
  const file =
    request.method === 'GET' || request.method === 'HEAD' ? findAppFile(root, request.url) : undefined
  const bytes = file === undefined ? undefined : await readFile(file.path).catch(() => undefined)
  if (file === undefined || bytes === undefined)
    return new Response(null, { status: 404, headers: policyHeaders('/') })
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), {
    status: 200,
    headers: { 'Content-Type': file.mediaType, ...policyHeaders(file.pathname) },
  })
}

/**
 * The one file an address may mean. Undefined for any other host, for a path that leaves the folder in
 * whatever disguise (`..`, `%2e%2e`, `%5c`, `%00`, a drive letter), and for a kind of file we do not ship.
 */
export function findAppFile(
  root: string,
  address: string,
): { path: string; pathname: string; mediaType: string } | undefined {
  const url = URL.parse(address)
  if (url === null || url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return undefined
  const pathname = decodePath(url.pathname)
  if (pathname === undefined || !/^(\/[\w.-]+)+$/.test(pathname)) return undefined
  const path = resolve(root, `.${pathname}`)
  const mediaType = MEDIA_TYPES[extname(path)]
  if (mediaType === undefined || !path.startsWith(resolve(root) + sep)) return undefined
  return { path, pathname, mediaType }
}

function decodePath(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** Wall 2 for the frame that shows mails, wall 3 for everything else. */
function policyHeaders(pathname: string): Record<string, string> {
  return {
    'Content-Security-Policy': pathname === '/message-frame.html' ? MESSAGE_CSP : PAGE_CSP,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-DNS-Prefetch-Control': 'off',
    'Permissions-Policy':
      'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), hid=(), serial=()',
  }
}
