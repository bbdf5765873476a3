import { fork } from 'node:child_process'
import type { EngineContract } from '../../shared/contract.ts'
import type { MailFailure } from '../../shared/errors.ts'
import type { InputOf, OutputOf, ProcedureName } from '../../shared/serve.ts'
import { KEEP_WRAPPERS } from '../setup/keep-wrappers.ts'

/** As in the product, what is stored is encrypted. */
export const KEY = new Uint8Array(32).fill(7)

/** The engine has been killed before it answered: what was asked of it may have been done. */
export class Unanswered extends Error {}

export interface EngineProcess {
  /** @throws Unanswered; Error with the code of a failure. */
  call<N extends ProcedureName<EngineContract>>(
    name: N,
    input: InputOf<EngineContract, N>,
  ): Promise<OutputOf<EngineContract, N>>
  /** kill -9 */
  kill(): Promise<void>
}

type Answer = { id: number; value?: unknown; failure?: MailFailure }
type Waiting = { resolve(value: unknown): void; reject(error: Error): void }

export function startEngineProcess(dataDir: string, password: string): EngineProcess {
  const script = new URL('./run-engine.ts', import.meta.url)
  const execArgv = [KEEP_WRAPPERS]
  const child = fork(script, [dataDir, password], { serialization: 'advanced', execArgv })
  const waiting = new Map<number, Waiting>()
  let last = 0
  let isGone = false
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      isGone = true
      for (const { reject } of waiting.values()) reject(new Unanswered('the engine has ended'))
      resolve()
    })
  })
  child.on('message', ({ id, value, failure }: Answer) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (failure) call?.reject(new Error(failure.code))
    else call?.resolve(value)
  })
  child.on('error', () => {})
  return {
    call(name, input) {
      if (isGone) return Promise.reject(new Unanswered('the engine has ended'))
      last += 1
      const id = last
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
        child.send({ id, name, input }, () => {})
      })
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
