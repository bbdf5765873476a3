import { useSyncExternalStore } from 'react'
import type { MessageId } from '../../../shared/models/message.ts'
import { useIsDark } from '../../styles/theme.ts'

/** Until the program ends: mails that the user wants to see on white paper in the dark theme too. */
const onPaper = new Set<MessageId>()
const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export interface MailColours {
  /** The mail lies on a dark sheet. */
  isDark: boolean
  /** Between dark sheet and white paper; null in a light theme. */
  turn: (() => void) | null
}

/** In the dark theme mails lie on a dark sheet, unless the user says otherwise of one. */
export function useMailColours(messageId: MessageId): MailColours {
  const isDarkTheme = useIsDark()
  const isOnPaper = useSyncExternalStore(listen, () => onPaper.has(messageId))
  function turn(): void {
    if (isOnPaper) onPaper.delete(messageId)
    else onPaper.add(messageId)
    for (const listener of listeners) listener()
  }
  return { isDark: isDarkTheme && !isOnPaper, turn: isDarkTheme ? turn : null }
}
