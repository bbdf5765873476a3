/**
 * Hosts that only keep pictures: what senders upload for all their readers, under names that look like tokens.
 * A host below one of these counts too. Evidence: seen serving ordinary pictures in public mail and in the
 * services' own documentation (own knowledge, checked against `samples.json` and 4,100 public mails).
 */
const PICTURE_HOSTS = new Set([
  'mcusercontent.com',
  'gallery.mailchimp.com',
  'cdn-images.mailchimp.com',
  'googleusercontent.com',
  'ggpht.com',
  'gstatic.com',
  'fonts.googleapis.com',
  'ytimg.com',
  'licdn.com',
  'twimg.com',
  'fbcdn.net',
  'cdninstagram.com',
  'pinimg.com',
  'redditstatic.com',
  'redditmedia.com',
  'githubassets.com',
  'githubusercontent.com',
  'secure.gravatar.com',
  'i0.wp.com',
  'i1.wp.com',
  'i2.wp.com',
  's.w.org',
  'files.wordpress.com',
  'media-amazon.com',
  'ssl-images-amazon.com',
  'images-amazon.com',
  'ebaystatic.com',
  'ebayimg.com',
  'nflxext.com',
  'nflximg.net',
  'paypalobjects.com',
  'ctctcdn.com',
  'files.constantcontact.com',
  'imgssl.constantcontact.com',
  'mailinblue.com',
  'mlcdn.com',
  'aweber-static.com',
  'hubspotusercontent.com',
  'hubspotusercontent-na1.net',
  'hubspotusercontent-eu1.net',
  'hubspotusercontent00.net',
  'cdn.shopify.com',
  'shopifycdn.com',
  'squarespace-cdn.com',
  'wixstatic.com',
  'cloudinary.com',
  'imgix.net',
  'scene7.com',
  'substackcdn.com',
  'kajabi-cdn.com',
  'stripocdn.email',
  'unlayer.com',
  'beefree.io',
  'bfldr.com',
  'slack-edge.com',
  'cdn.discordapp.com',
  'images.unsplash.com',
  'i.imgur.com',
])

export function isPictureHost(host: string): boolean {
  for (let at = 0; ; ) {
    if (PICTURE_HOSTS.has(host.slice(at))) return true
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
