import { recordAsked, takeAnswer } from './asked.ts'
import { state } from './state.ts'
import { strict } from './strict.ts'

type WithWindow<Options> = [options: Options] | [window: unknown, options: Options]

/**
 * The operating system's dialogs. A test's answer comes first; a person at a visible window is asked there;
 * with neither the dialog is cancelled.
 */
export const dialog = strict('dialog', {
  async showMessageBox(...given: WithWindow<Electron.MessageBoxOptions>) {
    const { message, detail = '', buttons = [], cancelId = 0 } = optionsOf(given)
    recordAsked({ kind: 'message-box', message, detail, buttons })
    const answer = takeAnswer('message-box')
    if (answer !== undefined) return { response: answer.button, checkboxChecked: false }
    const agreed = await confirm(`${message}\n\n${detail}`)
    return { response: agreed ? 0 : cancelId, checkboxChecked: false }
  },

  async showSaveDialog(...given: WithWindow<Electron.SaveDialogOptions>) {
    const { defaultPath = '' } = optionsOf(given)
    recordAsked({ kind: 'save-dialog', defaultPath })
    const answer = takeAnswer('save-dialog')
    if (answer !== undefined) return { canceled: false, filePath: answer.path }
    const agreed = await confirm(`Save as ${defaultPath}?`)
    return { canceled: !agreed, filePath: agreed ? defaultPath : '' }
  },

  /** No file can be chosen here but by a test. */
  async showOpenDialog(...given: WithWindow<Electron.OpenDialogOptions>) {
    recordAsked({ kind: 'open-dialog', properties: optionsOf(given).properties ?? [] })
    const filePaths = takeAnswer('open-dialog')?.paths ?? []
    return { canceled: filePaths.length === 0, filePaths }
  },

  showErrorBox(title: string, content: string) {
    recordAsked({ kind: 'error-box', title, content })
    console.error(`${title}\n${content}`)
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'>)

export const clipboard = strict('clipboard', {
  async writeText(text: string) {
    recordAsked({ kind: 'copied', text })
  },
} satisfies Pick<Electron.Clipboard, 'writeText'>)

export const shell = strict('shell', {
  /** Recorded and said, never opened: the stand-in starts no other program. */
  async openExternal(url: string) {
    recordAsked({ kind: 'open-external', url })
    console.log(`Curtain would open in your browser: ${url}`)
  },
} satisfies Pick<Electron.Shell, 'openExternal'>)

function optionsOf<Options>(given: WithWindow<Options>): Options {
  return given.length === 1 ? given[0] : given[1]
}

async function confirm(text: string): Promise<boolean> {
  const [window] = state.windows
  return state.headed && window !== undefined ? window.confirm(text) : false
}
