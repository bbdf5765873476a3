import type { ReferenceKind } from '../../../shared/models/remote-content.ts'

/** Takes what is found where nothing is drawn. */
export interface UnshownSink {
  /** Any address, remote or not, that some program would fetch. */
  reference(raw: string, kind: ReferenceKind): void
  /** HTML that some program would draw. */
  html(markup: string): void
  /** Words, or one address, of which every address waits for a click. */
  text(words: string): void
}
