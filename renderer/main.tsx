import './without-eval.ts'
import './styles/tokens.css'
import './styles/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { App } from './app.tsx'
import { ClientsProvider, receiveClients } from './engine-client.ts'
import { createQueryClient } from './engine-queries.ts'
import { regionalLocale } from './format/locale.ts'
import { createI18n } from './i18n/i18n.ts'
import { preferredLanguage, showLanguage, storedLanguage } from './i18n/language.ts'
import { followEngine } from './live-updates.ts'
import { showTheme, storedTheme } from './styles/theme.ts'
import { followTraffic } from './traffic.ts'

async function start(): Promise<void> {
  showTheme(storedTheme())
  const clients = await receiveClients()
  const traffic = followTraffic(clients.shell, await clients.shell.call('shell.traffic', undefined))
  const { languages } = await clients.shell.call('shell.info', undefined)
  const language = storedLanguage() ?? preferredLanguage(languages)
  showLanguage(language)
  const queries = createQueryClient()
  followEngine(clients.engine, queries)
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  createRoot(root).render(
    <ClientsProvider value={{ ...clients, traffic }}>
      <QueryClientProvider client={queries}>
        <I18nextProvider i18n={createI18n(language, (one) => regionalLocale(one, languages))}>
          <App systemLanguages={languages} />
        </I18nextProvider>
      </QueryClientProvider>
    </ClientsProvider>,
  )
}

void start()
