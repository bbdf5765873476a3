/**
 * What a request tells a sender. The demo's server stands for all of them, so it counts as they would: a plain
 * picture is the same for every reader; anything else that is fetched when a mail is read reports the reading.
 */
import { matchOpenService } from '../../electron/engine/trackers/catalogue/match-catalogue.ts'

export type Seen = 'open' | 'picture'

/** Senders of the demo's own corpus that track without a known service. */
const OWN_TRACKERS = [
  /^https:\/\/m\.tidewatch\.example\//,
  /^https:\/\/fonts\.quillandco\.example\//,
  /^https:\/\/shop\.radhaus\.example\/(?:v\.php|s\/|r\?)/,
  // The hostile mail: whatever is no plain picture, and every address that carries something.
  /^https:\/\/[^/]+\.evil\.example\/(?!.*\.(?:png|gif|webp)$)/i,
]

const PICTURE_PATH = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico)$/i
const OTHER_FILE = /\.[a-z][a-z0-9]{1,5}$/i

export function classifyRequest(url: URL): Seen {
  if (OWN_TRACKERS.some((pattern) => pattern.test(url.href))) return 'open'
  if (matchOpenService(url) !== null) return 'open'
  // Many real pictures have no file name ending at all; style sheets, fonts, scripts and pages do.
  return PICTURE_PATH.test(url.pathname) || !OTHER_FILE.test(url.pathname) ? 'picture' : 'open'
}
