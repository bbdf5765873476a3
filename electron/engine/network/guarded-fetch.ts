/**
 * The one door through which a remote picture comes in: the HTTP client for addresses that strangers write. (The
 * other one, guarded-request.ts, is for servers that the user chose.) A sender must learn nothing from it but that
 * the picture was fetched: no cookies, Referer, Origin, language, credentials or validators (an ETag is a cookie),
 * a User-Agent that millions have, and nothing is written down about it, not even in an error.
 */
import { setMaxListeners } from 'node:events'
import type { Dispatcher } from 'undici'
import { MailError } from '../../../shared/errors.ts'
import type { PrivacySettings } from '../../../shared/models/privacy-settings.ts'
import { guardUrl } from './address-guard.ts'
import { createGuardedAgent, headerText } from './guarded-agent.ts'
import type { NetworkOptions } from './guarded-connect.ts'
import { NotConnected } from './not-connected.ts'
import type { ProxyWay } from './open-tunnel.ts'
import { PictureError } from './picture-error.ts'
import { ACCEPTED_ENCODINGS, readBounded } from './read-bounded.ts'
import { createSlots } from './slots.ts'

export type { NetworkOptions } from './guarded-connect.ts'

/** What of the user's settings decides how a picture may come in. */
export interface DoorSettings extends Pick<PrivacySettings, 'allowHttp'> {
  proxy: ProxyWay | null
}

export interface FetchedPicture {
  bytes: Uint8Array<ArrayBuffer>
  /** As the server claims; only the bytes can prove it. */
  contentType: string
}

export interface FetchLimits {
  /** Upper bound of the body, before and after decompression. */
  maxBytes: number
  /** From the first name look-up to the last byte, redirects included; until then it waits for a slot. */
  deadlineMs: number
  /** Called once, before anything leaves; what it throws keeps all of it in. */
  begin?: () => void
  /** Asked about every address a redirect leads to; true keeps it out (a picture that turns into a tracker). */
  refuse?: (url: string) => boolean
  /** Gives up at once with 'timed-out' when aborted: the deadline of a whole message. */
  signal?: AbortSignal
  /** Called for each request as it goes out, the first and those that redirects lead to. */
  onSent?: () => void
  /** Fetches of one visit share sockets, and no others do: who keeps one is known again. Ended by `leave`. */
  visit?: object
}

export interface GuardedFetch {
  /**
   * @throws PictureError, 'interrupted' when the door was closed or the proxy changed meanwhile; MailError('cancelled')
   *   when the door was closed before anything was asked; what `settings` or `begin` threw.
   */
  (url: string, limits: FetchLimits): Promise<FetchedPicture>
  /** Ends what is under way another way than the one now wanted. */
  settingsChanged(): void
  /** Closes the sockets of that visit. */
  leave(visit: object): void
  /** Ends every fetch under way and all sockets. */
  close(): Promise<void>
}

const MAX_REDIRECTS = 5
const PER_HOST = 6
const TOTAL = 16

/**
 * The same words for every user (docs/decisions/009): Chrome on Windows, as it calls itself since it stopped
 * naming its minor versions. No Accept-Language, though Chrome sends one: it says where a reader comes from.
 */
const HEADERS = {
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  accept: 'image/avif,image/webp,image/apng,image/*,*/*;q=0.8',
  'accept-encoding': ACCEPTED_ENCODINGS,
}

/** Failures of https after which an address of plain http may still be there, if the user lets it be asked. */
const MAY_SPEAK_HTTP: ReadonlySet<string> = new Set(['unreachable', 'untrusted-certificate', 'timed-out'])

