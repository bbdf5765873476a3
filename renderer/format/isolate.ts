/** Keeps a name's own direction inside words of another (Unicode UAX 9: FSI and PDI), where there is no `bdi`. */
export function isolate(name: string): string {
  return `\u2068${name}\u2069`
}
