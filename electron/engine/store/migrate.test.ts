import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { messageIdSchema } from '../../../shared/models/message.ts'
import { migrate } from './migrate.ts'
import { firstTables } from './migrations/0001-first-tables.ts'
import { search } from './migrations/0002-search.ts'
import { referenceIds } from './reference-id.ts'

function emptyDatabase(): Database.Database {
  const connection = new Database(':memory:')
  connection.pragma('foreign_keys = ON')
  onTestFinished(() => {
    connection.close()
  })
  return connection
}

function schemaOf(connection: Database.Database): unknown {
  return connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
}

const versionOf = (connection: Database.Database) => connection.pragma('user_version', { simple: true })

test('the migrations make sound STRICT tables', () => {
  const connection = emptyDatabase()
  migrate(connection)
  expect(versionOf(connection)).toBeGreaterThan(1)
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
  const loose = connection
    .prepare(
      `SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main'
        AND name NOT LIKE 'sqlite_%'`,
    )
    .all()
  expect(loose).toEqual([])
})

test('a second run changes nothing', () => {
  const connection = emptyDatabase()
  migrate(connection)
  const before = schemaOf(connection)
  connection.exec(`
    INSERT INTO accounts (id, address, display_name, host, port, security, user)
    VALUES (1, 'a@b', '', 'h', 1, 'tls', 'u')
  `)
  const changes = connection.prepare('SELECT total_changes() AS n').get()
  migrate(connection)
  expect(schemaOf(connection)).toEqual(before)
  expect(connection.prepare('SELECT total_changes() AS n').get()).toEqual(changes)
})

test('a step that fails leaves the version and the rows as they were before all steps, and can be tried again', () => {
  const connection = emptyDatabase()
  const first = (db: Database.Database) =>
    db.exec('CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)')
  const broken = (db: Database.Database) => {
    db.exec('DELETE FROM a; CREATE TABLE b (x INTEGER) STRICT')
    throw new Error('power cut')
  }
  const repaired = (db: Database.Database) => db.exec('CREATE TABLE b (x INTEGER) STRICT')
  expect(() => migrate(connection, [first, broken])).toThrow('power cut')
  expect(versionOf(connection)).toBe(0)
  expect(schemaOf(connection)).toEqual([])
  migrate(connection, [first])
  expect(() => migrate(connection, [first, broken, broken])).toThrow('power cut')
  expect(versionOf(connection)).toBe(1)
  expect(connection.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }])
  migrate(connection, [first, repaired])
  expect(versionOf(connection)).toBe(2)
  expect(connection.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }])
})

test('a file of a newer Curtain is left alone', () => {
  const connection = emptyDatabase()
  connection.pragma('user_version = 99')
  expect(() => migrate(connection)).toThrow(expect.objectContaining({ code: 'database-newer' }))
  expect(schemaOf(connection)).toEqual([])
})

