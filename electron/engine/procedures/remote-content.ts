import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { checkImage } from '../remote-content/check-image.ts'
import { type KeptPicture, readPicture } from '../remote-content/image-vault.ts'
import { createImageLoader, type ImageLoaderParts } from '../remote-content/load-images.ts'
import { getMessage } from '../store/messages.ts'

type RemoteContentHandlers = Pick<EngineHandlers, 'remoteContent.load' | 'remoteContent.picture'>

export function remoteContentProcedures(parts: ImageLoaderParts): RemoteContentHandlers {
  const loadImages = createImageLoader(parts)
  return {
    'remoteContent.load'({ messageId, scope }) {
      if (getMessage(parts.store.read, messageId) === undefined) throw new MailError('not-found')
      return loadImages(messageId, scope)
    },
    'remoteContent.picture': ({ referenceId }) => readPicture(parts.store, referenceId),
  }
}

/** For `message.inlinePicture`: what came inside the mail is checked like what came from outside. */
export async function checkInlinePicture(bytes: Uint8Array<ArrayBuffer>): Promise<KeptPicture> {
  const { mediaType } = await checkImage(bytes)
  return { mediaType, bytes }
}
