import { decodeHTML } from 'entities/decode'
import { LIMITS } from './limits.ts'

/** Tags that can stand inside a word. */
const INSIDE_WORDS = new Set(
  'a abbr b bdi bdo big code em font i ins kbd mark s small span strong sub sup tt u wbr'.split(' '),
)
/** Nobody sees them; they keep "pay\u200bpal.com" from being found. */
const UNSEEN =
  /(?:[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\u034f|[\ufe00-\ufe0f])+/g
/** Whether there is anything to tidy: most texts have nothing. */
const UNTIDY =
  /[\t-\r\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]|\u034f|[\ufe00-\ufe0f]| {2}/
const SPACES = /\s+/g

/** Gathers what the links of one document show, as a reader sees it. */
export class AnchorText {
  readonly #html: string
  #link: { texts: string[] } | null = null
  #written = ''
  #pictures = ''

  /** @param html the document that positions are in. */
  constructor(html: string) {
    this.#html = html
  }

  /** A link begins, which ends the one before: links can't stand inside each other. */
  open(link: { texts: string[] } | null): void {
    this.close()
    this.#link = link
  }

  close(): void {
    const link = this.#link
    if (link === null) return
    const text = (this.#written !== '' && tidy(this.#written)) || tidy(this.#pictures)
    if (text !== '' && link.texts.length < LIMITS.anchorTexts && !link.texts.includes(text)) {
      link.texts.push(text)
    }
    this.#link = null
    this.#written = ''
    this.#pictures = ''
  }

  /** Characters `from` to `to` of the document can be seen. */
  text(from: number, to: number): void {
    if (this.#link === null || this.#written.length >= LIMITS.anchorText) return
    const text = this.#html.slice(from, Math.min(to, from + LIMITS.anchorText))
    this.#written += text.includes('&') ? decodeHTML(text) : text
  }

  /** White space, which keeps words apart. */
  blank(): void {
    if (this.#link !== null) this.#written += ' '
  }

  /** Whether a link is open that has shown no text yet, so that a picture counts. */
  wantsPicture(): boolean {
    return this.#link !== null && this.#written.length < LIMITS.anchorText
  }

  /** A picture, with the words for those who can't see it. */
  picture(alt: string): void {
    if (this.#link === null || this.#pictures.length >= LIMITS.anchorText) return
    this.#pictures += this.#pictures === '' ? alt : ` ${alt}`
  }

  /** Any other tag: most of them keep words apart. */
  tag(name: string): void {
    if (this.#link !== null && !INSIDE_WORDS.has(name)) this.#written += ' '
  }
}

function tidy(text: string): string {
  const short = text.slice(0, LIMITS.anchorText).trim()
  return UNTIDY.test(short) ? short.replace(UNSEEN, '').replace(SPACES, ' ').trim() : short
}
