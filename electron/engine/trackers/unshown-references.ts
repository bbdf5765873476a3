import { remoteUrl } from '../../../shared/remote-url.ts'
import { UNKNOWN_LOOK } from './element-looks.ts'
import { type FoundLink, type FoundReference, readHtml, readText } from './find-references.ts'
import { headerPictures } from './header-pictures.ts'
import { LIMITS } from './limits.ts'
import { readCalendar } from './read-calendar.ts'
import { readContactCard } from './read-contact-card.ts'
import type { UnshownSink } from './unshown-sink.ts'

/** Content of a mail that is not shown; the last two kinds are one address. */
export interface UnshownContent {
  kind: 'html' | 'calendar' | 'contact' | 'content-location' | 'external-body'
  content: string
}

/**
 * Remote references and links outside the parts that are shown, their `part` null: one reference per URL and kind,
 * in the order of first use, bounded by `LIMITS`.
 *
 * A relative address in HTML is not resolved against a Content-Location: hardly any program does, and what would be
 * fetched by one that does lies at the host that the Content-Location is listed with.
 */
export function findUnshown(
  unshown: readonly UnshownContent[],
  headers: readonly { name: string; value: string }[],
): { references: FoundReference[]; links: FoundLink[] } {
  const references = new Map<string, FoundReference>()
  const links: FoundLink[] = []

  function keep(reference: FoundReference): void {
    const key = `${reference.kind} ${reference.url}`
    if (references.size < LIMITS.references && !references.has(key)) references.set(key, reference)
  }

  function keepLinks(more: readonly FoundLink[]): void {
    for (const link of more) if (links.length < LIMITS.links) links.push(link)
  }

  const sink: UnshownSink = {
    reference(raw, kind) {
      const parsed = remoteUrl(raw)
      if (parsed === null) return
      keep({ part: null, url: parsed.href, parsed, raw, kind, ...UNKNOWN_LOOK, uses: 1, last: false })
    },
    html(markup) {
      const inside = readHtml(markup, null)
      inside.references.forEach(keep)
      keepLinks(inside.links)
    },
    text: (words) => keepLinks(readText(words, null)),
  }

  for (const address of headerPictures(headers)) sink.reference(address, 'header-picture')
  for (const { kind, content } of unshown) {
    if (kind === 'html') sink.html(content)
    else if (kind === 'calendar') readCalendar(content, sink)
    else if (kind === 'contact') readContactCard(content, sink)
    else sink.reference(content, kind)
  }
  return { references: [...references.values()], links }
}
