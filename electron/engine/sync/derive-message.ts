import { PARSER_VERSION, parseMessage } from '../parse/parse-message.ts'
import { packBody } from '../store/body-content.ts'
import type { IngestedMessage } from '../store/ingested-message.ts'
import { packSource, unpackSource, unpackText } from '../store/packed-source.ts'
import { ANALYSER_VERSION, analyseMessage } from '../trackers/analyse-message.ts'

/**
 * All that Curtain makes of one source: read, judged, compressed.
 *
 * @param recipients the user's own addresses, which a tracker may carry.
 */
export function deriveMessage(source: Uint8Array, recipients: readonly string[]): IngestedMessage {
  const { packed, text } = packSource(source)
  return { ...readAndJudge(source, recipients, text), compressedSource: packed }
}

/**
 * The same of a source that is stored already, which is not compressed a second time.
 *
 * @throws Error when it is nothing that was stored.
 */
export function deriveAgain(compressed: Uint8Array, recipients: readonly string[]): IngestedMessage {
  const source = unpackSource(compressed)
  return { ...readAndJudge(source, recipients, unpackText(compressed)), compressedSource: null }
}

function readAndJudge(
  source: Uint8Array,
  recipients: readonly string[],
  text: Uint8Array | undefined,
): Omit<IngestedMessage, 'compressedSource'> {
  const { headers, parts, unshown, ...parsed } = parseMessage(source)
  const { links, references, ...judged } = analyseMessage({ parts, unshown, headers, recipients })
  const packedBody = packBody({ parts, links, references }, text)
  const analysis = { ...judged, remoteCount: references.length }
  const versions = { parserVersion: PARSER_VERSION, analyserVersion: ANALYSER_VERSION }
  return { parsed, analysis, packedBody, ...versions }
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
      authentication: null,
      date: null,
      attachments: [],
      text: '',
      snippet: '',
      truncated: true,
    },
    analysis: {
      remoteCount: 0,
      receipts: [],
      platform: null,
      summary: { trackers: 0, suspects: 0, services: [] },
    },
    packedBody: packBody({ parts: [], links: [], references: [] }),
    compressedSource: packSource(source).packed,
    parserVersion: 0,
    analyserVersion: 0,
  }
}
