/**
 * `npm run bench -- [sync list read judgement store search page] [--json] [--messages N]`: figures and ratios against a baseline
 * that is measured in the same run. Only ratios travel between machines. `sync` takes three mailboxes, of 10,000 and 50,000
 * realistic mails and 200,000 small ones, and most of an hour; with `--messages`, one of so many realistic mails.
 */
import { parseArgs } from 'node:util'
import type { Figures } from './figures.ts'

const groups: Record<string, () => Promise<{ run(messages?: number): Promise<Figures> }>> = {
  sync: () => import('./sync/bench-sync.ts'),
  list: () => import('./bench-list.ts'),
  read: () => import('./bench-read.ts'),
  judgement: () => import('./bench-judgement.ts'),
  store: () => import('./bench-store.ts'),
  search: () => import('./bench-search.ts'),
  page: () => import('./bench-page.ts'),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, messages: { type: 'string' } },
})
const messages = values.messages === undefined ? undefined : Number(values.messages)
const unknown = positionals.filter((name) => !(name in groups))
if (unknown.length > 0 || (messages !== undefined && !(Number.isInteger(messages) && messages >= 100))) {
  console.error(`bench: names are ${Object.keys(groups).join(', ')}; --messages is a whole number from 100`)
  process.exit(2)
}

const figures: Figures = {}
for (const [name, load] of Object.entries(groups)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const measured = await (await load()).run(messages)
  console.log(`\n${name}`)
  for (const [figure, value] of Object.entries(measured)) {
    console.log(`  ${figure.padEnd(44)} ${value.toLocaleString('en', { maximumSignificantDigits: 4 })}`)
  }
  Object.assign(figures, measured)
}
if (values.json) console.log(JSON.stringify({ figures }))
