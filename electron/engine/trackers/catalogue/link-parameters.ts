import parameters from './link-parameters.json' with { type: 'json' }

/** Whether a query parameter only serves to follow the reader, at this host. */
export type ParameterTest = (name: string, host: string) => boolean

const everywhere = new Set<string>()
const everywherePrefixes: string[] = []
for (const { name, strip } of parameters.everywhere) {
  if (strip && !name.startsWith('#')) addName(name, everywhere, everywherePrefixes)
}

interface HostNames {
  exact: Set<string>
  prefixes: string[]
}
/** By host suffix; `amazon.*` is kept as `amazon.` and stands for any public suffix. */
const byHost = new Map<string, HostNames>()
for (const { host, names } of parameters.byHost) {
  const known: HostNames = { exact: new Set(), prefixes: [] }
  for (const name of names) addName(name, known.exact, known.prefixes)
  byHost.set(host.endsWith('.*') ? host.slice(0, -1) : host, known)
}

function addName(name: string, exact: Set<string>, prefixes: string[]): void {
  const star = name.indexOf('*')
  if (star < 0) exact.add(name.toLowerCase())
  else prefixes.push(name.slice(0, star).toLowerCase())
}

export const isTrackingParameter: ParameterTest = (name, host) => {
  const lower = name.toLowerCase()
  if (everywhere.has(lower) || everywherePrefixes.some((prefix) => lower.startsWith(prefix))) return true
  for (let at = 0; ; ) {
    const suffix = host.slice(at)
    const dot = suffix.indexOf('.')
    if (has(byHost.get(suffix), lower)) return true
    if (dot < 0) return false
    // A public suffix has at most two short labels: amazon.com, amazon.co.uk.
    if (/^[^.]+\.[a-z]{2,3}(?:\.[a-z]{2})?$/.test(suffix) && has(byHost.get(suffix.slice(0, dot + 1)), lower))
      return true
    at += dot + 1
  }
}

function has(names: HostNames | undefined, name: string): boolean {
  return (
    names !== undefined && (names.exact.has(name) || names.prefixes.some((prefix) => name.startsWith(prefix)))
  )
}
