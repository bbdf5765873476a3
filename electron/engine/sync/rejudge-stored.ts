import { setImmediate as nextTurn } from 'node:timers/promises'
import { MailError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/models/account.ts'
import type { JudgementState } from '../../../shared/models/judgement.ts'
import type { Log } from '../log/log.ts'
import { MAX_SOURCE_BYTES } from '../network/open-imap.ts'
import { PARSER_VERSION } from '../parse/parse-message.ts'
import { listAccounts } from '../store/accounts.ts'
import { saveIngested, saveJudged } from '../store/bodies.ts'
import { listIdentities } from '../store/identities.ts'
import type { IngestedMessage } from '../store/ingested-message.ts'
import type { Store } from '../store/open-store.ts'
import { countOutdated, listOutdated, type OutdatedMail, passOver } from '../store/rejudge.ts'
import { getCompressedSource } from '../store/sources.ts'
import { ANALYSER_VERSION } from '../trackers/analyse-message.ts'
import type { Announce } from './account-session.ts'
import { createThrottle } from './throttle.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface Rejudging {
  state(): JudgementState
  /** Settles when nothing of it touches the store any more; never rejects. */
  ended: Promise<void>
}

const current = { parser: PARSER_VERSION, analyser: ANALYSER_VERSION }
/** Read at once: enough for every worker, few enough that what comes meanwhile hardly waits. */
const BATCH_MAILS = 12
const BATCH_BYTES = 12 * 1024 * 1024
/** How long the page's calls may have to wait; a sync that writes at the same time takes its own 10 ms. */
const TURN_MS = 5
/** Often enough for somebody who watches. */
const NEWS_MS = 300

/**
 * Reads and judges again what older versions of Curtain stored, newest first and without a server, until none is
 * left or the signal says so. What is left is in the store, so the next start goes on with it.
 */
export function rejudgeStored(parts: {
  store: Store
  pool: WorkerPool
  log: Log
  announce: Announce
  signal: AbortSignal
}): Rejudging {
  const { store, pool, log, announce, signal } = parts
  const news = createThrottle<'state'>(NEWS_MS)
  let state: JudgementState = { done: 0, total: 0 }
  let identities = new Map<AccountId, string[]>()

  function report(done: number, total: number): void {
    state = { done, total }
    news.run('state', () => announce('judgement.state', state))
  }

  function nextBatch(): OutdatedMail[] {
    const outdated = listOutdated(store.read, current, BATCH_MAILS)
    let bytes = 0
    return outdated.filter(({ size }, at) => {
      bytes += size
      return at === 0 || bytes <= BATCH_BYTES
    })
  }

  async function derive({ messageId, accountId, size }: OutdatedMail): Promise<IngestedMessage | null> {
    const source = getCompressedSource(store.read, messageId)
    const recipients = identities.get(accountId)
    if (source === undefined || recipients === undefined) return null
    const derived = await pool.derive({ source, isCompressed: true, recipients }, 'stored')
    if (derived && size > MAX_SOURCE_BYTES) derived.parsed.truncated = true
    return derived
  }

  function save({ messageId, parser }: OutdatedMail, derived: IngestedMessage | null): void {
    try {
      store.write((db) => {
        if (derived === null) passOver(db, messageId, current)
        else if (parser === current.parser) saveJudged(db, messageId, derived)
        else saveIngested(db, messageId, derived)
      })
    } catch (error) {
      if (error instanceof MailError) throw error
      log.failure('rejudge-failed', error, { message: messageId })
      store.write((db) => passOver(db, messageId, current))
    }
  }

  async function run(): Promise<void> {
    const total = countOutdated(store.read, current)
    if (total === 0) return
    let done = 0
    report(done, total)
    identities = new Map(
      listAccounts(store.read).map((account) => [account.id, listIdentities(store.read, account)]),
    )
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      const derived = await Promise.all(batch.map(derive))
      let begun = performance.now()
      for (const [at, mail] of batch.entries()) {
        signal.throwIfAborted()
        save(mail, derived[at] ?? null)
        done += 1
        announce('message.changed', { messageId: mail.messageId })
        report(done, Math.max(done, total))
        if (performance.now() - begun < TURN_MS) continue
        await nextTurn()
        begun = performance.now()
      }
    }
    log.info('rejudged', { count: done })
  }

  // Not before the engine is there to be listened to.
  const ended = nextTurn()
    .then(run)
    .catch((error) => {
      if (!signal.aborted) log.failure('rejudge-failed', error)
    })
    .finally(() => {
      if (state.total > 0) report(0, 0)
      news.flush()
    })
  return { state: () => state, ended }
}