test('rows of the first version come through: references keep their ids, mails are filed by what they report', () => {
  const connection = emptyDatabase()
  migrate(connection, [firstTables])
  connection.exec(`
    INSERT INTO accounts VALUES (1, 'a@b', '', 'h', 1, 'tls', 'u');
    INSERT INTO folders (id, account_id, path, delimiter, name) VALUES (1, 1, 'INBOX', '/', 'INBOX');
    INSERT INTO vault VALUES ('ab', 'image/png', x'00');
  `)
  const addMail = (id: number, state: string, trackers: number, suspects: number, services: string) => {
    connection
      .prepare(
        `INSERT INTO messages (id, account_id, received_at, size, from_name, from_address, to_json, cc_json,
           reply_to_json, subject, has_attachments, download_rank, body_state, tracker_count, suspect_count,
           services_json, analyser_version)
         VALUES (?, 1, ?, 9, '', '', '[]', '[]', '[]', '', 0, 0, ?, ?, ?, ?, 1)`,
      )
      .run(id, id * 1_000, state, trackers, suspects, services)
    connection.prepare(`INSERT INTO placements VALUES (1, ?, ?, ?, '', 1, 0)`).run(id, id, id * 1_000)
  }
  addMail(1, 'missing', 0, 0, '[]')
  addMail(2, 'ready', 0, 0, '[]')
  addMail(3, 'ready', 0, 1, '[]')
  addMail(4, 'ready', 0, 0, '[]')
  addMail(5, 'ready', 2, 1, '["Mailchimp","SendGrid"]')
  connection.exec(`
    INSERT INTO receipts VALUES (4, 0, 'disposition-notification-to', 'spy@shop.example');
    INSERT INTO remote_references VALUES
      (7, 5, 0, 'https://a.example/', 'a.example', 'img', 'plain', NULL, '[]', 'loaded', 'ab'),
      (8, 5, 0, 'https://d.example/', 'd.example', 'img', 'plain', NULL, '[]', 'failed', NULL),
      (9, 5, 0, 'https://b.example/', 'b.example', 'img', 'plain', NULL, '[]', 'blocked', NULL);
    DELETE FROM remote_references WHERE id = 9;
    INSERT INTO sources VALUES (3, x'33'), (5, x'55');
    INSERT INTO bodies VALUES (5, x'5b'), (3, x'3b');
  `)
  migrate(connection)
  const all = (query: string) => connection.prepare(query).all()
  expect(all('SELECT message_id AS id, exposure FROM placements ORDER BY 1')).toEqual([
    { id: 1, exposure: null },
    { id: 2, exposure: 0 },
    { id: 3, exposure: 1 },
    { id: 4, exposure: 1 },
    { id: 5, exposure: 2 },
  ])
  expect(all('SELECT service, received_at AS at FROM message_services WHERE message_id = 5')).toEqual([
    { service: 'Mailchimp', at: 5_000 },
    { service: 'SendGrid', at: 5_000 },
  ])
  const at = (url: string) => ({ part: 0, kind: 'img', url })
  const mail = messageIdSchema.parse(5)
  const [asked = 0] = referenceIds(mail, [at('https://a.example/')])
  const [failed] = referenceIds(mail, [at('https://d.example/')])
  expect(all('SELECT id, state, picture, failure FROM asked_references ORDER BY failure')).toEqual([
    { id: asked, state: 'blocked', picture: null, failure: 'forgotten' },
    { id: failed, state: 'failed', picture: null, failure: 'server-failed' },
  ])
  connection.exec(`
    INSERT INTO vault (sha256, media_type) VALUES ('ab', 'image/png');
    UPDATE asked_references SET picture = 'ab' WHERE id = ${asked};
    DELETE FROM asked_references WHERE id = ${asked};
    DELETE FROM messages WHERE id = 5;
  `)
  expect(all('SELECT * FROM vault')).toEqual([])
  expect(all('SELECT * FROM message_services')).toEqual([])
  expect(all('SELECT message_id, hex(compressed) AS held FROM sources')).toEqual([
    { message_id: 3, held: '33' },
  ])
  expect(all('SELECT message_id, hex(packed) AS held FROM bodies')).toEqual([{ message_id: 3, held: '3B' }])
  expect(connection.pragma('foreign_key_check')).toEqual([])
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
})

test('whoever was written to before is a contact, and so is whoever is written to after', () => {
  const connection = emptyDatabase()
  migrate(connection, [firstTables, search])
  connection.exec(`
    INSERT INTO accounts VALUES (1, 'a@b', '', 'h', 1, 'tls', 'u');
    INSERT INTO folders (id, account_id, path, delimiter, name, role)
    VALUES (1, 1, 'Sent', '/', 'Sent', 'sent'), (2, 1, 'INBOX', '/', 'INBOX', 'inbox');
  `)
  const addMail = (id: number, folder: number, to: string, cc = '[]') => {
    connection
      .prepare(
        `INSERT INTO messages (id, account_id, received_at, size, from_name, from_address, to_json, cc_json,
           reply_to_json, subject, has_attachments, download_rank)
         VALUES (?, 1, 0, 9, '', 'a@b', ?, ?, '[]', '', 0, 0)`,
      )
      .run(id, to, cc)
    connection
      .prepare(
        `INSERT INTO placements (folder_id, uid, message_id, received_at, flags, unread, flagged)
         VALUES (?, ?, ?, 0, '', 1, 0)`,
      )
      .run(folder, id, id)
  }
  addMail(1, 1, '[{"name":"","address":"Old@Friend.example"},{"name":"nobody","address":""}]')
  addMail(2, 2, '[{"name":"","address":"stranger@shop.example"}]')
  migrate(connection)
  addMail(
    3,
    1,
    '[]',
    '[{"name":"","address":"new@friend.example"},{"name":"","address":"old@friend.example"}]',
  )
  addMail(4, 2, '[{"name":"","address":"other@shop.example"}]')
  const contacts = () => connection.prepare('SELECT address FROM contacts ORDER BY 1').pluck().all()
  expect(contacts()).toEqual(['new@friend.example', 'old@friend.example'])
  connection.exec('DELETE FROM accounts')
  expect(contacts()).toEqual([])
})
