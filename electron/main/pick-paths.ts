import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { PathQuestion } from '../../shared/models/path-question.ts'
import { safeFilename } from './safe-filename.ts'

/** Lets the user choose files for the engine to read, or a name for it to write to. Empty: nothing was chosen. */
export async function pickPaths(
  question: PathQuestion,
  window: BrowserWindow | undefined,
): Promise<string[]> {
  if (window === undefined) return []
  if (question.kind === 'save') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: join(app.getPath('downloads'), safeFilename(question.name)),
      showsTagField: false,
    })
    return canceled || filePath === '' ? [] : [filePath]
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: question.kind === 'folder' ? ['openDirectory'] : ['openFile', 'multiSelections'],
  })
  return canceled ? [] : filePaths
}
