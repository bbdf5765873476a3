import ipaddr from 'ipaddr.js'
import type { BrowserContext } from 'playwright-core'

/**
 * What a test takes away from the program, to see its leak test find the hole: STAND_IN_WITHOUT, separated by commas.
 * Wall 2 has two halves, either of which may be gone.
 */
export type RemovedWall = 'sanitiser' | 'frame-sandbox' | 'frame-policy' | 'page' | 'session' | 'door'

export function isWithout(wall: RemovedWall): boolean {
  return process.env['STAND_IN_WITHOUT']?.split(',').includes(wall) === true
}

interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** The program's own page or frame as it would be if its policy had been forgotten. */
export function withoutPolicy(path: string, answer: Answer): Answer {
  const isFrame = path === '/message-frame.html'
  if (!(isFrame ? isWithout('frame-policy') : isWithout('page') && path.endsWith('.html'))) return answer
  const { 'content-security-policy': _, ...headers } = answer.headers
  const html = answer.body.toString().replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/i, '')
  return { ...answer, headers, body: Buffer.from(html) }
}

/** Before the first page is loaded. */
export async function removeFromPages(context: BrowserContext): Promise<void> {
  if (isWithout('frame-sandbox')) await context.addInitScript(forgetSandbox)
  if (isWithout('sanitiser')) await context.addInitScript(passMailsOn)
}

/** Runs in the page. */
function forgetSandbox(): void {
  const setAttribute = HTMLIFrameElement.prototype.setAttribute
  HTMLIFrameElement.prototype.setAttribute = function (name, value) {
    if (name !== 'sandbox') setAttribute.call(this, name, value)
  }
}

/** Runs in the page: what the reader puts in the place of a frame's body is the mail as it was given to DOMPurify. */
function passMailsOn(): void {
  function passOn({ target }: Event): void {
    const realm = target instanceof HTMLIFrameElement ? target.contentDocument?.defaultView : undefined
    if (!realm) return
    let mail = ''
    const parse = realm.DOMParser.prototype.parseFromString
    realm.DOMParser.prototype.parseFromString = function (html, type) {
      mail = String(html)
      return parse.call(this, html, type)
    }
    realm.HTMLBodyElement.prototype.replaceWith = () => {
      realm.document.documentElement.innerHTML = mail
    }
  }
  document.addEventListener('load', passOn, true)
}

/** In the engine's process: its guard takes every address for a public one. */
export function openDoor(): void {
  if (isWithout('door')) ipaddr.IPv4.prototype.range = () => 'unicast'
}
