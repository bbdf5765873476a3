import { createBirpc } from 'birpc'
import type { z } from 'zod'
import { MailError, toMailFailure } from './errors.ts'
import type { Port } from './port.ts'

export interface Procedure<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  input: Input
  output: Output
}

/** Every border crossing of one pair of processes: what may be asked, what may be announced. */
export interface Contract {
  procedures: Record<string, Procedure>
  events: Record<string, z.ZodType>
}

export type ProcedureName<C extends Contract> = keyof C['procedures'] & string
export type EventName<C extends Contract> = keyof C['events'] & string
export type InputOf<C extends Contract, N extends ProcedureName<C>> = z.input<C['procedures'][N]['input']>
export type ParsedInputOf<C extends Contract, N extends ProcedureName<C>> = z.output<
  C['procedures'][N]['input']
>
export type OutputOf<C extends Contract, N extends ProcedureName<C>> = z.output<C['procedures'][N]['output']>
export type EventOf<C extends Contract, N extends EventName<C>> = z.output<C['events'][N]>

export type Handlers<C extends Contract> = {
  [N in ProcedureName<C>]: (input: ParsedInputOf<C, N>) => Promise<OutputOf<C, N>> | OutputOf<C, N>
}

export type Reply = { ok: true; value: unknown } | { ok: false; error: unknown }

/** What travels from the asking side. */
export type ServerFunctions = { call(name: string, input: unknown): Promise<Reply> }
/** What travels back unasked. */
export type ClientFunctions = { announce(name: string, payload: unknown): void }

export interface Served<C extends Contract> {
  announce<N extends EventName<C>>(name: N, payload: EventOf<C, N>): void
  close(): void
}

/**
 * The answering end of a contract. Inputs and outputs are parsed here, so no handler can be reached with a
 * value of another shape, and whatever a handler throws leaves as `{ code, retry }` and nothing more.
 *
 * @param onFailure sees the real error, in this process only (for a log of codes and stacks).
 */
export function serve<C extends Contract>(
  contract: C,
  port: Port,
  handlers: Handlers<C>,
  onFailure: (procedure: string, error: unknown) => void = () => {},
): Served<C> {
  async function call(name: string, input: unknown): Promise<Reply> {
    try {
      if (!Object.hasOwn(contract.procedures, name)) throw new MailError('bad-request')
      const procedure = contract.procedures[name]
      const handler = handlers[name as ProcedureName<C>]
      if (procedure === undefined) throw new MailError('bad-request')
      const parsed = procedure.input.safeParse(input)
      if (!parsed.success) throw new MailError('bad-request', { cause: parsed.error })
      const value = await handler(parsed.data as ParsedInputOf<C, ProcedureName<C>>)
      return { ok: true, value: procedure.output.parse(value) }
    } catch (error) {
      onFailure(name, error)
      return { ok: false, error: toMailFailure(error) }
    }
  }

  let stopListening = () => {}
  const rpc = createBirpc<ClientFunctions, ServerFunctions>(
    { call },
    {
      eventNames: ['announce'],
      post: (data) => port.post(data),
      on: (receive) => {
        stopListening = port.listen(receive)
      },
      off: () => stopListening(),
      timeout: -1,
    },
  )
  return {
    announce(name, payload) {
      void rpc.announce(name, contract.events[name]?.parse(payload))
    },
    close: () => rpc.$close(),
  }
}
