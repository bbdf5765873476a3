/**
 * Keys pressed in the frame of a mail mean what they mean around it; the frame's own window would keep them.
 *
 * @returns a function that stops it.
 */
export function forwardKeys(frame: HTMLIFrameElement, content: Document): () => void {
  const listening = new AbortController()
  for (const name of ['keydown', 'keyup'] as const) {
    content.addEventListener(
      name,
      (event) => {
        if (event.defaultPrevented || isTyped(event)) return
        const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat } = event
        const pressed = {
          key,
          code,
          ctrlKey,
          metaKey,
          altKey,
          shiftKey,
          repeat,
          bubbles: true,
          cancelable: true,
        }
        if (!frame.dispatchEvent(new KeyboardEvent(name, pressed))) event.preventDefault()
      },
      { signal: listening.signal },
    )
  }
  return () => listening.abort()
}

function isTyped({ target }: Event): boolean {
  // The frame's elements belong to its own window, so `instanceof Element` would say no.
  if (target === null || !('closest' in target) || typeof target.closest !== 'function') return false
  return target.closest('input, textarea, select, [contenteditable]') !== null
}
