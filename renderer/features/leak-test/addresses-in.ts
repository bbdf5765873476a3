/**
 * Everything in a document that could lead a browser somewhere. A mail can rename what its document seems to have:
 * an element called "attributes" hides the attributes of its form, a picture called "adoptedStyleSheets" the style
 * sheets of the document. The getters of the prototypes can't be hidden, so they alone are asked.
 */
const typeOf = getter(Node.prototype, 'nodeType')
const parentOf = getter(Node.prototype, 'parentElement')
const textOf = getter(CharacterData.prototype, 'data')
const nameOf = getter(Element.prototype, 'localName')
const attributesOf = getter(Element.prototype, 'attributes')
const shadowOf = getter(Element.prototype, 'shadowRoot')
const contentOf = getter(HTMLTemplateElement.prototype, 'content')
const adoptedSheetsOf = getter(Document.prototype, 'adoptedStyleSheets')
const sheetsOf = getter(Document.prototype, 'styleSheets')

/** Words for the reader. */
const WORDS = new Set(['alt', 'title'])
/** Elements whose text is more than words. */
const MACHINE_READ = new Set(['script', 'style', 'noscript'])
/** Elements that can have a shadow (DOM standard, "valid shadow host name"); custom ones are known by their dash. */
const SHADOW_HOSTS = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
)

export type IsHarmless = (attribute: { element: string; name: string }) => boolean

/**
 * The document is of no use afterwards: to find a closed shadow, every element that could have one gets one.
 *
 * @param isHarmless says of which attributes an address in them does no harm.
 * @throws when something can't be looked into. Whoever asks has to take that for a find.
 */
export function* addressesIn(root: Node, isHarmless: IsHarmless): Generator<string> {
  if (typeOf(root) === Node.DOCUMENT_NODE) {
    for (const sheet of [...adoptedSheetsOf(root), ...sheetsOf(root)]) {
      for (const { cssText } of sheet.cssRules) yield cssText
    }
  }
  const walker = document.createTreeWalker(root)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (typeOf(node) === Node.ELEMENT_NODE) {
      const element = nameOf(node)
      for (const { name, value } of attributesOf(node)) {
        if (!WORDS.has(name) && !isHarmless({ element, name })) yield value
      }
      for (const inside of hiddenIn(node)) yield* addressesIn(inside, isHarmless)
    } else if (typeOf(node) !== Node.DOCUMENT_TYPE_NODE && !isForReading(node)) {
      yield textOf(node)
    }
  }
}

/** What hangs in an element without being its child. */
function hiddenIn(element: Node): Node[] {
  const name = nameOf(element)
  if (name === 'template') return [contentOf(element)]
  const shadow = shadowOf(element)
  if (shadow !== null) return [shadow]
  // Throws where a closed one is already.
  if (SHADOW_HOSTS.has(name) || name.includes('-'))
    Element.prototype.attachShadow.call(element, { mode: 'open' })
  return []
}

function isForReading(text: Node): boolean {
  const parent = parentOf(text)
  return typeOf(text) === Node.TEXT_NODE && (parent === null || !MACHINE_READ.has(nameOf(parent)))
}

function getter<Prototype extends object, Name extends keyof Prototype>(
  prototype: Prototype,
  name: Name,
): (of: object) => Prototype[Name] {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get
  if (get === undefined) throw new Error(`There is no getter of ${String(name)}`)
  return (of) => get.call(of)
}
