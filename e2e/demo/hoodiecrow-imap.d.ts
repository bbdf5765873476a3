declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net'

  interface StoredMessage {
    /** One character per byte. */
    raw: string
    flags: string[]
    /** "02-Mar-2026 09:12:00 +0000" */
    internaldate: string
    uid: number
  }
  interface Folder {
    messages: StoredMessage[]
    uidvalidity: number
    'special-use'?: string
  }
  interface Storage {
    INBOX: Folder
    '': { separator: string; folders: Record<string, Folder> }
  }

  export default function hoodiecrow(options: {
    plugins: string[]
    users: Record<string, { password: string }>
    storage: Storage
  }): { server: Server }
}
