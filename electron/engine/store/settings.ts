import type { Database } from 'better-sqlite3'
import {
  defaultPrivacySettings,
  type PrivacySettings,
  privacySettingsSchema,
} from '../../../shared/models/privacy-settings.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

const unreadable: PrivacySettings = { ...defaultPrivacySettings, proxyUnknown: true }

/**
 * What was never chosen, or can't be read any more, is as private as it can be. A setting that came later than what was
 * saved has its default.
 */
export function readSettings(db: ReadableDatabase): PrivacySettings {
  const row = db.get(sql<{ json: string }>`SELECT value_json AS json FROM settings WHERE name = 'privacy'`)
  if (row === undefined) return defaultPrivacySettings
  try {
    const stored: unknown = JSON.parse(row.json)
    return (
      privacySettingsSchema.safeParse({ ...defaultPrivacySettings, ...Object(stored) }).data ?? unreadable
    )
  } catch {
    return unreadable
  }
}

/** For a recovery that found no settings, though the user may have made some. */
export function saveProxyUnknown(connection: Database): void {
  connection
    .prepare(`INSERT OR IGNORE INTO settings (name, value_json) VALUES ('privacy', ?)`)
    .run(JSON.stringify(unreadable))
}

export function saveSettings(db: WritableDatabase, settings: PrivacySettings): void {
  db.run(sql`
    INSERT INTO settings (name, value_json) VALUES ('privacy', ${JSON.stringify(settings)})
    ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json`)
}
