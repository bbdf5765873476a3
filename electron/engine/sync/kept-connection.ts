import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { speak } from '../network/open-imap.ts'
import type { ConnectionPlaces, Purpose } from './connection-places.ts'

/** A connection that is opened when it is first needed, and kept for what comes next. */
export interface KeptConnection {
  /**
   * Runs one use after the other. Where the kept connection turns out to have died unseen, the use is run once
   * more on a new one, if `mayRepeat` says then that it has had no effect yet.
   *
   * @throws MailError
   */
  run<T>(use: (client: ImapFlow) => Promise<T>, mayRepeat?: () => boolean): Promise<T>
  /** For a use that goes on after its connection was lost. @throws MailError */
  reopen(): Promise<ImapFlow>
  /** Whether something more urgent waits for its place. */
  isWanted(): boolean
  /** For a long use, now and then: closes the connection and waits when something more urgent needs its place. */
  makeRoom(client: ImapFlow): Promise<ImapFlow>
  /** Ends when nothing runs any more. */
  close(): Promise<void>
}

/** Long enough for somebody who reads or tidies up, short enough not to be a burden on the server. */
const KEEP_MS = 3 * 60_000
/** Where somebody waits to listen in its place. */
const LINGER_MS = 3_000
/** More often than a quiet connection counts as lost (IMAP_DEADLINES.silenceMs). */
const NOOP_EVERY_MS = 45_000

export function createKeptConnection(parts: {
  purpose: Purpose
  places: ConnectionPlaces
  connect(): Promise<ImapFlow>
}): KeptConnection {
  const { purpose, places, connect } = parts
  let client: ImapFlow | undefined
  let last: Promise<unknown> = Promise.resolve()
  let running = 0
  let restsSince = 0

  function giveWay(): boolean {
    if (running > 0 || !client?.usable) return false
    client.close()
    return true
  }

  /** A listener can wait a little: one act seldom comes alone. */
  function lingerLess(): void {
    setTimeout(() => places.wanted() && giveWay(), LINGER_MS).unref()
  }

  async function open(): Promise<ImapFlow> {
    const fresh = await places.connect(purpose, connect, giveWay)
    const timer = setInterval(() => {
      if (running === 0 && performance.now() - restsSince > KEEP_MS) fresh.close()
      // A use may wait for something else than the server.
      else fresh.noop().catch(() => {})
    }, NOOP_EVERY_MS)
    timer.unref()
    fresh.once('close', () => clearInterval(timer))
    client = fresh
    return fresh
  }

  async function runOver<T>(use: (client: ImapFlow) => Promise<T>, mayRepeat: () => boolean): Promise<T> {
    const kept = client?.usable ? client : undefined
    const first = kept ?? (await open())
    try {
      return await speak(first, use)
    } catch (error) {
      if (error instanceof MailError && isLost(error)) first.close()
      if (first !== kept || kept.usable || !mayRepeat()) throw error
      return speak(await open(), use)
    }
  }

  return {
    run(use, mayRepeat = () => true) {
      running += 1
      const turn = last
        .then(() => runOver(use, mayRepeat))
        .finally(() => {
          running -= 1
          restsSince = performance.now()
          if (places.wanted('listen')) giveWay()
          else if (places.wanted()) lingerLess()
        })
      last = turn.catch(() => {})
      return turn
    },
    reopen: open,
    isWanted: () => places.wanted(purpose),
    async makeRoom(over) {
      if (!places.wanted(purpose)) return over
      over.close()
      return open()
    },
    async close() {
      client?.close()
      await last
    },
  }
}

function isLost({ code }: MailError): boolean {
  return code === 'connection-lost' || code === 'timed-out'
}
