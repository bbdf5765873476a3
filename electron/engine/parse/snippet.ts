import { limits } from './limits.ts'

// Senders pad the preheader with these so that nothing of the body shows in the list; none is ever read.
const INVISIBLE =
  /(?:\u034f|\u17b4|\u17b5|[\u00ad\u061c\u115f\u1160\u180e\u200b\u2060-\u206f\u2800\u3164\ufeff\uffa0])+/g
// A joiner between two letters is spelling (Persian, Indic scripts, emoji); one beside a blank is padding.
const BLANKS_AND_JOINERS = /[\s\u200c-\u200f\u202a-\u202e]+/g
const JOINER = /^[\u200c\u200d]$/

/** Characters that are tried first: enough for all but padded texts, and an eighth of the work. */
const USUALLY_ENOUGH = limits.snippetSearch / 8

/**
 * The beginning of a message as the list shows it: one line without padding, quoted lines or control
 * characters.
 * @param text plain text, or what readHtmlText made of HTML
 */
export function makeSnippet(text: string): string {
  // With more text behind it, the last character could come out as another.
  const short = tidyBeginning(text, USUALLY_ENOUGH).slice(0, -1).trimEnd()
  const line = short.length > limits.snippet ? short : tidyBeginning(text, limits.snippetSearch)
  if (line.length <= limits.snippet) return line
  // Not in the middle of a surrogate pair, which no database would take.
  return line
    .slice(0, limits.snippet)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
}

function tidyBeginning(text: string, length: number): string {
  return (
    text
      .slice(0, length)
      .replace(/^>.*$/gm, ' ')
      .replace(INVISIBLE, '')
      .replace(BLANKS_AND_JOINERS, (run) => (JOINER.test(run) ? run : ' '))
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out.
      .replace(/[\x00-\x1f\x7f-\x9f]+/g, '')
      .trim()
  )
}
