import { LONGEST_URL } from '../../../shared/remote-url.ts'

/**
 * Every bound on what a stranger's message may cost here. All work is linear in the size of the markup, so the
 * bounds are about what is kept and about nesting, where a small message could ask for a lot.
 */
export const LIMITS = {
  /** Characters of one part that are read: about ten times the largest newsletter ever seen; 0.3 s of work. */
  markup: 32 * 1024 * 1024,
  /** Elements deep. Chromium stops nesting at 512 too and makes siblings of the rest. */
  depth: 512,
  /** Documents inside documents (srcdoc, data:, conditional comments). Real mail has one. */
  nesting: 5,
  /** References and links that are kept of one part: a page of 100,000 pixels fills neither list nor database. */
  references: 5_000,
  links: 5_000,
  /** Characters of one URL. */
  url: LONGEST_URL,
  /** Style rules that are remembered to tell what a class hides. Large newsletters have about 400. */
  styleRules: 4_000,
  /** Classes of one element that are looked up. */
  classes: 32,
  /** Characters of what a link shows that are read: a long address with words around it. */
  anchorText: 300,
  /** Different texts of one link that are read: a picture, a headline and a button make three. */
  anchorTexts: 8,
  /** Lines of a calendar or contact card. A year of meetings has 20,000. */
  contentLines: 50_000,
  /** Redirectors inside redirectors that are unwrapped. */
  unwrapping: 5,
  /** Bytes that one compressed token may inflate to: a URL and an address, never a bomb. */
  inflated: 16 * 1024,
} as const
