import type { Rgb } from '../../../electron/engine/testing/encode-png.ts'

/** Sky above, sky below, far, near, accent, light. */
export interface Palette {
  high: Rgb
  low: Rgb
  far: Rgb
  near: Rgb
  accent: Rgb
  light: Rgb
}

const hex = (code: string): Rgb => {
  const value = Number.parseInt(code, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const palette = (high: string, low: string, far: string, near: string, accent: string, light: string) => ({
  high: hex(high),
  low: hex(low),
  far: hex(far),
  near: hex(near),
  accent: hex(accent),
  light: hex(light),
})

const PALETTES: [Palette, ...Palette[]] = [
  palette('f7b38a', 'fde8c9', 'c98a86', '4a3f5c', 'ff6b57', 'fff4df'),
  palette('6fb1d8', 'dff1f7', '7fa7b5', '24465a', 'f2b84b', 'ffffff'),
  palette('2b2d5b', 'e58a7b', '6b4a78', '1b1a33', 'ffd27d', 'ffe9c9'),
  palette('b7d8c0', 'f4f4df', '7fae8f', '2d5a4a', 'e0774f', 'fffbea'),
  palette('d9c8ef', 'fbeaf1', 'a68bc1', '4c3a73', 'f28aa4', 'fff7fb'),
  palette('f4dfb8', 'fff7e6', 'd6a86a', '8a5a34', '3f7f7a', 'ffffff'),
  palette('1f3b4d', '4d8f97', '2f6372', '0f2230', 'f6c667', 'e6f2ef'),
  palette('cfe3f6', 'f8fbff', '93b3d6', '345a8c', 'ef7d57', 'ffffff'),
]

/** A palette that belongs to the seed, always the same one. */
export function paletteOf(seed: number): Palette {
  return PALETTES[seed % PALETTES.length] ?? PALETTES[0]
}
