import type { Database } from 'better-sqlite3'

interface Row {
  message_id: number
  part: number | null
  kind: string
  url: string
}

/**
 * References lie with the bodies; only those of which something was asked have rows. Bodies get theirs when stored mail
 * is judged again, in the background.
 */
export function askedReferences(connection: Database): void {
  connection.exec(`
    CREATE TABLE asked_references (
      -- See reference-id.ts.
      id INTEGER PRIMARY KEY,
      message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
      verdict TEXT NOT NULL,
      state TEXT NOT NULL,
      picture TEXT REFERENCES vault,
      failure TEXT
    ) STRICT;
  `)
  connection.function('asked_id', { deterministic: true }, (message_id, part, kind, url) =>
    idOf({ message_id, part, kind, url } as Row),
  )
  connection.exec(`
    INSERT OR IGNORE INTO asked_references
      SELECT asked_id(message_id, part, kind, url), message_id, verdict, state, picture, failure
      FROM remote_references WHERE state <> 'blocked' OR failure IS NOT NULL;
    DROP TABLE remote_references;
    CREATE INDEX asked_references_by_message ON asked_references (message_id);
    CREATE INDEX asked_references_by_picture ON asked_references (picture) WHERE picture IS NOT NULL;
    -- The few trackers that the user asked for, even if they did not come or were forgotten since.
    CREATE INDEX asked_references_let_in ON asked_references (message_id) WHERE verdict = 'tracker';
    CREATE TRIGGER asked_references_deleted AFTER DELETE ON asked_references WHEN old.picture IS NOT NULL BEGIN
      DELETE FROM vault WHERE sha256 = old.picture
        AND NOT EXISTS (SELECT 1 FROM asked_references WHERE picture = old.picture);
    END;
    UPDATE messages SET analyser_version = 1 WHERE analyser_version > 1;
  `)
}

function idOf({ message_id, part, kind, url }: Row): number {
  let hash = 0x811c9dc5
  for (const letter of `${part} ${kind} ${url}`.split('')) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  }
  return message_id * 2 ** 20 + ((hash >>> 0) % 2 ** 20)
}
