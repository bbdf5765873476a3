import { MailError, type MailErrorCode } from '../../../shared/errors.ts'

/**
 * A log file is read by strangers: support, a crash report, another program. So a field is a number, a
 * boolean, an id (a number to the compiler) or one of our own error codes; a `string` does not type-check,
 * and with it no subject, address or server message can get in.
 */
export type LogValue = number | boolean | MailErrorCode
export type LogFields = Readonly<Record<string, LogValue>>

/** Names of what happened are a closed list too, or a name would be the way in. */
export type LogEvent =
  | 'engine-started'
  | 'engine-stopped'
  | 'procedure-failed'
  | 'sync-started'
  | 'sync-finished'
  | 'sync-failed'
  | 'folder-synced'
  | 'folder-failed'
  | 'bodies-downloaded'
  | 'download-resumed'
  | 'body-skipped'
  | 'attachment-left'
  | 'ingest-failed'
  | 'worker-replaced'
  | 'rejudged'
  | 'rejudge-failed'
  | 'threaded'
  | 'threading-failed'
  | 'operation-failed'

export interface Log {
  info(event: LogEvent, fields?: LogFields): void
  /** Keeps the code (ours, or Node's such as ECONNRESET) and the stack's places, never the message. */
  failure(event: LogEvent, error: unknown, fields?: LogFields): void
}

const NODE_ERROR_CODE = /^[A-Z][A-Z0-9_]{1,60}$/
// "    at name (file:///…:1:2)": whatever a message smuggled in between does not look like this.
const STACK_PLACE = /^ {4}at [\w$.<>[\] ]*\(?(?:file:\/\/|node:|\/|[A-Z]:\\)[^\s()]*:\d+:\d+\)?$/

function codeOf(error: unknown): string {
  if (error instanceof MailError) return error.code
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && NODE_ERROR_CODE.test(code) ? code : 'internal'
}

function placesOf(error: unknown): string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return []
  const afterMessage = error.stack.slice(error.stack.lastIndexOf(error.message) + error.message.length)
  return afterMessage
    .split('\n')
    .filter((line) => STACK_PLACE.test(line))
    .map((line) => line.trim().slice(0, 300))
}

/** @param write gets one line of JSON at a time, without its line break. */
export function createLog(write: (line: string) => void, clock: { now(): number }): Log {
  const put = (level: 'info' | 'failure', event: LogEvent, rest: object) =>
    write(JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...rest }))
  return {
    info: (event, fields = {}) => put('info', event, fields),
    failure(event, error, fields = {}) {
      const cause = error instanceof Error && error.cause !== undefined ? { cause: codeOf(error.cause) } : {}
      put('failure', event, { ...fields, error: codeOf(error), ...cause, places: placesOf(error) })
    },
  }
}

export const silentLog: Log = { info() {}, failure() {} }
