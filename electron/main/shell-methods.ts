import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, nativeTheme, session } from 'electron'
import type { ShellHandlers } from '../../shared/contract.ts'
import { MailError } from '../../shared/errors.ts'
import type { LinkMode } from '../../shared/models/link-mode.ts'
import { loadLinkMode, saveLinkMode } from './link-mode.ts'
import { openLink } from './open-link.ts'
import { safeFilename } from './safe-filename.ts'
import type { StartOptions } from './start-options.ts'
import type { Traffic } from './traffic.ts'
import { tryNetwork } from './try-network.ts'
import { type Language, type Words, words } from './words.ts'

/** What the page may ask of the shell. Every argument may come from a mail and is judged here again. */
export function shellMethods(options: {
  start: StartOptions
  keychain: boolean
  traffic: Traffic
  linkModeFile: string
  window(): BrowserWindow | undefined
  language: { current: Language; set(language: Language): void }
}): ShellHandlers {
  const say = (): Words => words[options.language.current]
  return {
    'shell.info': () => ({
      platform: platform(),
      version: app.getVersion(),
      languages: systemLanguages(options.start),
      keychain: options.keychain,
    }),
    'shell.setLanguage': ({ language }) => options.language.set(language),
    'shell.setTheme': ({ theme }) => {
      nativeTheme.themeSource = theme === 'system' ? (options.start.theme ?? 'system') : theme
    },
    'shell.openLink': async (request) => ({
      opened: await openLink(request, loadLinkMode(options.linkModeFile), options.window(), say()),
    }),
    'shell.linkMode': () => loadLinkMode(options.linkModeFile),
    'shell.setLinkMode': ({ mode }) => setLinkMode(mode, options.linkModeFile, options.window(), say()),
    'shell.traffic': () => ({ ...options.traffic.count }),
    'shell.tryNetwork': ({ port }) => tryNetwork(session.defaultSession, port),
    'shell.saveFile': async ({ filename, bytes }) => ({
      saved: await saveFile(filename, bytes, options.window()),
    }),
  }
}

/** Most wanted first. A start in a given language wants that one. */
export function systemLanguages(start: StartOptions): string[] {
  const languages = app.getPreferredSystemLanguages()
  return start.language === undefined ? languages : [start.language, ...languages]
}

/** Asking less is the user's own word: the page can't give it in their place. */
async function setLinkMode(
  mode: LinkMode,
  file: string,
  window: BrowserWindow | undefined,
  say: Words,
): Promise<LinkMode> {
  const current = loadLinkMode(file)
  if (mode === current) return current
  if (mode === 'suspicious') {
    if (window === undefined) return current
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: say.askLessQuestion,
      detail: say.askLessDetail,
      buttons: [say.askLess, say.cancel],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    })
    if (response !== 0) return current
  }
  saveLinkMode(file, mode)
  return mode
}

async function saveFile(
  name: string,
  bytes: Uint8Array,
  window: BrowserWindow | undefined,
): Promise<boolean> {
  if (window === undefined) return false
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), safeFilename(name)),
    // macOS would follow the words of a sender there otherwise.
    showsTagField: false,
  })
  if (canceled || filePath === '') return false
  try {
    await writeFile(filePath, bytes)
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    throw new MailError(full ? 'disk-full' : 'internal', { cause: error })
  }
  return true
}

function platform(): 'darwin' | 'linux' | 'win32' {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
}
