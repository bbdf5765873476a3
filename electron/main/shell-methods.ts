import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, nativeTheme, session, shell } from 'electron'
import type { ShellHandlers } from '../../shared/contract.ts'
import { MailError } from '../../shared/errors.ts'
import { judgeLink } from './link-policy.ts'
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
  window(): BrowserWindow | undefined
  language: { current: Language; set(language: Language): void }
}): ShellHandlers {
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
    'shell.openLink': async ({ url, claims }) => ({
      opened: await openLink(url, claims, options.window(), words[options.language.current]),
    }),
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

async function openLink(
  text: string,
  claims: string | undefined,
  window: BrowserWindow | undefined,
  say: Words,
): Promise<boolean> {
  const link = judgeLink(text)
  if (link === undefined || window === undefined) return false
  const { host, readableHost } = link
  const warnings = link.warnings.map((warning) => say.linkWarnings[warning](host, readableHost ?? host))
  if (claims !== undefined && claims !== host) warnings.unshift(say.textSays(claims, host))
  const { response } = await dialog.showMessageBox(window, {
    type: warnings.length === 0 ? 'question' : 'warning',
    message: link.href.startsWith('mailto:') ? say.writeMailQuestion : say.openLinkQuestion,
    detail: [
      link.href,
      ...(readableHost === null || link.warnings.includes('look-alike-letters')
        ? []
        : [say.alsoReads(readableHost)]),
      ...warnings.map((warning) => say.careful(warning)),
    ].join('\n\n'),
    buttons: [say.openLink, say.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response !== 0) return false
  await shell.openExternal(link.href)
  return true
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
