import type Database from 'better-sqlite3'
import type { Query, SqlValue } from './sql.ts'
import { toStoreError } from './store-error.ts'

/** What a function that only looks may be given. */
export interface ReadableDatabase {
  /** The first row, if there is one. */
  get<Row>(query: Query<Row>): Row | undefined
  all<Row>(query: Query<Row>): Row[]
}

/** Exists only inside a transaction: `Store.write` hands it out. */
export interface WritableDatabase extends ReadableDatabase {
  /** Runs a statement without result rows; answers how many rows it changed. */
  run(query: Query): number
  /** Inserts one row; answers its rowid under the name and type the query gives it. */
  insert<Id extends number>(query: Query<Id>): Id
}

type Statement = Database.Statement<SqlValue[], unknown>

/** What SQLite threw, in the user's terms. */
export type Explain = (error: unknown) => unknown

/**
 * Prepared statements by the identity of their literal: the hot paths neither join strings nor compile SQL.
 * There are as many as there are `sql` literals in the code, so the cache needs no limit.
 */
function statementsOf(connection: Database.Database, accept: (statement: Statement) => void) {
  const prepared = new WeakMap<TemplateStringsArray, Statement>()
  return function statementOf(query: Query<unknown>): Statement {
    const known = prepared.get(query.strings)
    if (known !== undefined) return known
    const statement = connection.prepare<SqlValue[]>(query.strings.join('?'))
    accept(statement)
    prepared.set(query.strings, statement)
    return statement
  }
}

function openReader(statementOf: (query: Query<unknown>) => Statement, explain: Explain): ReadableDatabase {
  return {
    // The tables are STRICT and all SQL lies beside the row types: this is the one place that believes them.
    get<Row>(query: Query<Row>) {
      try {
        return statementOf(query).get(...query.values) as Row | undefined
      } catch (error) {
        throw explain(error)
      }
    },
    all<Row>(query: Query<Row>) {
      try {
        return statementOf(query).all(...query.values) as Row[]
      } catch (error) {
        throw explain(error)
      }
    },
  }
}

/** @throws TypeError when asked to run a statement that writes. */
export function readableDatabase(
  connection: Database.Database,
  explain: Explain = toStoreError,
): ReadableDatabase {
  return openReader(
    statementsOf(connection, (statement) => {
      if (!statement.readonly) throw new TypeError('a statement that writes was given to a reader')
    }),
    explain,
  )
}

export function writableDatabase(
  connection: Database.Database,
  explain: Explain = toStoreError,
): WritableDatabase {
  const statementOf = statementsOf(connection, () => {})
  return {
    ...openReader(statementOf, explain),
    run(query) {
      try {
        return statementOf(query).run(...query.values).changes
      } catch (error) {
        throw explain(error)
      }
    },
    insert<Id extends number>(query: Query<Id>) {
      try {
        return Number(statementOf(query).run(...query.values).lastInsertRowid) as Id
      } catch (error) {
        throw explain(error)
      }
    },
  }
}
