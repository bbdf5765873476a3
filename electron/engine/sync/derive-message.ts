import { constants, zstdCompressSync } from 'node:zlib'
import { PARSER_VERSION, parseMessage } from '../parse/parse-message.ts'
import type { IngestedMessage } from '../store/ingested-message.ts'
import { ANALYSER_VERSION, analyseMessage } from '../trackers/analyse-message.ts'

/** Level 3: 455 MB/s, to two thirds of the size; higher levels cost more than they save. */
function compress(source: Uint8Array): Uint8Array<ArrayBuffer> {
  const compressed = zstdCompressSync(source, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
  return new Uint8Array(compressed)
}

/**
 * All that Curtain makes of one source: read, judged, compressed.
 *
 * @param recipients the user's own addresses, which a tracker may carry.
 */
export function deriveMessage(source: Uint8Array, recipients: readonly string[]): IngestedMessage {
  const { headers, ...parsed } = parseMessage(source)
  const analysis = analyseMessage({ parts: parsed.parts, headers, recipients })
  const versions = { parserVersion: PARSER_VERSION, analyserVersion: ANALYSER_VERSION }
  return { parsed, analysis, compressedSource: compress(source), ...versions }
}

/**
 * What is stored of a mail that could not be read at all: the source, so that nothing is lost, under versions
 * below every other's, so that a better parser tries again. Subject and sender stay what the server listed.
 */
export function deriveNothing(source: Uint8Array): IngestedMessage {
  return {
    parsed: {
      subject: '',
      from: { name: '', address: '' },
      to: [],
      cc: [],
      replyTo: [],
      inReplyTo: null,
      references: [],
      listId: null,
      date: null,
      parts: [],
      attachments: [],
      text: '',
      snippet: '',
      truncated: true,
    },
    analysis: {
      references: [],
      links: [],
      receipts: [],
      platform: null,
      summary: { trackers: 0, suspects: 0, services: [] },
    },
    compressedSource: compress(source),
    parserVersion: 0,
    analyserVersion: 0,
  }
}
