/** What the program asked of the shell of the operating system, for tests to read and to answer. */

export type Asked =
  | { kind: 'open-external'; url: string }
  | { kind: 'copied'; text: string }
  | { kind: 'message-box'; message: string; detail: string; buttons: string[] }
  | { kind: 'save-dialog'; defaultPath: string }
  | { kind: 'open-dialog'; properties: string[] }
  | { kind: 'error-box'; title: string; content: string }

/** What a test lets the user answer to the next dialogs. Without an answer a dialog is cancelled. */
export type Answer =
  | { kind: 'message-box'; button: number }
  | { kind: 'save-dialog'; path: string }
  | { kind: 'open-dialog'; paths: string[] }

/** From the test, or the demo, to the stand-in it forked. */
export type ToStandIn =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'menu'; label: string }
  /** The machine woke from sleep. */
  | { kind: 'resume' }
  | { kind: 'quit' }

/** From the stand-in to who forked it. */
export type FromStandIn =
  | { kind: 'asked'; asked: Asked }
  /** The window is there; `endpoint` is for any client of the DevTools protocol. */
  | { kind: 'window'; endpoint: string | null }

const answers: Answer[] = []

export function tell(message: FromStandIn): void {
  process.send?.(message)
}

export function recordAsked(asked: Asked): void {
  tell({ kind: 'asked', asked })
}

export function putAnswer(answer: Answer): void {
  answers.push(answer)
}

/** The answer that a test left for this kind of dialog. */
export function takeAnswer<K extends Answer['kind']>(kind: K): Extract<Answer, { kind: K }> | undefined {
  const at = answers.findIndex((answer) => answer.kind === kind)
  return at === -1 ? undefined : (answers.splice(at, 1)[0] as Extract<Answer, { kind: K }>)
}
