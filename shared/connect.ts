import { createBirpc } from 'birpc'
import { MailError, mailFailureSchema } from './errors.ts'
import type { Port } from './port.ts'
import type {
  ClientFunctions,
  Contract,
  EventName,
  EventOf,
  InputOf,
  OutputOf,
  ProcedureName,
  ServerFunctions,
} from './serve.ts'

export interface Client<C extends Contract> {
  /** @throws MailError with the code and retry advice of the other side. */
  call<N extends ProcedureName<C>>(name: N, input: InputOf<C, N>): Promise<OutputOf<C, N>>
  /** Calls back for every event of that name until the returned function is called. */
  on<N extends EventName<C>>(name: N, listener: (payload: EventOf<C, N>) => void): () => void
  close(): void
}

/** The asking end of a contract: parses what it sends and what it gets, so neither side has to trust the other. */
export function connect<C extends Contract>(contract: C, port: Port): Client<C> {
  const listeners = new Map<string, Set<(payload: unknown) => void>>()

  function announce(name: string, payload: unknown): void {
    const parsed = contract.events[name]?.safeParse(payload)
    if (!parsed?.success) return
    for (const listener of listeners.get(name) ?? []) listener(parsed.data)
  }

  let stopListening = () => {}
  const rpc = createBirpc<ServerFunctions, ClientFunctions>(
    { announce },
    {
      post: (data) => port.post(data),
      on: (receive) => {
        stopListening = port.listen(receive)
      },
      off: () => stopListening(),
      // A first sync or a slow server may take minutes; the engine has deadlines of its own.
      timeout: -1,
    },
  )

  return {
    async call(name, input) {
      const procedure = contract.procedures[name]
      const parsed = procedure?.input.safeParse(input)
      if (procedure === undefined || !parsed?.success) throw new MailError('bad-request')
      const reply = await rpc.call(name, input)
      if (!reply.ok) {
        const failure = mailFailureSchema.parse(reply.error)
        throw new MailError(failure.code, { retry: failure.retry })
      }
      return procedure.output.parse(reply.value) as never
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known)
      known.add(listener as (payload: unknown) => void)
      return () => known.delete(listener as (payload: unknown) => void)
    },
    close: () => rpc.$close(),
  }
}
