/**
 * What of a mail's markup the reader shows. The page's sanitiser keeps to these lists, and the engine counts no
 * picture for one to be loaded that stands elsewhere.
 */

/** Text, tables and pictures. What is not named here is taken out, its text stays. */
export const SHOWN_TAGS: ReadonlySet<string> = new Set(
  `html head body style a abbr acronym address area article aside b bdi bdo big blockquote br caption center
  cite code col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6
  header hgroup hr i img ins kbd li main map mark menu nav ol p picture pre q rp rt ruby s samp section small
  span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr`.split(/\s+/),
)

/**
 * Of these not even the words stay: they were never text to be read. Of all others they do, so that the words
 * meant for readers without video, frames or scripts are there.
 */
export const DROPPED_WITH_CONTENT: readonly string[] =
  'annotation-xml datalist iframe math noembed noframes plaintext script select style svg template title'.split(
    ' ',
  )

/** Properties whose picture is part of what the mail shows. Any other address in CSS goes. */
export const PICTURE_PROPERTIES: ReadonlySet<string> = new Set([
  'background-image',
  'border-image-source',
  'content',
  'list-style-image',
  'mask-image',
  '-webkit-mask-image',
])

/** Conditions that depend on the frame's height, or ask for a dark sheet, which the mail does not lie on. */
export const UNWANTED_MEDIA = /height|aspect-ratio|orientation|prefers-color-scheme:\s*dark/i

/** Rules inside rules that are kept; nobody writes as many. */
export const RULES_DEEP = 16
