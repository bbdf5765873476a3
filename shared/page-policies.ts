/**
 * The app's own page (wall 3): no network scheme at all, no inline script or style, and nothing may be
 * written as HTML but through DOMPurify's Trusted Types policy. `frame-src 'self'` is message-frame.html.
 */
export const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "frame-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types dompurify curtain',
].join('; ')

/**
 * The frame that shows a mail (wall 2): pictures only as `blob:` made by the page from bytes the engine
 * checked; styles inline because mail is styled inline; everything else is nothing.
 */
export const MESSAGE_CSP = [
  "default-src 'none'",
  'img-src blob:',
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')
