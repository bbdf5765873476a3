/**
 * How a path speaks of counting. `opening`: it names the opening of a mail or a beacon (`/track/open.php`,
 * `/pixel.gif`). `counting`: it names counting of some kind (`/trk/`, `/stats`).
 */
export type TrackingPath = 'opening' | 'counting'

const OPENING = new Set(
  (
    'open opens opened opener openpixel openpx opentrack opentracker opentracking openmail openemail openimg openlog ' +
    'openrate openstat openings opening emailopen emailopened emailopens mailopen mailopened trackopen trackopens ' +
    'trackopening countopen countopened logopen readreceipt markread mailread emailread isread ' +
    'beacon beacons pixel pixels px webbug trackingpixel trackpixel pixeltrack pixeltracker emailtracker emailtracking ' +
    'emailtag mailtrack mailtracker mailtracking trackemail trackmail emaillog imp imps impression impressions wf ho oo ' +
    'footerimage ouv leido abertura ouverture apertura geoeffnet watermark'
  ).split(' '),
)
const COUNTING = new Set(
  (
    'track tracks tracking tracker trackers tracked trk trck trkr tr trace stat stats statistic statistics analytics ' +
    'collect collector telemetry log logger event events ping hit hits count counter spy bug view views viewed seen ' +
    'read receipt o op eo mo q imgping activity message messages mailing mailings newsletter email emails'
  ).split(' '),
)
/** In a name these are one word; apart they are not. */
const PAIRS =
  /(?:e?mail|track|count|log|on|is|msg|message|newsletter|campaign)[-_.]?(?:open(?:ed|s|ing)?|read|view(?:ed)?|seen)|(?:open|read|view|seen)(?:ed)?[-_.](?:track(?:ing|er)?|log|pixel|count|email|mail|action|status)/i
const CAMEL = /([a-z])([A-Z])/g
/** Characters of a path that are read. */
const MAXIMUM_LENGTH = 1_024
/** A photo or a logo of this kind of name is content, even in a folder called `open`. */
const PHOTO = /\.(?:jpe?g|png|webp|avif|svg)$/i

export function trackingPath(url: URL): TrackingPath | null {
  const path = url.pathname.slice(0, MAXIMUM_LENGTH)
  const segments = path.split('/').filter((segment) => segment !== '')
  const file = segments.at(-1) ?? ''
  // Of a photo only the file's own whole name counts: /track/opening-night.jpg, /tracker/hero.png are content.
  if (PHOTO.test(file)) {
    const stem = file.slice(0, file.lastIndexOf('.')).toLowerCase()
    return OPENING.has(stem.replaceAll(/[-_]/g, '')) ? 'opening' : null
  }
  let strongest: TrackingPath | null = null
  for (const segment of segments) {
    const words = segment
      .replaceAll(CAMEL, '$1-$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
    if (words.length > 6) continue
    if (words.some((word) => OPENING.has(word)) || PAIRS.test(segment)) return 'opening'
    if (words.some((word) => COUNTING.has(word))) strongest = 'counting'
  }
  if (
    /(?:^|&)(?:[a-z_]*(?:action|event|type|a|t|ea|ev|endpoint|kind|name|en|l|e))=(?:[a-z_.-]*)(?:open|view|read|impression|pixel)/i.test(
      url.search.slice(0, MAXIMUM_LENGTH),
    )
  ) {
    return 'opening'
  }
  return strongest
}
