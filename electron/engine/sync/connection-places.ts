import { setTimeout as pause } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { MailError } from '../../../shared/errors.ts'
import { isConnectionLimit } from '../network/network-error.ts'

/**
 * What a connection is for, the most urgent first: the user waits for a mail, an act waits, the user waits for what a
 * search finds, a sync, listening for news.
 */
const PURPOSES = ['open', 'act', 'search', 'sync', 'listen'] as const
export type Purpose = (typeof PURPOSES)[number]

interface Holder {
  purpose: Purpose
  giveWay(): boolean
}

/** The places for connections to one account: one for each purpose, but four at most, fewer when the server refuses more. */
export interface ConnectionPlaces {
  /**
   * Waits for a place, which is free again when the connection is closed.
   *
   * @param giveWay closes the connection if it can be spared; called when something more urgent waits.
   * @throws MailError what `open` threw, or 'cancelled' when the places were closed.
   */
  connect(purpose: Purpose, open: () => Promise<ImapFlow>, giveWay?: () => boolean): Promise<ImapFlow>
  /** Whether something more urgent than this, or anything at all, waits for a place. */
  wanted(by?: Purpose): boolean
  close(): void
}

/** A search, which is rare, takes the place of what rests or listens. */
const MOST = 4
/** After so long the server is asked again for as many. */
const HUMBLE_MS = 30 * 60_000
const LATE_MS = 5_000
const TRIES = 4

export function createConnectionPlaces(now = () => performance.now()): ConnectionPlaces {
  const holders = new Set<Holder>()
  let waiting: (Holder & PromiseWithResolvers<void>)[] = []
  let refused: { limit: number; at: number } = { limit: MOST, at: 0 }
  let lastLeft = Number.NEGATIVE_INFINITY
  let closed = false

  const most = () => (now() - refused.at < HUMBLE_MS ? refused.limit : MOST)
  const isBefore = (a: Purpose, b: Purpose) => PURPOSES.indexOf(a) < PURPOSES.indexOf(b)

  function enter(holder: Holder): Promise<void> {
    if (closed) throw new MailError('cancelled')
    const turn = Object.assign(holder, Promise.withResolvers<void>())
    waiting.push(turn)
    waiting.sort((a, b) => PURPOSES.indexOf(a.purpose) - PURPOSES.indexOf(b.purpose))
    admit()
    if (waiting.includes(turn)) makeRoom(holder.purpose)
    return turn.promise
  }

  function admit(): void {
    while (holders.size < most()) {
      const next = waiting.shift()
      if (next === undefined) return
      holders.add(next)
      next.resolve()
    }
  }

  /** What rests can be spared, and then the listener. */
  function makeRoom(purpose: Purpose): void {
    const [listeners, others] = [true, false].map((listens) =>
      [...holders].filter((holder) => (holder.purpose === 'listen') === listens),
    )
    const spared = purpose === 'listen' ? others : [...(others ?? []), ...(listeners ?? [])]
    for (const holder of spared ?? []) if (holder.giveWay()) return
  }

  /** A server may still count a connection that was closed a moment ago. */
  async function openPatiently(open: () => Promise<ImapFlow>): Promise<ImapFlow> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await open()
      } catch (error) {
        const isLate = isConnectionLimit(error) && now() - lastLeft < LATE_MS
        if (!isLate || closed || tries > TRIES) throw error
        await pause(tries * 200, undefined, { ref: false })
      }
    }
  }

  return {
    async connect(purpose, open, giveWay = () => false) {
      for (;;) {
        const holder: Holder = { purpose, giveWay }
        await enter(holder)
        const leave = () => {
          lastLeft = now()
          holders.delete(holder)
          admit()
        }
        try {
          const client = await openPatiently(open)
          client.once('close', leave)
          if (client.isClosed) leave()
          return client
        } catch (error) {
          const others = holders.size - 1
          const tooMany = others > 0 && isConnectionLimit(error)
          if (tooMany) refused = { limit: others, at: now() }
          leave()
          if (!tooMany) throw error
        }
      }
    },
    wanted: (by) => waiting.some(({ purpose }) => by === undefined || isBefore(purpose, by)),
    close() {
      closed = true
      for (const { reject } of waiting) reject(new MailError('cancelled'))
      waiting = []
    },
  }
}
