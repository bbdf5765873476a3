import { type BrowserWindow, clipboard, dialog, shell } from 'electron'
import type { LinkMode } from '../../shared/models/link-mode.ts'
import { type LinkRequest, linkQuestion } from './link-question.ts'
import type { Words } from './words.ts'

/** @returns whether it was opened. */
export async function openLink(
  request: LinkRequest,
  mode: LinkMode,
  window: BrowserWindow | undefined,
  say: Words,
): Promise<boolean> {
  const question = linkQuestion(request, mode, say)
  if (question === undefined || window === undefined) return false
  const { link, original, detail, isSuspicious, mayBeSkipped } = question
  if (mayBeSkipped && window.isFocused()) {
    await shell.openExternal(link.href)
    return true
  }
  const choices = [
    { label: say.openLink, opens: link.href },
    ...(original === undefined ? [] : [{ label: say.openOriginal, opens: original.href }]),
    { label: say.copyLink, opens: null },
    { label: say.cancel, opens: null },
  ]
  const cancelId = choices.length - 1
  const { response } = await dialog.showMessageBox(window, {
    type: isSuspicious ? 'warning' : 'question',
    message: link.href.startsWith('mailto:') ? say.writeMailQuestion : say.openLinkQuestion,
    detail,
    buttons: choices.map(({ label }) => label),
    // Enter opens what nothing speaks against, and nothing else.
    defaultId: isSuspicious ? cancelId : 0,
    cancelId,
    noLink: true,
  })
  const chosen = choices[response]
  if (chosen?.label === say.copyLink) await clipboard.writeText(link.href)
  if (chosen === undefined || chosen.opens === null) return false
  await shell.openExternal(chosen.opens)
  return true
}
