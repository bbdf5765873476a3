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

/** Names that people give to a host or folder of pictures, never to a counter. */
export function looksLikePictureStore(url: URL): boolean {
  return (
    /^(?:cdn|img|image|images|static|assets|media|content|pics|photos|files|res|s3)[\d-]*\./i.test(
      url.hostname,
    ) ||
    /\.(?:s3[.-][a-z0-9.-]*amazonaws\.com|blob\.core\.windows\.net|cloudfront\.net|cdn\.[a-z0-9-]+\.[a-z]+)$/i.test(
      url.hostname,
    )
  )
}
