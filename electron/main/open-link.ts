import { type BrowserWindow, clipboard, dialog, shell } from 'electron'
import type { LinkMode } from '../../shared/models/link-mode.ts'
import { judgeLink, type OpenableLink } from './link-policy.ts'
import type { Words } from './words.ts'

/** What the page says of a link. All of it may come from a mail. */
export interface LinkRequest {
  /** Where it leads, as far as that could be told, without what only follows the reader. */
  url: string
  /** As it stands in the mail. */
  original?: string | undefined
  /** The host that its text names, when that is another's. */
  claims?: string | undefined
}

/** @returns whether it was opened. */
export async function openLink(
  request: LinkRequest,
  mode: LinkMode,
  window: BrowserWindow | undefined,
  say: Words,
): Promise<boolean> {
  const link = judgeLink(request.url)
  if (link === undefined || window === undefined) return false
  const original = judgeLink(request.original ?? request.url)
  const warnings = warningsOf(link, request.claims, say)
  const isHarmless = warnings.length === 0 && link.href.startsWith('https:')
  if (mode === 'suspicious' && isHarmless) {
    await shell.openExternal(link.href)
    return true
  }
  const differs = original !== undefined && original.href !== link.href
  const choices = [
    { label: say.openLink, act: () => shell.openExternal(link.href) },
    ...(differs ? [{ label: say.openOriginal, act: () => shell.openExternal(original.href) }] : []),
    { label: say.copyLink, act: () => clipboard.writeText(link.href) },
    { label: say.cancel, act: () => {} },
  ]
  const cancelId = choices.length - 1
  const { response } = await dialog.showMessageBox(window, {
    type: warnings.length === 0 ? 'question' : 'warning',
    message: link.href.startsWith('mailto:') ? say.writeMailQuestion : say.openLinkQuestion,
    detail: [
      shortened(link.href),
      ...(link.readableHost === null || link.warnings.includes('look-alike-letters')
        ? []
        : [say.alsoReads(link.readableHost)]),
      ...(differs ? [changeOf(original, link, say)] : []),
      ...warnings.map((warning) => say.careful(warning)),
    ].join('\n\n'),
    buttons: choices.map(({ label }) => label),
    // Enter opens what nothing speaks against, and nothing else.
    defaultId: warnings.length === 0 ? 0 : cancelId,
    cancelId,
    noLink: true,
  })
  await choices[response]?.act()
  return response !== cancelId && choices[response]?.label !== say.copyLink
}

function warningsOf(link: OpenableLink, claims: string | undefined, say: Words): string[] {
  const { host, readableHost } = link
  const warnings = link.warnings.map((warning) => say.linkWarnings[warning](host, readableHost ?? host))
  if (claims !== undefined && claims !== host) warnings.unshift(say.textSays(claims, host))
  return warnings
}

/** What was done to the address in the mail, judged by the two addresses and not by what the page says. */
function changeOf(original: OpenableLink, link: OpenableLink, say: Words): string {
  if (original.host !== link.host) return say.skips(original.host)
  const kept = new Set(namesOf(link.href))
  const removed = namesOf(original.href).filter((name) => !kept.has(name))
  return removed.length === 0 ? say.changed : say.without(shortened(removed.join(', ')))
}

function namesOf(href: string): string[] {
  return [...new Set(new URL(href).searchParams.keys())]
}

/** A dialog has no scroll bar. The host, which stands at the beginning, is always shown. */
const LONGEST = 400

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)} … ${text.slice(-LONGEST / 2)}`
}
