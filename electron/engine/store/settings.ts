import { MailError } from '../../../shared/errors.ts'
import {
  defaultPrivacySettings,
  type PrivacySettings,
  privacySettingsSchema,
} from '../../../shared/models/privacy-settings.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** What was never chosen, or can't be read any more, is as private as it can be. */
export function readSettings(db: ReadableDatabase): PrivacySettings {
  return parseSettings(db) ?? defaultPrivacySettings
}

/**
 * For whoever opens sockets: without a proxy that the user has set but that can't be read any more, there is no
 * private way out.
 *
 * @throws MailError('database-damaged')
 */
export function readSettingsOrFail(db: ReadableDatabase): PrivacySettings {
  const settings = parseSettings(db)
  if (settings === undefined) throw new MailError('database-damaged')
  return settings
}

/** A setting that came later than what was saved has its default. */
function parseSettings(db: ReadableDatabase): PrivacySettings | undefined {
  const row = db.get(sql<{ json: string }>`SELECT value_json AS json FROM settings WHERE name = 'privacy'`)
  if (row === undefined) return defaultPrivacySettings
  try {
    return privacySettingsSchema.safeParse({ ...defaultPrivacySettings, ...JSON.parse(row.json) }).data
  } catch {
    return undefined
  }
}

export function saveSettings(db: WritableDatabase, settings: PrivacySettings): void {
  db.run(sql`
    INSERT INTO settings (name, value_json) VALUES ('privacy', ${JSON.stringify(settings)})
    ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json`)
}
