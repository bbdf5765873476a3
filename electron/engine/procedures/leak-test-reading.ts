import type { ReadMail } from '../../../shared/models/leak-test.ts'
import { attachmentIdSchema } from '../../../shared/models/message.ts'
import { referenceIdSchema } from '../../../shared/models/remote-content.ts'
import { quoteMessage } from '../compose/quote-message.ts'
import { parseMessage } from '../parse/parse-message.ts'
import { analyseMessage } from '../trackers/analyse-message.ts'

/** Stands for every picture of the mail. */
const PICTURE = { mediaType: 'image/png', bytes: new Uint8Array() }

/** A mail from its bytes to all that the program would make of it, its pictures in the vault. */
export function readHostileMail(mail: string): ReadMail {
  const message = parseMessage(Buffer.from(mail))
  const { from, subject, snippet, parts } = message
  const { references, links } = analyseMessage({
    ...message,
    recipients: message.to.map(({ address }) => address),
  })
  const quoted = quoteMessage(
    {
      parts,
      links,
      references: references.map((reference, index) => ({
        ...reference,
        ...{ id: referenceIdSchema.parse(index + 1), state: 'loaded', failure: null },
      })),
      attachments: message.attachments.map((attachment, index) => ({
        ...attachment,
        id: attachmentIdSchema.parse(index + 1),
        onServer: false,
      })),
    },
    { recipients: [], readPicture: () => PICTURE, readInline: () => PICTURE },
  )
  return { from, subject, snippet, parts, quoted: quoted.html }
}
