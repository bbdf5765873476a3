import type { EngineHandlers } from '../../../shared/contract.ts'
import { MailError } from '../../../shared/errors.ts'
import { checkImage } from '../remote-content/check-image.ts'
import type { ImageVault, KeptPicture } from '../remote-content/image-vault.ts'
import type { LoadImages } from '../remote-content/load-images.ts'
import { getMessage } from '../store/messages.ts'
import type { Store } from '../store/open-store.ts'

type RemoteContentHandlers = Pick<
  EngineHandlers,
  'remoteContent.load' | 'remoteContent.picture' | 'remoteContent.forget'
>

export function remoteContentProcedures(parts: {
  store: Store
  vault: ImageVault
  loadImages: LoadImages
}): RemoteContentHandlers {
  return {
    'remoteContent.load'({ messageId, scope }) {
      if (getMessage(parts.store.read, messageId) === undefined) throw new MailError('not-found')
      return parts.loadImages(messageId, scope)
    },
    'remoteContent.picture': ({ referenceId }) => parts.vault.read(referenceId),
    'remoteContent.forget'({ scope }) {
      parts.loadImages.drop(scope)
      return parts.vault.forget(scope)
    },
  }
}

/** For `message.inlinePicture` and `message.embeddedPicture`: what came inside the mail is checked like what came from outside. */
export async function checkInlinePicture(bytes: Uint8Array<ArrayBuffer>): Promise<KeptPicture> {
  const { mediaType } = await checkImage(bytes)
  return { mediaType, bytes }
}
