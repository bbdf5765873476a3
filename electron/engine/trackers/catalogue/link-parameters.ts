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
  return namesOfHost(host).some((names) => has(names, lower))
}

/** A newsletter links to about ten hosts, and has a dozen parameters for each. */
const REMEMBERED_HOSTS = 1_000
const remembered = new Map<string, readonly HostNames[]>()

function namesOfHost(host: string): readonly HostNames[] {
  const known = remembered.get(host)
  if (known !== undefined) return known
  const found: (HostNames | undefined)[] = []
  for (let at = 0; at >= 0; at = host.indexOf('.', at) + 1 || -1) {
    const suffix = host.slice(at)
    found.push(byHost.get(suffix))
    // A public suffix has at most two short labels: amazon.com, amazon.co.uk.
    if (/^[^.]+\.[a-z]{2,3}(?:\.[a-z]{2})?$/.test(suffix))
      found.push(byHost.get(suffix.slice(0, suffix.indexOf('.') + 1)))
  }
  const names = found.filter((one) => one !== undefined)
  if (remembered.size >= REMEMBERED_HOSTS) remembered.clear()
  remembered.set(host, names)
  return names
}

function has({ exact, prefixes }: HostNames, name: string): boolean {
  return exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}
