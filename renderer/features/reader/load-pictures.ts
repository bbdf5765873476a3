import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MailError } from '../../../shared/errors.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { LoadScope } from '../../../shared/models/remote-content.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf, messageQuery } from '../../engine-queries.ts'

export interface PictureLoading {
  load(scope: LoadScope): void
  isLoading: boolean
  failure: MailError | null
}

/** Asks the engine for pictures; what came of each is in the message's references afterwards. */
export function useLoadPictures(messageId: MessageId): PictureLoading {
  const engine = useEngine()
  const queries = useQueryClient()
  const loading = useMutation({
    mutationFn: (scope: LoadScope) => engine.call('remoteContent.load', { messageId, scope }),
    onSettled: () => queries.invalidateQueries(messageQuery(engine, messageId)),
  })
  return {
    load: (scope) => loading.mutate(scope),
    isLoading: loading.isPending,
    failure: loading.isError ? mailErrorOf(loading.error) : null,
  }
}
