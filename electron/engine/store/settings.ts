import {
  defaultPrivacySettings,
  type PrivacySettings,
  privacySettingsSchema,
} from '../../../shared/models/privacy-settings.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sql } from './sql.ts'

/** What was never chosen, or can't be read any more, is as private as it can be. */
export function readSettings(db: ReadableDatabase): PrivacySettings {
  const row = db.get(sql<{ json: string }>`SELECT value_json AS json FROM settings WHERE name = 'privacy'`)
  if (row === undefined) return defaultPrivacySettings
  return privacySettingsSchema.safeParse(JSON.parse(row.json)).data ?? defaultPrivacySettings
}

export function saveSettings(db: WritableDatabase, settings: PrivacySettings): void {
  db.run(sql`
    INSERT INTO settings (name, value_json) VALUES ('privacy', ${JSON.stringify(settings)})
    ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json`)
}
