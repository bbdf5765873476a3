import { type EngineHandlers, engineContract } from '../../../shared/contract.ts'
import type { MailError } from '../../../shared/errors.ts'

/** Answers every call with the reason why there is no engine, so that the page can say it. */
export function failingHandlers(error: MailError): EngineHandlers {
  const fail = (): never => {
    throw error
  }
  const names = Object.keys(engineContract.procedures)
  return Object.fromEntries(names.map((name) => [name, fail])) as Record<keyof EngineHandlers, () => never>
}
