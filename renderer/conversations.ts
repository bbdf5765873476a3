import { useSyncExternalStore } from 'react'

const STORED_AS = 'curtain.conversations'
const OFF = 'off'

const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether mails that belong together are shown together; they are until the user says otherwise. */
export function useConversations(): boolean {
  return useSyncExternalStore(listen, () => localStorage.getItem(STORED_AS) !== OFF)
}

export function showConversations(on: boolean): void {
  if (on) localStorage.removeItem(STORED_AS)
  else localStorage.setItem(STORED_AS, OFF)
  for (const listener of listeners) listener()
}
