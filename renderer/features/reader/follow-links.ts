/** What the reader does with a mail's links. Addresses come from the page's memory, never from the frame. */
export interface LinkActions {
  open(address: string): void
  hover(address: string | null): void
  /** @returns true when the press on a picture that is not there yet has been dealt with. */
  pressPicture(image: Element): boolean
}

/** Listens in the frame from outside, until the returned function is called. */
export function followLinks(content: Document, links: string[], actions: LinkActions): () => void {
  const listening = new AbortController()
  const options = { signal: listening.signal, capture: true }

  function addressOf(event: Event): string | null {
    const number = closest(event, '[data-link]')?.getAttribute('data-link')
    return number === null || number === undefined ? null : (links[Number(number)] ?? null)
  }

  function follow(event: Event): void {
    if (pressPicture(event)) return
    const address = addressOf(event)
    const anchor = closest(event, '[data-anchor]')?.getAttribute('data-anchor')
    // Nothing in the frame may ever navigate, whatever was pressed.
    if (closest(event, 'a, area') !== null) event.preventDefault()
    if (address !== null) actions.open(address)
    else if (anchor !== null && anchor !== undefined) scrollToAnchor(content, anchor)
  }

  function pressPicture(event: Event): boolean {
    const image = closest(event, 'img[data-waiting]')
    if (image === null || !actions.pressPicture(image)) return false
    event.preventDefault()
    return true
  }

  content.addEventListener('click', follow, options)
  content.addEventListener('auxclick', (event) => event.button === 1 && follow(event), options)
  content.addEventListener(
    'keydown',
    (event) => {
      if (event.repeat) return
      if (event.key === 'Enter') follow(event)
      // A placeholder is a button: the key that scrolls the mail presses it.
      if (event.key === ' ') pressPicture(event)
    },
    options,
  )
  for (const name of ['mouseover', 'focusin']) {
    content.addEventListener(name, (event) => actions.hover(addressOf(event)), options)
  }
  for (const name of ['mouseleave', 'focusout']) {
    content.addEventListener(
      name,
      (event) => {
        if (name === 'focusout' || event.target === content) actions.hover(null)
      },
      options,
    )
  }
  return () => listening.abort()
}

function closest(event: Event, selector: string): Element | null {
  const target = event.target
  // The frame's elements belong to its own window, so `instanceof Element` would say no.
  return target !== null && 'closest' in target && typeof target.closest === 'function'
    ? target.closest(selector)
    : null
}

function scrollToAnchor(content: Document, anchor: string): void {
  const name = CSS.escape(anchor)
  content.body.querySelector(`[id="${name}"], [name="${name}"]`)?.scrollIntoView({ block: 'start' })
}
