/** "Mailtrack" for "Mailtrack (Mailsuite)", where there is little room; the report has the whole name. */
export function shortServiceName(name: string): string {
  const short = name.replace(/ \([^()]*\)$/, '')
  // "X" alone says nothing.
  return short.length > 1 ? short : name
}
