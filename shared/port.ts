/** One end of any message channel: DOM MessagePort, Electron MessagePortMain, worker, or a test's own pair. */
export interface Port {
  /** Sends by structured clone, so bytes stay bytes. */
  post(data: unknown): void
  /** Hands every later message to `receive` until the returned function is called. */
  listen(receive: (data: unknown) => void): () => void
}
