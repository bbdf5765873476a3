/**
 * A web address in plain text. Stops before the punctuation of the sentence around it, but keeps a bracket that
 * the address itself opened.
 */
const ADDRESS =
  /\b(?:https?:\/\/|www\.)(?:\([^\s<>"()]*\)|[^\s<>"()])*(?:\([^\s<>"()]*\)|[^\s<>"().,;:!?'\]}،؛؟»”’])/gi

export interface TextAddress {
  /** As it stands in the text, at this position. */
  written: string
  at: number
  /** Absolute, not yet normalised. */
  url: string
}

/** The addresses in a text that a reader may press, in order: the same for who shows and who judges them. */
export function* textAddresses(text: string): Generator<TextAddress> {
  for (const { 0: written, index: at } of text.matchAll(ADDRESS)) {
    yield { written, at, url: /^www\./i.test(written) ? `https://${written}` : written }
  }
}
