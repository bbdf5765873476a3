/** "2024", "2024-3", "2024/03/31": the beginning of that day, here, in Unix time in ms; null when it is no day. */
export function readDay(text: string): number | null {
  const found = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text)
  if (found === null) return null
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)]
  const date = new Date(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, ك: 1e3, م: 1e6, ج: 1e9 }

/** "300000", "500k", "1.5MB": bytes, a kilobyte being 1,000 as file managers count; null when it is no size. */
export function readSize(text: string): number | null {
  const found = /^(\d{1,12}(?:[.,]\d{1,3})?)([kmgكمج]?)i?b?$/i.exec(text)
  if (found === null) return null
  const unit = units[(found[2] ?? '').toLowerCase()] ?? 1
  return Math.round(Number((found[1] ?? '').replace(',', '.')) * unit)
}
