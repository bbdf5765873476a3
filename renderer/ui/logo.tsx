import type { JSX } from 'react'

/** A stage with its two drapes drawn aside just so far that one can look out, and nobody in. */
export function Logo({ size }: { size: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path d="M3 5.5h26" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M5 7.5h10.2c0 8.5-2.6 15-8.7 19.5-1 .7-1.5.2-1.5-1z" fill="currentColor" />
      <path d="M27 7.5H16.8c0 8.5 2.6 15 8.7 19.5 1 .7 1.5.2 1.5-1z" fill="currentColor" opacity=".62" />
    </svg>
  )
}
