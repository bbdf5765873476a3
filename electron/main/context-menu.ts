import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from './words.ts'

/** The menu at the pointer, which Electron leaves to the program: editing in fields, copying elsewhere. */
export function offerContextMenu(window: BrowserWindow, say: () => Words): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    const { cut, copy, paste, selectAll } = say()
    const editing: MenuItemConstructorOptions[] = [
      { role: 'cut', label: cut, enabled: editFlags.canCut },
      { role: 'copy', label: copy, enabled: editFlags.canCopy },
      { role: 'paste', label: paste, enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', label: selectAll, enabled: editFlags.canSelectAll },
    ]
    if (isEditable) Menu.buildFromTemplate(editing).popup({ window })
    else if (selectionText.trim() !== '')
      Menu.buildFromTemplate([{ role: 'copy', label: copy }]).popup({ window })
  })
}
