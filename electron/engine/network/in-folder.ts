import type { ImapFlow } from 'imapflow'
import type { Account } from '../../../shared/models/account.ts'

/** A folder that is open for writing. */
export interface ActingFolder {
  uidValidity: number
  /** Flags that the server keeps, as it spells them; null: it did not say, or keeps any. */
  permanentFlags: ReadonlySet<string> | null
}

export type ActInFolder<T> = (client: ImapFlow, folder: ActingFolder) => Promise<T>

/**
 * Runs `act` with the account's folder open for writing. It is never run twice: whether an act whose connection was
 * lost has had its effect, only the caller can find out.
 *
 * @throws MailError 'not-found' when the server has no such folder, 'server-refused' when it does not open it.
 */
export type InFolder = <T>(account: Account, path: string, act: ActInFolder<T>) => Promise<T>
