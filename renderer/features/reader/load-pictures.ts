import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MailError } from '../../../shared/errors.ts'
import type { ForgetScope } from '../../../shared/models/forget-scope.ts'
import type { MessageId } from '../../../shared/models/message.ts'
import type { LoadScope } from '../../../shared/models/remote-content.ts'
import { useEngine } from '../../engine-client.ts'
import { mailErrorOf, messageQuery } from '../../engine-queries.ts'

export interface PictureLoading {
  load(scope: LoadScope): void
  /** Takes kept pictures off this computer. */
  forget(scope: ForgetScope): void
  isLoading: boolean
  /** Pictures were forgotten, and none loaded since. */
  hasForgotten: boolean
  failure: MailError | null
  /** Does again what failed, and nothing else. */
  retry(): void
}

/** Asks the engine for pictures; what came of each is in the message's references afterwards. */
export function useLoadPictures(messageId: MessageId): PictureLoading {
  const engine = useEngine()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries(messageQuery(engine, messageId))
  const loading = useMutation({
    mutationFn: (scope: LoadScope) => engine.call('remoteContent.load', { messageId, scope }),
    onSettled: refresh,
  })
  const forgetting = useMutation({
    mutationFn: (scope: ForgetScope) => engine.call('remoteContent.forget', { scope }),
    onSettled: refresh,
  })
  const error = loading.error ?? forgetting.error
  function load(scope: LoadScope): void {
    forgetting.reset()
    loading.mutate(scope)
  }
  function forget(scope: ForgetScope): void {
    loading.reset()
    forgetting.mutate(scope)
  }
  return {
    load,
    forget,
    retry() {
      if (loading.isError) load(loading.variables)
      else if (forgetting.isError) forget(forgetting.variables)
    },
    isLoading: loading.isPending,
    hasForgotten: forgetting.isSuccess,
    failure: error === null ? null : mailErrorOf(error),
  }
}