/** @param settings asked again for every request: a change counts at once. */
export function createGuardedFetch(options: NetworkOptions, settings: () => DoorSettings): GuardedFetch {
  const inSlot = createSlots(PER_HOST, TOTAL)
  const closing = new AbortController()
  const stranger = {}
  let way: { key: string; agents: Map<object, Dispatcher>; gone: AbortController } | undefined

  async function leaveWay(): Promise<void> {
    const agents = [...(way?.agents.values() ?? [])]
    way?.gone.abort()
    way = undefined
    await Promise.all(agents.map((agent) => agent.destroy(new PictureError('interrupted'))))
  }

  /** Sockets that were opened another way than the one now wanted end at once, with what is under way on them. */
  function currentWay() {
    const { proxy } = settings()
    const key = JSON.stringify(proxy)
    if (way?.key !== key) void leaveWay()
    if (way === undefined) {
      way = { key, agents: new Map(), gone: new AbortController() }
      setMaxListeners(TOTAL + 1, way.gone.signal)
    }
    return { ...way, proxy }
  }

  function agentFor(visit: object): Dispatcher {
    const { agents, gone, proxy } = currentWay()
    const agent = agents.get(visit) ?? createGuardedAgent(options, proxy, gone.signal)
    agents.set(visit, agent)
    return agent
  }

  function ask(
    url: URL,
    signal: AbortSignal,
    { onSent, visit = stranger }: FetchLimits,
  ): Promise<Dispatcher.ResponseData> {
    const agent = agentFor(visit)
    return (onSent ? agent.compose(tellOf(onSent)) : agent).request({
      method: 'GET',
      origin: url.origin,
      path: url.pathname + url.search,
      headers: HEADERS,
      signal,
    })
  }

  /** One exchange. An address of plain http is asked over https first, and in clear only if that can't connect. */
  async function askSafely(url: URL, asked: Set<string>, signal: AbortSignal, limits: FetchLimits) {
    const secure = new URL(url)
    // An explicit port speaks one protocol only, so there is nothing to try on it.
    if (url.protocol === 'http:' && url.port === '') secure.protocol = 'https:'
    // Asked before: the server itself sent us from https back to http.
    if (secure.protocol === 'https:' && !asked.has(secure.href)) {
      asked.add(secure.href)
      try {
        return { url: secure, response: await ask(secure, signal, limits) }
      } catch (error) {
        if (url.protocol === 'https:') throw error
        if (!(error instanceof NotConnected) || !MAY_SPEAK_HTTP.has(error.failure)) throw error
      }
    }
    // Redirects in a circle.
    if (asked.has(url.href)) throw new PictureError('too-many-redirects')
    if (!settings().allowHttp) throw new PictureError('insecure')
    asked.add(url.href)
    return { url, response: await ask(url, signal, limits) }
  }

  /** @returns the picture, or where its server sends us. */
  async function take(from: URL, asked: Set<string>, limits: FetchLimits, signal: AbortSignal) {
    const { url, response } = await askSafely(from, asked, signal, limits)
    const { statusCode, headers, body } = response
    try {
      if (statusCode === 200) {
        const bytes = await readBounded(body, headerText(headers['content-encoding']), limits.maxBytes)
        return { bytes, contentType: headerText(headers['content-type']) }
      }
      if (statusCode === 404 || statusCode === 410) throw new PictureError('not-found')
      if (![301, 302, 303, 307, 308].includes(statusCode)) throw new PictureError('server-failed')
    } finally {
      // Ends the socket too when the body was not read to its end.
      body.on('error', () => {}).destroy()
    }
    const location = URL.parse(headerText(headers['location']), url.href)
    if (location === null) throw new PictureError('server-failed')
    const next = guardUrl(location.href)
    if (limits.refuse?.(next.href)) throw new PictureError('tracker-redirect')
    return next
  }

  async function guardedFetch(url: string, limits: FetchLimits): Promise<FetchedPicture> {
    const asked = new Set<string>()
    let deadline: AbortSignal | undefined
    /** @returns what ends the attempt. */
    function begin(): AbortSignal {
      if (closing.signal.aborted) throw new MailError('cancelled')
      if (deadline === undefined) {
        limits.begin?.()
        const own = AbortSignal.timeout(limits.deadlineMs)
        deadline = limits.signal ? AbortSignal.any([own, limits.signal]) : own
      }
      return AbortSignal.any([deadline, closing.signal])
    }
    let next = guardUrl(url)
    try {
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
        const from = next
        // Wherever a redirect leads, that host's slots are the ones that count, whatever the port.
        const found = await inSlot(from.hostname, () => take(from, asked, limits, begin()))
        if (!(found instanceof URL)) return found
        next = found
      }
      throw new PictureError('too-many-redirects')
    } catch (error) {
      if (closing.signal.aborted && deadline !== undefined) throw new PictureError('interrupted')
      if (error instanceof MailError) throw error
      throw new PictureError(deadline?.aborted ? 'timed-out' : 'server-failed')
    }
  }

  return Object.assign(guardedFetch, {
    settingsChanged() {
      if (way === undefined) return
      try {
        currentWay()
      } catch {
        // Which way is wanted can't be read any more, so none is right.
        void leaveWay()
      }
    },
    leave(visit: object) {
      void way?.agents.get(visit)?.destroy()
      way?.agents.delete(visit)
    },
    async close() {
      closing.abort()
      await leaveWay()
    },
  })
}

/** Tells when a request is written to its socket: one that could not connect never was. */
function tellOf(onSent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const begin = handler.onRequestStart?.bind(handler)
    const onRequestStart: typeof begin = (...start) => {
      onSent()
      begin?.(...start)
    }
    // The handler belongs to this request alone.
    return dispatch(options, Object.assign(handler, { onRequestStart }))
  }
}
