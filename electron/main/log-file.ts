import { appendFileSync, renameSync, statSync } from 'node:fs'

const LARGEST = 1_000_000

/** What the shell notes for a report of a bug. A field can hold no text, so no log holds mail. */
export type ShellLog = (
  event:
    | 'started'
    | 'start-failed'
    | 'engine-started'
    | 'engine-ended'
    | 'page-gone'
    | 'page-refused'
    | 'procedure-failed',
  fields?: Record<string, number | boolean>,
  error?: unknown,
) => void

/** Appends one JSON line per event; keeps the last two files of a megabyte. A full disk silences it. */
export function openLogFile(file: string): ShellLog {
  return (event, fields = {}, error) => {
    const line = JSON.stringify({ time: new Date().toISOString(), event, ...fields, ...describeError(error) })
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) renameSync(file, `${file}.old`)
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch {
      // Nowhere to say it.
    }
  }
}

/** Kind and place of an error. Its message may quote a mail or a server, so it stays out. */
function describeError(error: unknown): { error?: string; stack?: string[] } {
  if (!(error instanceof Error)) return {}
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return { error: error.name, stack: frames.slice(0, 8).map((line) => line.trim()) }
}
