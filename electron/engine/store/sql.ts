/** What SQLite can hold. Booleans are written as 0 and 1 by whoever owns the column. */
export type SqlValue = string | number | bigint | null | Uint8Array

/** A statement and its bound values. `Row` is the shape of one result row; it exists in types only. */
export interface Query<Row = never> {
  readonly strings: TemplateStringsArray
  readonly values: readonly SqlValue[]
  readonly row?: Row
}

/** SQL that several statements have in common. It holds no value, so there is nothing that could become SQL. */
class Fragment {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** For a list of columns or an order: to be kept in a constant, since a literal always has the same fragments. */
export function fragment(strings: TemplateStringsArray): Fragment {
  return new Fragment(strings.join(''))
}

/**
 * The only way to write SQL: every `${value}` becomes a bound parameter, so a value can't become SQL; only a
 * `fragment` becomes part of the text. The literal's identity is the key of the prepared statement.
 */
export function sql<Row = never>(
  strings: TemplateStringsArray,
  ...values: (SqlValue | Fragment)[]
): Query<Row> {
  const bound = values.filter(isBound)
  return { strings: bound.length === values.length ? strings : withFragments(strings, values), values: bound }
}

function isBound(value: SqlValue | Fragment): value is SqlValue {
  return !(value instanceof Fragment)
}

const whole = new WeakMap<TemplateStringsArray, TemplateStringsArray>()

function withFragments(
  strings: TemplateStringsArray,
  values: readonly (SqlValue | Fragment)[],
): TemplateStringsArray {
  const known = whole.get(strings)
  if (known !== undefined) return known
  const texts = ['']
  for (const [at, string] of strings.entries()) {
    const before = values[at - 1]
    if (at > 0 && !(before instanceof Fragment)) texts.push(string)
    else texts[texts.length - 1] += `${before instanceof Fragment ? before.text : ''}${string}`
  }
  const made = Object.assign(texts, { raw: texts })
  whole.set(strings, made)
  return made
}
