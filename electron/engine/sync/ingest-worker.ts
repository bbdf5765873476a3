/** Entry of a worker thread: reads and judges strangers' mail, away from the database and the sockets. */
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { deriveAgain, deriveMessage } from './derive-message.ts'
import type { WorkerAnswer, WorkerTask } from './worker-pool.ts'

function answer(message: WorkerAnswer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

parentPort?.on('message', (task: WorkerTask | 'end') => {
  if (task === 'end') {
    parentPort?.close()
    return
  }
  const { source, isCompressed, recipients } = task
  try {
    const ingested = isCompressed ? deriveAgain(source, recipients) : deriveMessage(source, recipients)
    const { packedBody, compressedSource } = ingested
    answer({ ingested }, [packedBody.buffer, ...(compressedSource ? [compressedSource.buffer] : [])])
  } catch {
    // The error's message may quote the mail: only that there was one leaves the thread.
    answer({ ingested: null })
  }
})

// Of the thread alone, on Linux: whoever waits for the engine has the processor first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

answer('ready')
