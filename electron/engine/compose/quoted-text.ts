import { escapeText } from 'entities'
import { remoteUrl } from '../../../shared/remote-url.ts'
import { isPersonalMailbox, type ShareLink } from './shareable-link.ts'

/** Whatever a program may make a link of, and a person may type: with a scheme, with a path, or a mailbox. */
const ADDRESS =
  /\b(?:https?:[\\/]{2}|www\.|(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?[\\/])[^\s<>"']*|[\w.!#$%&*+/=?^{|}~-]{1,128}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}/gi

/** Text as it may go out again: of an address that may not be passed on, the host stays. */
export function quotedText(text: string, share: ShareLink): string {
  return text.replaceAll(ADDRESS, (written) => passedOn(written, share))
}

function passedOn(written: string, share: ShareLink): string {
  const hasScheme = /^https?:/i.test(written)
  const domain = /^[^/\\:]*@(.+)$/.exec(written)?.[1]
  if (!hasScheme && domain !== undefined) return isPersonalMailbox(written) ? domain : written
  const url = remoteUrl(hasScheme ? written : `https://${written}`)
  const shared = url && share(url.href)
  if (shared === null) return url?.hostname ?? ''
  return shared === url?.href ? written : shared
}

/**
 * Text that markup may interrupt: an address reads as one to people, so it is judged as one. What is passed on of it
 * stands where it began.
 *
 * @param written where the pieces stand, with the markup between them.
 */
export function createTextRun(written: string[], share: ShareLink) {
  let pieces: { at: number; text: string }[] = []

  function end(): void {
    const whole = pieces.map(({ text }) => text).join('')
    const changed = [...whole.matchAll(ADDRESS)].flatMap(({ 0: address, index }) => {
      const instead = passedOn(address, share)
      return instead === address ? [] : [{ from: index, to: index + address.length, instead }]
    })
    let next = 0
    let begun = 0
    for (const { at, text } of pieces) {
      const ended = begun + text.length
      let left = ''
      let done = begun
      for (let change = changed[next]; change !== undefined && change.from < ended; change = changed[next]) {
        if (change.from >= begun) left += whole.slice(done, change.from) + change.instead
        done = Math.min(change.to, ended)
        if (change.to > ended) break
        next += 1
      }
      written[at] = escapeText(left + whole.slice(done, ended))
      begun = ended
    }
    pieces = []
  }

  return {
    add(text: string): void {
      pieces.push({ at: written.length, text })
      written.push('')
    },
    end,
  }
}
