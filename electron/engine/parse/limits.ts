/**
 * Every bound on what a stranger's mail may cost, in one place. All were chosen above what honest mail was
 * seen to need and below what makes a worker, the database or the page slow. What lies beyond a bound is
 * left out, and the message says `truncated`.
 */
export const limits = {
  /** Honest mail nests 4 or 5 deep (forwards in forwards); each level costs one more pass over its bytes. */
  depth: 32,
  /** Parts of one message, at every level together. Photo mails reach a hundred. */
  parts: 1_000,
  /** Header fields of one part. Mail through many lists and filters reaches 150. */
  headers: 2_000,
  /** Characters of one header value. A To of a few thousand people takes 200,000. */
  headerValue: 256 * 1024,
  /** Bytes of all the headers that are kept of one part. */
  headerBytes: 2 * 1024 * 1024,
  /** Characters of a structured MIME header (Content-Type and the like) that are parsed for parameters. */
  mimeHeaderValue: 16 * 1024,
  /** Mailboxes of one address header: they are stored in the message's row. */
  mailboxes: 1_000,
  /** Message-ids of References: the first (the thread's root) and the latest. */
  references: 100,
  /** Characters of a subject, a display name, an address or a message-id. RFC 5322 lines end at 998. */
  line: 2_000,
  /** File systems end at 255 bytes; the extension is kept. */
  filename: 200,
  /** Each part shown is a frame of its own in the page; later text parts are listed as attachments. */
  bodyParts: 32,
  /** Bytes of text of one part, still encoded. DOMPurify does 5 MB/s, so this is more than a second of work. */
  textPart: 8 * 1024 * 1024,
  /** Bytes of text of the whole message, still encoded. */
  text: 16 * 1024 * 1024,
  /**
   * Bytes of one calendar, contact card or AMP part, still encoded, and of all of them together. Invitations take
   * 5 kB, a card with its photo inside 100 kB, AMP may have 200 kB. A calendar of years, attached, is read this far
   * and is whole all the same, so it does not make the mail `truncated`.
   */
  unshownPart: 512 * 1024,
  unshown: 2 * 1024 * 1024,
  /** Characters of search text: a 200,000-word book is more than anyone looks for in a mail. */
  searchText: 1024 * 1024,
  /** Characters that are looked through for the snippet; newsletters pad their beginning with hundreds of blanks. */
  snippetSearch: 4 * 1024,
  /** Characters of the snippet, more than a row of the list is wide. */
  snippet: 200,
} as const
