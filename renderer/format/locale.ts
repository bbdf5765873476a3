/**
 * The user's own flavour of the chosen language, for dates and digits: Arabic in Egypt writes ٣, in Morocco 3.
 *
 * @param wanted the system's languages, most wanted first (BCP 47).
 */
export function regionalLocale(language: string, wanted: readonly string[]): string {
  return wanted.find((one) => one === language || one.startsWith(`${language}-`)) ?? language
}
