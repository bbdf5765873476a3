import { MailError } from '../../../shared/errors.ts'
import type {
  Account,
  AccountDraft,
  AccountEdit,
  AccountId,
  SmtpServer,
} from '../../../shared/models/account.ts'
import type { Authserv } from '../../../shared/models/trust-rule.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

export function listAccounts(db: ReadableDatabase): Account[] {
  const rows = db.all(sql<Omit<Account, 'smtp' | 'oauth'> & { smtp: string | null; oauth: string | null }>`
    SELECT id, address, display_name AS displayName, host, port, security, user, pin, oauth_json AS oauth,
      smtp_json AS smtp
    FROM accounts ORDER BY id`)
  return rows.map((row) => ({ ...row, oauth: parsed(row.oauth), smtp: parsed(row.smtp) }))
}

function parsed(json: string | null) {
  return json === null ? null : JSON.parse(json)
}

/** @throws MailError 'account-exists' for the same address at the same host, in whatever case. */
export function insertAccount(
  db: WritableDatabase,
  draft: Omit<AccountDraft, 'password' | 'signIn' | 'smtp'>,
): AccountId {
  const same = db.get(sql`SELECT 1 FROM accounts WHERE address = ${draft.address} AND host = ${draft.host}`)
  if (same !== undefined) throw new MailError('account-exists')
  return db.insert(sql<AccountId>`
    INSERT INTO accounts (address, display_name, host, port, security, user, pin, oauth_json)
    VALUES (${draft.address}, ${draft.displayName}, ${draft.host}, ${draft.port}, ${draft.security}, ${draft.user},
      ${draft.pin ?? null}, ${draft.oauth ? JSON.stringify(draft.oauth) : null})`)
}

/**
 * Whose word on authentication counts is forgotten with the host: at another one, anybody may write in that name.
 *
 * @throws MailError 'account-exists' when another account has this address at this host.
 */
export function updateAccount(db: WritableDatabase, edit: Omit<AccountEdit, 'password' | 'signIn'>): void {
  const same = db.get(sql`
    SELECT 1 FROM accounts WHERE address = ${edit.address} AND host = ${edit.host} AND id <> ${edit.id}`)
  if (same !== undefined) throw new MailError('account-exists')
  db.run(sql`
    UPDATE accounts SET address = ${edit.address}, display_name = ${edit.displayName}, host = ${edit.host},
      port = ${edit.port}, security = ${edit.security}, user = ${edit.user}, pin = ${edit.pin ?? null},
      oauth_json = ${edit.oauth ? JSON.stringify(edit.oauth) : null},
      authserv_id = CASE WHEN host = ${edit.host} THEN authserv_id END,
      authserv_set_by = CASE WHEN host = ${edit.host} THEN authserv_set_by END
    WHERE id = ${edit.id}`)
}

/** Which certificate counts at the server that mail comes from; null: only those that others vouch for. */
export function savePin(db: WritableDatabase, id: AccountId, pin: string | null): void {
  db.run(sql`UPDATE accounts SET pin = ${pin} WHERE id = ${id}`)
}

export function saveSmtp(db: WritableDatabase, id: AccountId, smtp: SmtpServer | null): void {
  db.run(sql`UPDATE accounts SET smtp_json = ${smtp && JSON.stringify(smtp)} WHERE id = ${id}`)
}

/**
 * With its folders, messages, pictures and search entries, in one go: seconds for a large account. To let
 * clicks through meanwhile, first `clearFolder` each folder and delete the orphans in turns.
 */
export function deleteAccount(db: WritableDatabase, id: AccountId): void {
  db.run(sql`DELETE FROM accounts WHERE id = ${id}`)
  db.run(sql`DELETE FROM unplaced WHERE message_id NOT IN (SELECT id FROM messages)`)
}

/** Whose Authentication-Results count in an account; undefined when there is no such account. */
export function readAuthserv(
  db: ReadableDatabase,
  id: AccountId,
): Pick<Authserv, 'id' | 'setBy'> | undefined {
  return db.get(sql<Pick<Authserv, 'id' | 'setBy'>>`
    SELECT authserv_id AS id, authserv_set_by AS setBy FROM accounts WHERE id = ${id}`)
}

export function saveAuthserv(
  db: WritableDatabase,
  id: AccountId,
  authserv: Pick<Authserv, 'id' | 'setBy'>,
): void {
  db.run(sql`
    UPDATE accounts SET authserv_id = ${authserv.id}, authserv_set_by = ${authserv.setBy} WHERE id = ${id}`)
}
