/** The part of the URL standard that shared/ uses; every place where it runs has all of it. */
declare class URL {
  constructor(url: string | URL, base?: string)
  static parse(url: string, base?: string): URL | null
  readonly href: string
  protocol: string
  hostname: string
  port: string
  hash: string
}
