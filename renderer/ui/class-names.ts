/** Joins the class names that apply; CSS modules give `undefined` for a name they do not have. */
export function classNames(...names: (string | undefined | false)[]): string {
  return names.filter(Boolean).join(' ')
}
