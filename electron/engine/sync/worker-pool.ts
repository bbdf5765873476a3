import { Worker } from 'node:worker_threads'
import { MailError } from '../../../shared/errors.ts'
import type { Log } from '../log/log.ts'
import type { IngestedMessage } from '../store/ingested-message.ts'
import { createSharedMemory, type SharedMemory } from './shared-memory.ts'

export interface WorkerTask {
  source: Uint8Array
  /** The source is zstd, as the store keeps it. */
  isCompressed: boolean
  recipients: readonly string[]
}

/** What is read first: what the user waits for, then what was fetched, then what is only read again. */
export type Rank = 'urgent' | 'fetched' | 'stored'
const ORDER: Record<Rank, number> = { urgent: 0, fetched: 1, stored: 2 }

/** 'ready' once; then one answer per task, in order. null: this mail could not be read. */
export type WorkerAnswer = 'ready' | { ingested: IngestedMessage | null }

export interface WorkerPool {
  /**
   * Answers null when the mail ends the worker that reads it (memory, time, a bug); the worker is replaced.
   *
   * @throws MailError 'cancelled' once stopped, 'internal' when workers cannot be started at all.
   */
  derive(task: WorkerTask, rank: Rank): Promise<IngestedMessage | null>
  stop(): Promise<void>
}

interface Job {
  task: WorkerTask
  rank: Rank
  resolve(ingested: IngestedMessage | null): void
  reject(error: MailError): void
}

interface Slot {
  worker: Worker
  ready: boolean
  /** Handed to the worker, oldest first. */
  jobs: Job[]
  memory: SharedMemory
  deadline: NodeJS.Timeout | undefined
}

/** A worker that answered has the next task at hand while the engine's thread is busy writing. */
const TASKS_AT_HAND = 3
/** Reading 50 MB takes two seconds; what takes so long as this will not end. */
const DEADLINE_MS = 30_000
/** What is not done by then when the program ends is not waited for. */
const PATIENCE_MS = 3_000
/**
 * A mail that needs more is an attack; its worker ends, and nothing else. What is read of a mail is dropped with
 * it, so a small nursery will do: 16 MB is as fast as no limit. The app's flags make it smaller still (shared/engine-flags.ts).
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }

export function createWorkerPool(options: {
  /** Built file or source of ingest-worker. */
  worker: URL
  size: number
  log: Log
  /** For tests, in ms. */
  deadlineMs?: number
}): WorkerPool {
  const { size, log, deadlineMs = DEADLINE_MS } = options
  const slots = new Set<Slot>()
  const waiting: Job[] = []
  let stopped = false

  function startSlot(): Slot {
    const worker = new Worker(options.worker, { resourceLimits: RESOURCE_LIMITS })
    const slot: Slot = { worker, ready: false, jobs: [], memory: createSharedMemory(), deadline: undefined }
    slots.add(slot)
    worker.unref()
    worker.on('message', (answer: WorkerAnswer) => onAnswer(slot, answer))
    // After 'error' comes 'exit', where the slot is replaced.
    worker.on('error', (error) => log.failure('worker-replaced', error))
    worker.on('exit', () => onExit(slot))
    return slot
  }

  function onAnswer(slot: Slot, answer: WorkerAnswer): void {
    if (answer === 'ready') {
      slot.ready = true
      watch(slot)
      return
    }
    slot.memory.giveBack()
    slot.jobs.shift()?.resolve(answer.ingested)
    watch(slot)
    dispatch()
  }

  /** Times the oldest task of a slot, the one its worker is busy with. */
  function watch(slot: Slot): void {
    clearTimeout(slot.deadline)
    if (slot.jobs.length === 0) slot.worker.unref()
    else slot.deadline = setTimeout(() => void slot.worker.terminate(), deadlineMs)
  }

  function onExit(slot: Slot): void {
    clearTimeout(slot.deadline)
    slots.delete(slot)
    const [culprit, ...others] = slot.jobs.splice(0)
    if (stopped) return
    // A worker that never came up says nothing about the mail it was given.
    if (slot.ready) culprit?.resolve(null)
    else culprit?.reject(new MailError('internal'))
    waiting.unshift(...others)
    dispatch()
  }

  function freeSlot(): Slot | undefined {
    const idlest = [...slots].sort((a, b) => a.jobs.length - b.jobs.length)[0]
    if (idlest?.jobs.length === 0) return idlest
    if (slots.size < size) return startSlot()
    return idlest && idlest.jobs.length < TASKS_AT_HAND ? idlest : undefined
  }

  function dispatch(): void {
    while (waiting.length > 0 && !stopped) {
      const slot = freeSlot()
      const job = slot && waiting.shift()
      if (!slot || !job) return
      slot.jobs.push(job)
      slot.worker.ref()
      const source = slot.memory.lend(job.task.source)
      slot.worker.postMessage({ ...job.task, source } satisfies WorkerTask)
      if (slot.jobs.length === 1) watch(slot)
    }
  }

  /**
   * After the tasks it has at hand. Ended in the middle of one, it may take the whole process with it: Node 24 fails an
   * assertion when a zstd stream is not yet set up.
   */
  async function end(worker: Worker): Promise<void> {
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    const timer = setTimeout(() => void worker.terminate(), PATIENCE_MS)
    worker.postMessage('end')
    await ended
    clearTimeout(timer)
  }

  return {
    derive(task, rank) {
      if (stopped) return Promise.reject(new MailError('cancelled'))
      return new Promise((resolve, reject) => {
        const later = waiting.findIndex((job) => ORDER[job.rank] > ORDER[rank])
        waiting.splice(later < 0 ? waiting.length : later, 0, { task, rank, resolve, reject })
        dispatch()
      })
    },
    async stop() {
      stopped = true
      const jobs = waiting.splice(0).concat([...slots].flatMap((slot) => slot.jobs))
      for (const job of jobs) job.reject(new MailError('cancelled'))
      await Promise.all([...slots].map(({ worker }) => end(worker)))
    },
  }
}
