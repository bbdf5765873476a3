/** What SQLite can hold. Booleans are written as 0 and 1 by whoever owns the column. */
export type SqlValue = string | number | bigint | null | Uint8Array

/** A statement and its bound values. `Row` is the shape of one result row; it exists in types only. */
export interface Query<Row = never> {
  readonly strings: TemplateStringsArray
  readonly values: readonly SqlValue[]
  readonly row?: Row
}

/**
 * The only way to write SQL: every `${value}` becomes a bound parameter, so a value can't become SQL.
 * There are no fragments on purpose: the text of a statement is one literal that a reader sees whole, and
 * the literal's identity is the key of the prepared statement.
 */
export function sql<Row = never>(strings: TemplateStringsArray, ...values: SqlValue[]): Query<Row> {
  return { strings, values }
}
