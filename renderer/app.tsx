import { useQuery } from '@tanstack/react-query'
import { ChartColumn, Settings } from 'lucide-react'
import { Activity, type JSX, useEffect, useRef, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { useTranslation } from 'react-i18next'
import styles from './app.module.css'
import { followKeys, useCommand } from './commands.ts'
import { useEngine, useShell, useShellCommand } from './engine-client.ts'
import { accountsQuery, mailErrorOf } from './engine-queries.ts'
import { Welcome } from './features/accounts/welcome.tsx'
import { KeyboardHelp } from './features/keyboard/keyboard-help.tsx'
import { LeakTestDialog } from './features/leak-test/leak-test-dialog.tsx'
import type { Attacked } from './features/leak-test/stage.tsx'
import { MessageRowView } from './features/message-list/message-row.tsx'
import { PrivacyReport } from './features/privacy-report/privacy-report.tsx'
import { MailFrame } from './features/reader/mail-frame.tsx'
import { prepareUnknown } from './features/reader/prepare-body.ts'
import { RecoveryNotice } from './features/recovery/recovery-notice.tsx'
import { Appearance } from './features/settings/appearance.tsx'
import { SettingsPage } from './features/settings/settings-page.tsx'
import { regionalLocale } from './format/locale.ts'
import { languageSchema, showLanguage, storeLanguage } from './i18n/language.ts'
import { Mailboxes } from './mailboxes.tsx'
import { showTheme, storedTheme, storeTheme } from './styles/theme.ts'
import { BarToggle } from './ui/bar-toggle.tsx'
import { FailureNotice } from './ui/failure-notice.tsx'
import { TopBar } from './ui/top-bar.tsx'

interface AppProps {
  /** BCP 47, most wanted first: they decide between the regions of a language. */
  systemLanguages: readonly string[]
}

/** What the leak test attacks: the very parts that show the user's own mail. */
const ATTACKED: Attacked = {
  Frame: MailFrame,
  prepare: prepareUnknown,
  Row: ({ row }) => (
    <MessageRowView
      {...{ id: String(row.id), row, locale: 'en', today: Date.now(), position: -1, size: -1, top: 0 }}
      {...{ isSelected: false, isCurrent: false }}
    />
  ),
}

/** What fills the window below the bar. */
type Place = 'mail' | 'report' | 'settings'

/** The whole window: the bar at the top, and below it the first run or the mail. */
export function App({ systemLanguages }: AppProps): JSX.Element {
  const { i18n, t } = useTranslation()
  const shell = useShell()
  const language = languageSchema.catch('en').parse(i18n.language)
  const [theme, setTheme] = useState(storedTheme)
  const [foldersOpen, setFoldersOpen] = useState(false)
  const [isTesting, setTesting] = useState(false)
  useShellCommand('leak-test', () => setTesting(true))
  const [isHelping, setHelping] = useState(false)
  useCommand('keyboard-help', () => setHelping(true))
  useEffect(() => followKeys(), [])
  const [place, setPlace] = useState<Place>('mail')
  const reportButton = useRef<HTMLButtonElement>(null)
  const settingsButton = useRef<HTMLButtonElement>(null)
  const accounts = useQuery(accountsQuery(useEngine()))
  const hasMail = accounts.data !== undefined && accounts.data.length > 0
  useShellCommand('settings', () => {
    if (hasMail) setPlace('settings')
  })

  // The shell's menus and native surfaces follow the page; without it the page still works.
  useEffect(() => {
    showLanguage(language)
    shell.call('shell.setLanguage', { language }).catch(() => {})
  }, [language, shell])
  useEffect(() => {
    showTheme(theme)
    shell.call('shell.setTheme', { theme }).catch(() => {})
  }, [theme, shell])

  return (
    <I18nProvider locale={regionalLocale(language, systemLanguages)}>
      <div className={styles['app']}>
        <TopBar
          foldersOpen={foldersOpen}
          {...(hasMail && place === 'mail' && { onToggleFolders: () => setFoldersOpen(!foldersOpen) })}
        >
          {hasMail && (
            <BarToggle
              ref={reportButton}
              icon={ChartColumn}
              label={t('privacyReport.title')}
              isSelected={place === 'report'}
              onChange={(isOpen) => setPlace(isOpen ? 'report' : 'mail')}
            />
          )}
          {hasMail && (
            <BarToggle
              ref={settingsButton}
              icon={Settings}
              label={t('settings.title')}
              isSelected={place === 'settings'}
              onChange={(isOpen) => setPlace(isOpen ? 'settings' : 'mail')}
            />
          )}
          <Appearance
            language={language}
            onLanguage={(chosen) => {
              storeLanguage(chosen)
              void i18n.changeLanguage(chosen)
            }}
            theme={theme}
            onTheme={(chosen) => {
              storeTheme(chosen)
              setTheme(chosen)
            }}
          />
        </TopBar>
        {accounts.isError && (
          <main className={styles['failure']}>
            <FailureNotice failure={mailErrorOf(accounts.error)} onRetry={() => void accounts.refetch()} />
          </main>
        )}
        {accounts.isPending && <p className={styles['loading']}>{t('app.loading')}</p>}
        {accounts.data?.length === 0 && <Welcome onAdded={() => {}} />}
        {hasMail && (
          // Hidden and not gone: whoever comes back from another page finds the mail as it was left.
          <Activity mode={place === 'mail' ? 'visible' : 'hidden'}>
            <Mailboxes
              accounts={accounts.data}
              foldersOpen={foldersOpen}
              onCloseFolders={() => setFoldersOpen(false)}
            />
          </Activity>
        )}
        {hasMail && place === 'report' && (
          <PrivacyReport
            accounts={accounts.data}
            onClose={() => {
              setPlace('mail')
              reportButton.current?.focus()
            }}
          />
        )}
        {hasMail && place === 'settings' && (
          <SettingsPage
            accounts={accounts.data}
            onClose={() => {
              setPlace('mail')
              settingsButton.current?.focus()
            }}
          />
        )}
        {isHelping && <KeyboardHelp onClose={() => setHelping(false)} />}
        <RecoveryNotice />
        {isTesting && <LeakTestDialog attacked={ATTACKED} onClose={() => setTesting(false)} />}
      </div>
    </I18nProvider>
  )
}
