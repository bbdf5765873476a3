import type { Page } from 'playwright-core'
import { state } from './state.ts'
import { strict } from './strict.ts'

let source: Electron.NativeTheme['themeSource'] = 'system'

export const nativeTheme = strict('nativeTheme', {
  get themeSource() {
    return source
  },
  set themeSource(theme: Electron.NativeTheme['themeSource']) {
    source = theme
    for (const window of state.windows) void window.setColorScheme()
  },
  /** The stand-in's system is light. */
  get shouldUseDarkColors() {
    return source === 'dark'
  },
} satisfies Pick<Electron.NativeTheme, 'shouldUseDarkColors' | 'themeSource'>)

export async function applyTheme(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: source === 'system' ? 'light' : source })
}
