import hosts from './content-hosts.json' with { type: 'json' }

/**
 * Hosts that only keep pictures and fonts: what senders upload for all their readers, under names that look like
 * tokens. A host below one of these counts too.
 */
const CONTENT_HOSTS = new Set(hosts.map(({ host }) => host))

export function isContentHost(host: string): boolean {
  for (let at = 0; ; ) {
    if (CONTENT_HOSTS.has(host.slice(at))) return true
    const dot = host.indexOf('.', at)
    if (dot < 0) return false
    at = dot + 1
  }
}

const PICTURES =
  '(?:cdn|img|images?|static|statics|assets|media|content|pics|photos|files|res|s3|thumbs?|avatars?)'
const STORE_HOST = new RegExp(
  `^(?:i\\d*|(?:[a-z0-9]+-){0,3}${PICTURES}\\d*(?:-[a-z0-9]+){0,3})\\.[^.]+\\.|[a-z0-9-]*(?:cdn|usercontent|images|assets)\\d*\\.[a-z]{2,6}$`,
  'i',
)
const STORE_CLOUD =
  /(?:^|\.)(?:s3[.-][a-z0-9.-]{0,80}amazonaws\.com|blob\.core\.windows\.net|cloudfront\.net|storage\.googleapis\.com|digitaloceanspaces\.com|cdn\.[a-z0-9-]{1,60}\.[a-z]{2,10})$/i

/** Names that people give to a host or folder of pictures, never to a counter. */
export function looksLikePictureStore(url: URL): boolean {
  return STORE_HOST.test(url.hostname) || STORE_CLOUD.test(url.hostname)
}
