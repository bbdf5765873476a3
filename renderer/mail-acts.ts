import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { EngineClient } from '../shared/contract.ts'
import type { MailFailure } from '../shared/errors.ts'
import type { Act, UndoId } from '../shared/models/operation.ts'
import { useEngine } from './engine-client.ts'
import { mailErrorOf } from './engine-queries.ts'
import { type ActedMail, mailsOf, showAtOnce } from './shown-mails.ts'

/** One act of the user, as the page tells of it. */
export interface Done {
  id: number
  act: Act
  mails: readonly ActedMail[]
  /** Whether it is about taking the act back. */
  isUndoing: boolean
  /** Why it was not done after all. */
  failure: MailFailure | null
  /** Nothing can bring back what was deleted for ever. */
  canUndo: boolean
}

export interface MailActs {
  /** Shown at once; what it did is in `done`. */
  act(mails: readonly ActedMail[], act: Act): void
  /** Without a word, and not to be undone. */
  actQuietly(mails: readonly ActedMail[], act: Act): void
  /** Takes back the last act that can be. */
  undo(): void
  /** The last thing that happened, until it is dismissed. */
  done: Done | null
  dismiss(): void
}

/** As far back as anybody remembers. */
const MOST_REMEMBERED = 50

/** Mails that the contract lets one act concern. */
const MOST_AT_ONCE = 10_000

let number = 0

interface Remembered {
  done: Done
  undos: Promise<UndoId[]>
}

/**
 * What the user does to mails, each act with its way back.
 *
 * @param onBack the mails are where they were: the act was taken back, or refused.
 */
export function useMailActs(onBack: (mails: readonly ActedMail[], act: Act) => void): MailActs {
  const engine = useEngine()
  const queries = useQueryClient()
  const [done, setDone] = useState<Done | null>(null)
  const history = useRef<Remembered[]>([])

  function act(mails: readonly ActedMail[], act: Act): void {
    if (mails.length === 0) return
    number += 1
    const canUndo = act.kind !== 'delete'
    const now: Done = { id: number, act, mails, isUndoing: false, failure: null, canUndo }
    const answered = perform(engine, queries, mails, act, false)
    const undos = answered.then(({ undos }) => undos)
    setDone(now)
    if (canUndo) history.current = [...history.current.slice(1 - MOST_REMEMBERED), { done: now, undos }]
    void answered.then(({ failure, undos }) => {
      if (undos.length === 0) history.current = history.current.filter((one) => one.done !== now)
      if (failure !== null) {
        setDone({ ...now, failure, canUndo: false })
        onBack(mails, act)
      } else if (undos.length === 0) setDone((shown) => (shown === now ? { ...now, canUndo: false } : shown))
    })
  }

  async function undo(): Promise<void> {
    const last = history.current.pop()
    if (last === undefined) return
    number += 1
    const undone: Done = { ...last.done, id: number, isUndoing: true, canUndo: false }
    const undos = (await last.undos).toReversed()
    // It was refused, and the page told so.
    if (undos.length === 0) return
    const answers = await Promise.allSettled(undos.map((undo) => engine.call('message.undo', { undo })))
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
    // Of mails from several folders, some may have gone elsewhere since.
    if (refusals.length === answers.length) {
      const { code, retry } = mailErrorOf(refusals[0])
      setDone({ ...undone, failure: { code, retry } })
      return
    }
    setDone(undone)
    await queries.invalidateQueries({ queryKey: ['messages'] })
    onBack(last.done.mails, last.done.act)
  }

  return {
    act,
    actQuietly: (mails, act) => void perform(engine, queries, mails, act, true),
    undo: () => void undo(),
    done,
    dismiss: () => setDone(null),
  }
}

/** One act may concern mails of several folders; the engine is told of each folder by itself. */
async function perform(
  engine: EngineClient,
  queries: QueryClient,
  mails: readonly ActedMail[],
  act: Act,
  quiet: boolean,
): Promise<{ undos: UndoId[]; failure: MailFailure | null }> {
  const undos: UndoId[] = []
  const refetch = await showAtOnce(queries, mails, act)
  try {
    for (const [folderId, inFolder] of Map.groupBy(mails, (mail) => mail.folderId)) {
      const all = inFolder.flatMap((mail) => mailsOf(mail, act))
      for (let start = 0; start < all.length; start += MOST_AT_ONCE) {
        const messageIds = all.slice(start, start + MOST_AT_ONCE)
        const asked = { messageIds, folderId, act, ...(quiet && { quiet }) }
        const { undo } = await engine.call('message.act', asked)
        if (undo !== null) undos.push(undo)
      }
    }
    refetch()
    return { undos, failure: null }
  } catch (error) {
    const { code, retry } = mailErrorOf(error)
    for (const key of ['messages', 'message']) void queries.invalidateQueries({ queryKey: [key] })
    return { undos, failure: { code, retry } }
  }
}
