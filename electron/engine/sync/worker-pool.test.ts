import { readdirSync, readFileSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { silentLog } from '../log/log.ts'
import { createWorkerPool, type Rank } from './worker-pool.ts'

vi.setConfig({ testTimeout: 30_000 })

const realWorker = new URL('./ingest-worker.ts', import.meta.url)

/** A worker that does with a mail what its first word says. */
const actingWorker = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (task) => {
      if (task === 'end') return parentPort.close()
      const { source } = task
      const word = new TextDecoder().decode(source).split(' ')[0]
      if (word === 'hang') for (;;);
      if (word === 'exit') process.exit(1)
      if (word === 'throw') throw new Error('bad mail')
      if (word === 'eat') { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)) }
      parentPort.postMessage({ ingested: { word } })
    })
    parentPort.postMessage('ready')`)}`,
)

function open(worker: URL, deadlineMs?: number, size = 2) {
  const options = deadlineMs === undefined ? {} : { deadlineMs }
  const pool = createWorkerPool({ worker, size, log: silentLog, ...options })
  onTestFinished(() => pool.stop())
  const derive = (text: string, rank: Rank = 'fetched') => {
    const source = new TextEncoder().encode(text)
    return pool.derive({ source, isCompressed: false, recipients: [] }, rank)
  }
  return { pool, derive }
}

/** Linux: how far each thread of this process gives way to others, ordered. */
function niceness(): number[] {
  const threads = readdirSync('/proc/self/task')
  // After the name, which may hold anything: state is the third field, nice the nineteenth (proc_pid_stat(5)).
  const statOf = (id: string) => readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ').at(-1) ?? ''
  return threads.map((id) => Number(statOf(id).split(' ')[16])).sort((a, b) => a - b)
}

test.runIf(process.platform === 'linux')('who reads mail gives way to who answers the page', async () => {
  const before = niceness()
  const { derive } = open(realWorker, undefined, 2)
  await Promise.all([derive('Subject: a\r\n\r\n'), derive('Subject: b\r\n\r\n')])
  const lower = (all: number[]) => all.filter((nice) => nice > 0).length
  expect(lower(niceness()) - lower(before)).toBe(2)
})

test('many mails are read, each answer belonging to its own', async () => {
  const { derive } = open(realWorker)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => derive(`Subject: Mail ${n}\r\n\r\nText`)),
  )
  expect(answers.map((answer) => answer?.parsed.subject)).toEqual(answers.map((_, n) => `Mail ${n}`))
})

for (const word of ['hang', 'exit', 'throw', 'eat']) {
  test(`a mail that makes its worker ${word} harms no other`, async () => {
    const { derive } = open(actingWorker, 2_000)
    const mails = ['a', 'b', word, 'c', 'd', 'e', 'f', 'g', 'h']
    const answers = await Promise.all(mails.map((mail) => derive(`${mail} .`)))
    expect(answers.map((answer) => answer && Reflect.get(answer, 'word'))).toEqual(
      mails.map((mail) => (mail === word ? null : mail)),
    )
  })
}

test('what the user waits for is read before what was fetched, and that before what is read again', async () => {
  const { derive } = open(actingWorker, undefined, 1)
  const order: string[] = []
  const read = (mail: string, rank: Rank) => derive(`${mail} .`, rank).then(() => order.push(mail))
  const all = Array.from({ length: 20 }, (_, n) => read(`old${n}`, 'stored'))
  all.push(read('new0', 'fetched'), read('new1', 'fetched'), read('open', 'urgent'))
  await Promise.all(all)
  // Three were already in the worker's hands.
  expect(order.slice(0, 7)).toEqual(['old0', 'old1', 'old2', 'open', 'new0', 'new1', 'old3'])
})

test('a worker that can’t be started is no fault of the mail', async () => {
  const { derive } = open(new URL('data:text/javascript,throw new Error("no such module")'))
  await expect(derive('a .')).rejects.toMatchObject({ code: 'internal' })
})

test('stopping ends what waits', async () => {
  const { pool, derive } = open(actingWorker)
  const waiting = derive('hang .')
  waiting.catch(() => {})
  await pool.stop()
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  await expect(derive('a .')).rejects.toMatchObject({ code: 'cancelled' })
})
