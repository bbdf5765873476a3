/** Taller mails scroll inside their frame: Chromium can't lay out without end, and no letter is that long. */
const TALLEST = 200_000

/** A layout that keeps answering to the frame's new height with yet another one is left as it is. */
const MOST_CHANGES = 50

/** Keeps a frame as tall as its content, until the returned function is called. No script runs in the frame. */
export function followHeight(frame: HTMLIFrameElement, content: Document): () => void {
  let width = 0
  let changes = 0
  let loaded = 0

  function adjust(): void {
    const { body, documentElement: root } = content
    if (frame.clientWidth !== width) {
      width = frame.clientWidth
      changes = 0
    }
    if (changes++ > MOST_CHANGES) return
    const style = content.defaultView?.getComputedStyle(body)
    const margins = style ? Number.parseFloat(style.marginTop) + Number.parseFloat(style.marginBottom) : 0
    const scrollBar = frame.clientHeight - root.clientHeight
    const height =
      Math.ceil(Math.max(body.scrollHeight, body.offsetHeight) + margins) + Math.max(scrollBar, 0)
    root.toggleAttribute('data-capped', height > TALLEST)
    const wanted = `${Math.min(height, TALLEST)}px`
    if (frame.style.height !== wanted) frame.style.height = wanted
  }

  const observer = new ResizeObserver(adjust)
  observer.observe(content.body)
  observer.observe(frame)
  // What overflows the body (a picture in a box of fixed height) changes no box that is observed.
  function onLoad(): void {
    cancelAnimationFrame(loaded)
    // Once for all pictures that have come since.
    loaded = requestAnimationFrame(() => {
      changes = 0
      adjust()
    })
  }
  content.addEventListener('load', onLoad, true)
  content.addEventListener('toggle', onLoad, true)
  adjust()
  return () => {
    observer.disconnect()
    cancelAnimationFrame(loaded)
    content.removeEventListener('load', onLoad, true)
    content.removeEventListener('toggle', onLoad, true)
  }
}
