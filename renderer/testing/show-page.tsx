import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { onTestFinished } from 'vitest'
import { connect } from '../../shared/connect.ts'
import {
  type EngineContract,
  type EngineHandlers,
  engineContract,
  type ShellContract,
  type ShellHandlers,
  shellContract,
} from '../../shared/contract.ts'
import { MailError } from '../../shared/errors.ts'
import { type Contract, type Handlers, type Served, serve } from '../../shared/serve.ts'
import { ClientsProvider, portOf } from '../engine-client.ts'
import { createQueryClient } from '../engine-queries.ts'
import { createI18n } from '../i18n/i18n.ts'
import { type Language, showLanguage } from '../i18n/language.ts'
import { followEngine } from '../live-updates.ts'
import { followTraffic, type TrafficCount } from '../traffic.ts'
import '../styles/tokens.css'
import '../styles/base.css'

export interface ShownPage {
  /** Announces events as the engine would. */
  engine: Served<EngineContract>
  shell: Served<ShellContract>
  /** What was asked of both, in order. */
  asked: { name: string; input: unknown }[]
}

interface PageOptions {
  engine?: Partial<EngineHandlers>
  shell?: Partial<ShellHandlers>
  language?: Language
  /** Of the region, for dates and digits. */
  locale?: string
  /** Counted before the page was shown. */
  traffic?: TrafficCount
}

/** Shows a part of the page, over real ports to an engine and a shell that do what the test says. */
export function showPage(content: ReactNode, options: PageOptions = {}): ShownPage {
  const { language = 'en', locale = language } = options
  const asked: ShownPage['asked'] = []
  const engine = join(engineContract, options.engine ?? {}, asked)
  const shell = join(shellContract, options.shell ?? {}, asked)
  const traffic = followTraffic(shell.client, options.traffic ?? { stopped: 0, left: 0 })
  const queries = createQueryClient()
  const stopFollowing = followEngine(engine.client, queries)
  const place = document.body.appendChild(document.createElement('div'))
  place.style.blockSize = '600px'
  showLanguage(language)
  const root = createRoot(place)
  root.render(
    <ClientsProvider value={{ engine: engine.client, shell: shell.client, traffic }}>
      <QueryClientProvider client={queries}>
        <I18nextProvider i18n={createI18n(language, () => locale)}>
          <I18nProvider locale={locale}>{content}</I18nProvider>
        </I18nextProvider>
      </QueryClientProvider>
    </ClientsProvider>,
  )
  onTestFinished(() => {
    root.unmount()
    place.remove()
    stopFollowing()
    showLanguage('en')
  })
  return { engine: engine.served, shell: shell.served, asked }
}

function join<C extends Contract>(contract: C, given: Partial<Handlers<C>>, asked: ShownPage['asked']) {
  const { port1, port2 } = new MessageChannel()
  const handlers = new Proxy(given, {
    get: (known, name: string) => (input: unknown) => {
      asked.push({ name, input })
      const handler: unknown = Reflect.get(known, name)
      if (typeof handler !== 'function') throw new MailError('bad-request')
      return handler(input)
    },
  })
  const served = serve(contract, portOf(port2), handlers as Handlers<C>)
  const client = connect(contract, portOf(port1))
  onTestFinished(() => {
    port1.close()
    port2.close()
  })
  return { served, client }
}
