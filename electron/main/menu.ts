import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { ShellCommand } from './connect-page.ts'
import { type Language, words } from './words.ts'

/** The application menu in that language. What concerns mail is carried out by the page. */
export function showMenu(language: Language, run: (command: ShellCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(language, run, process.platform === 'darwin')))
}

function menuTemplate(
  language: Language,
  run: (command: ShellCommand) => void,
  mac: boolean,
): MenuItemConstructorOptions[] {
  const say = words[language]
  const command = (label: string, name: ShellCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => run(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const settings = command(say.settings, 'settings', 'CmdOrCtrl+,')

  return [
    ...(mac
      ? [
          {
            label: 'Curtain',
            submenu: [
              { role: 'about', label: say.about },
              separator,
              settings,
              separator,
              { role: 'hide', label: say.hide },
              separator,
              { role: 'quit', label: say.quit },
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    {
      label: say.file,
      submenu: [
        command(say.sync, 'sync', 'F5'),
        command(say.addAccount, 'add-account'),
        separator,
        command(say.importMail, 'import'),
        command(say.exportMail, 'export'),
        separator,
        command(say.print, 'print', 'CmdOrCtrl+P'),
        ...(mac ? [] : [separator, settings]),
        separator,
        mac ? { role: 'close', label: say.closeWindow } : { role: 'quit', label: say.quit },
      ],
    },
    {
      label: say.edit,
      submenu: [
        { role: 'undo', label: say.undo },
        { role: 'redo', label: say.redo },
        separator,
        { role: 'cut', label: say.cut },
        { role: 'copy', label: say.copy },
        { role: 'paste', label: say.paste },
        { role: 'selectAll', label: say.selectAll },
        separator,
        command(say.search, 'search', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: say.message,
      submenu: [
        command(say.loadImages, 'load-images', 'CmdOrCtrl+Shift+L'),
        separator,
        command(say.nextMessage, 'next-message', 'Alt+Down'),
        command(say.previousMessage, 'previous-message', 'Alt+Up'),
        separator,
        // Their keys are single letters, which a menu would take away from text fields: the page listens for them.
        command(say.archive, 'archive'),
        command(say.delete, 'delete'),
        command(say.junk, 'junk'),
        command(say.move, 'move'),
        command(say.copyTo, 'copy'),
        separator,
        command(say.star, 'star'),
        command(say.markRead, 'mark-read'),
        command(say.markUnread, 'mark-unread'),
        separator,
        command(say.undoAct, 'undo-act'),
      ],
    },
    {
      label: say.view,
      submenu: [
        { role: 'resetZoom', label: say.actualSize },
        { role: 'zoomIn', label: say.zoomIn },
        { role: 'zoomOut', label: say.zoomOut },
        separator,
        { role: 'togglefullscreen', label: say.fullScreen },
        ...(import.meta.env.DEV ? [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    { label: say.window, role: 'window', submenu: [{ role: 'minimize', label: say.minimise }] },
    {
      label: say.help,
      role: 'help',
      submenu: [command(say.keyboardHelp, 'keyboard-help'), command(say.leakTest, 'leak-test')],
    },
  ]
}
