const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${locale} ${options.style ?? ''} ${options.unit ?? ''} ${options.maximumFractionDigits ?? ''}`
  const known = formats.get(key) ?? new Intl.NumberFormat(locale, options)
  formats.set(key, known)
  return known
}

export function formatNumber(value: number, locale: string): string {
  return numberFormat(locale).format(value)
}

/** "41%", of a share from 0 to 1. */
export function formatShare(share: number, locale: string): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

/** Bytes as people read them: "340 bytes", "1.2 MB". */
export function formatSize(bytes: number, locale: string): string {
  const [unit, value] =
    bytes < 1_000
      ? (['byte', bytes] as const)
      : bytes < 999_500
        ? (['kilobyte', bytes / 1_000] as const)
        : (['megabyte', bytes / 1_000_000] as const)
  const maximumFractionDigits = unit === 'megabyte' && value < 100 ? 1 : 0
  // The short unit has no plural in English: "340 byte".
  const unitDisplay = unit === 'byte' ? 'long' : 'short'
  return numberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(value)
}
