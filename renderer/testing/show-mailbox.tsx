import { App } from '../app.tsx'
import type { Language } from '../i18n/language.ts'
import type { FakeMailbox } from './fake-mailbox.ts'
import { type ShownPage, showPage } from './show-page.tsx'

/** Shows the whole app on a mailbox that is not one. */
export function showMailbox(mailbox: FakeMailbox, language: Language = 'en'): ShownPage {
  return mailbox.follow(
    showPage(<App systemLanguages={[language]} />, {
      engine: mailbox.handlers,
      shell: {
        'shell.info': () => ({ platform: 'linux', version: '1', languages: ['en'], keychain: true }),
        'shell.setLanguage': () => {},
        'shell.setTheme': () => {},
      },
      language,
    }),
  )
}
