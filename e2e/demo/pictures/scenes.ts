/**
 * What the senders' server draws: small scenes as functions from a place to a colour. `u` runs from 0 at the
 * left to 1 at the right, `v` from 0 at the top to 1 at the bottom, `ratio` is width by height.
 */
import type { Rgb } from '../../../electron/engine/testing/encode-png.ts'
import type { Palette } from './palettes.ts'

export interface Canvas {
  palette: Palette
  ratio: number
  /** A number from 0 to 1 that depends on the picture and on `n` only. */
  chance(n: number): number
}

export type Paint = (u: number, v: number) => Rgb
type Scene = (canvas: Canvas) => Paint

const mix = (from: Rgb, to: Rgb, share: number): Rgb => {
  const t = Math.min(1, Math.max(0, share))
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t]
}
const distance = (u: number, v: number, atU: number, atV: number) => Math.hypot(u - atU, v - atV)
/** Inside a box with round corners, all in one unit. */
const inRoundBox = (x: number, y: number, halfWidth: number, halfHeight: number, radius: number) =>
  Math.hypot(Math.max(Math.abs(x) - halfWidth + radius, 0), Math.max(Math.abs(y) - halfHeight + radius, 0)) <=
  radius

const hills: Scene = ({ palette, ratio, chance }) => {
  const sunU = 0.25 + chance(1) * 0.5
  const ridge = (layer: number, u: number) =>
    0.48 +
    layer * 0.13 +
    Math.sin(u * (4 + layer * 1.7) + chance(layer + 2) * 6) * 0.07 +
    Math.sin(u * (11 + layer * 3) + chance(layer + 9) * 6) * 0.022
  const known = new Map<number, number[]>()
  function ridgesAt(u: number): number[] {
    const ridges = known.get(u) ?? [0, 1, 2, 3].map((layer) => ridge(layer, u))
    known.set(u, ridges)
    return ridges
  }
  return (u, v) => {
    const ridges = ridgesAt(u)
    for (let layer = 3; layer >= 0; layer -= 1) {
      const top = ridges[layer] ?? 1
      if (v > top) {
        return mix(mix(palette.far, palette.near, layer / 3), palette.low, Math.max(0, 0.35 - (v - top) * 2))
      }
    }
    if (distance(u * ratio, v, sunU * ratio, 0.3) < 0.1) return palette.light
    const glow = Math.max(0, 1 - distance(u * ratio, v, sunU * ratio, 0.3) * 2)
    return mix(mix(palette.high, palette.low, v * 1.6), palette.light, glow * 0.45)
  }
}

const sea: Scene = ({ palette, ratio, chance }) => {
  const sunU = 0.3 + chance(1) * 0.4
  return (u, v) => {
    const sun = distance(u * ratio, v, sunU * ratio, 0.52)
    if (v < 0.55) {
      if (sun < 0.16) return mix(palette.accent, palette.light, 0.45 - (v - 0.4))
      return mix(mix(palette.high, palette.low, v * 1.7), palette.light, Math.max(0, 0.5 - sun) * 0.8)
    }
    // Rows of ripples, closer together towards the horizon.
    const depth = (v - 0.55) / 0.45
    const row = Math.floor(Math.sqrt(depth) * 18)
    const inRow = (Math.sqrt(depth) * 18) % 1
    const water = mix(palette.far, palette.near, depth)
    const wide = (0.03 + depth * 0.13) * (0.6 + chance(row) * 0.9)
    if (inRow < 0.55 && Math.abs(u - sunU + (chance(row + 60) - 0.5) * 0.05) * ratio < wide) {
      return mix(palette.accent, palette.light, 0.35)
    }
    const ripple = Math.abs(((u * (3 + chance(row + 30) * 3) + chance(row + 90)) % 1) - 0.5)
    return inRow < 0.3 && ripple < 0.1 ? mix(water, palette.low, 0.22) : water
  }
}

const city: Scene = ({ palette, ratio, chance }) => {
  const columns = Math.max(8, Math.round(12 * ratio))
  return (u, v) => {
    for (let layer = 1; layer >= 0; layer -= 1) {
      const shifted = u * columns + layer * 0.5
      const column = Math.floor(shifted)
      const top = 0.86 - chance(column * 3 + layer * 101) * (layer === 1 ? 0.32 : 0.5)
      const across = shifted - column
      if (v < top || across < 0.04) continue
      if (layer === 0) return mix(palette.far, palette.low, 0.25)
      const inWindow = (across * 4) % 1 > 0.45 && (v * 26) % 1 > 0.5 && across > 0.16 && across < 0.92
      const lit = chance(column * 97 + Math.floor(v * 26) * 13 + Math.floor(across * 4)) > 0.55
      return inWindow && lit && v < 0.95 ? mix(palette.accent, palette.light, 0.4) : palette.near
    }
    const moon = distance(u * ratio, v, 0.78 * ratio, 0.22)
    return moon < 0.07 ? palette.light : mix(palette.high, palette.low, v * 1.3)
  }
}

/** A thing to sell: a cup, a bottle or a box, on a soft ground with a shadow. */
const product: Scene = ({ palette, ratio, chance }) => {
  const shape = Math.floor(chance(1) * 3)
  return (u, v) => {
    const x = (u - 0.5) * ratio
    const y = v - 0.5
    const shade = 0.75 + x * 0.9
    const body = mix(palette.near, palette.accent, shape === 1 ? 0.35 : 0.9)
    const lit = mix(body, palette.light, Math.max(0, 0.35 - Math.abs(x + 0.1) * 2.4))
    if (shape === 0) {
      if (inRoundBox(x, y - 0.03, 0.17, 0.2, 0.06)) return mix(palette.near, lit, shade)
      const handle = distance(x, y, 0.19, 0.02)
      if (handle < 0.11 && handle > 0.07 && x > 0.1) return mix(palette.near, body, 0.7)
    } else if (shape === 1) {
      if (inRoundBox(x, y + 0.29, 0.045, 0.05, 0.01)) return palette.accent
      if (inRoundBox(x, y + 0.2, 0.04, 0.09, 0.02)) return mix(palette.near, lit, shade)
      if (inRoundBox(x, y - 0.08, 0.12, 0.22, 0.08)) {
        return Math.abs(y - 0.1) < 0.08 ? palette.light : mix(palette.near, lit, shade)
      }
    } else if (inRoundBox(x, y - 0.02, 0.22, 0.21, 0.03)) {
      if (Math.abs(x) < 0.028 || Math.abs(y + 0.02) < 0.028) return palette.light
      return mix(palette.near, lit, shade)
    }
    const shadow = Math.hypot(x / 0.34, (y - 0.25) / 0.055)
    const ground = mix(palette.low, palette.high, y > 0.2 ? 0.55 : 0.2 + v * 0.2)
    return shadow < 1 ? mix(mix(ground, palette.near, 0.35), ground, shadow) : ground
  }
}

const portrait: Scene = ({ palette, ratio, chance }) => {
  const skin = mix([255, 224, 196], [141, 85, 52], chance(1))
  const hair = mix([46, 32, 26], [176, 122, 66], chance(2))
  return (u, v) => {
    const x = (u - 0.5) * ratio
    if (distance(x, v, 0, 0.43) < 0.17) return v < 0.34 + Math.abs(x) * 0.25 ? hair : skin
    if (distance(x, v, 0, 0.38) < 0.2 && v < 0.42) return hair
    if (Math.abs(x) < 0.06 && v > 0.55 && v < 0.68) return mix(skin, palette.near, 0.15)
    if (Math.hypot(x / 0.36, (v - 1) / 0.36) < 1) return mix(palette.accent, palette.near, 0.15 + v * 0.2)
    return mix(palette.high, palette.low, v)
  }
}

const logo: Scene = ({ palette, ratio, chance }) => {
  const mark = Math.floor(chance(1) * 3)
  const white: Rgb = [255, 255, 255]
  const bars = 3 + Math.floor(chance(2) * 4)
  return (u, v) => {
    const x = u * ratio
    const y = v - 0.5
    const toMark = distance(x, v, 0.5, 0.5)
    if (mark === 0 && toMark < 0.36) return toMark > 0.2 || x > 0.5 ? palette.near : palette.accent
    if (mark === 1 && inRoundBox(x - 0.5, y, 0.34, 0.34, 0.1)) {
      return (x - 0.5) * y > 0 ? palette.accent : palette.near
    }
    if (mark === 2 && toMark < 0.36)
      return Math.abs(x - 0.5) + Math.abs(y) < 0.25 ? palette.light : palette.accent
    // The name next to the mark, as strokes.
    const at = x - 1.05
    const letter = Math.floor(at / 0.34)
    const inside = at - letter * 0.34
    if (at > 0 && letter < bars && letter < (ratio - 1.3) / 0.34 && inside < 0.24) {
      const tall = chance(letter + 5) > 0.6 ? 0.27 : 0.17
      if (inRoundBox(inside - 0.12, y - 0.17 + tall, 0.12, tall, 0.05)) {
        const hole = Math.hypot((inside - 0.12) / 0.055, (y - 0.01) / 0.09) < 1 && chance(letter + 40) > 0.35
        return hole ? white : palette.near
      }
    }
    return white
  }
}

const chart: Scene = ({ palette, chance }) => {
  const bars = 9
  return (u, v) => {
    const column = Math.floor(u * bars)
    const across = u * bars - column
    const top = 0.78 - (0.12 + 0.4 * (column / bars) + chance(column) * 0.2)
    if (v > 0.86) return palette.light
    if (across > 0.2 && across < 0.8 && v > top) {
      return column === bars - 1 ? palette.accent : mix(palette.far, palette.near, column / bars)
    }
    return v < 0.84 && (v * 8) % 1 < 0.03 ? mix(palette.light, palette.far, 0.35) : palette.light
  }
}

const plate: Scene = ({ palette, ratio, chance }) => {
  const pieces = Array.from({ length: 26 }, (_, n) => {
    const angle = chance(n) * Math.PI * 2
    const far = Math.sqrt(chance(n + 50)) * 0.22
    return { x: Math.cos(angle) * far, y: Math.sin(angle) * far, size: 0.025 + chance(n + 90) * 0.045, n }
  })
  return (u, v) => {
    const x = (u - 0.5) * ratio
    const y = v - 0.5
    const out = Math.hypot(x, y)
    for (const piece of out < 0.3 ? pieces : []) {
      if (distance(x, y, piece.x, piece.y) > piece.size) continue
      const colours = [palette.accent, palette.far, mix(palette.accent, palette.light, 0.45), palette.near]
      return colours[piece.n % colours.length] ?? palette.accent
    }
    if (out < 0.28) return mix(palette.low, palette.accent, 0.3)
    if (out < 0.4) return mix(palette.light, palette.far, out < 0.3 ? 0.3 : (out - 0.3) * 1.2)
    if (distance(x, y, 0.02, 0.03) < 0.42) return mix(palette.high, palette.near, 0.35)
    return (u * 9) % 1 < 0.06 ? mix(palette.high, palette.far, 0.35) : palette.high
  }
}

/** Eight-pointed stars, as on tiles of Fez and Isfahan. */
const tiles: Scene = ({ palette, ratio }) => {
  const across = Math.max(3, Math.round(4 * ratio))
  return (u, v) => {
    const x = (((u * across) % 1) - 0.5) * 2
    const y = (((v * across) / ratio) % 1) * 2 - 1
    const square = Math.max(Math.abs(x), Math.abs(y))
    const diamond = (Math.abs(x) + Math.abs(y)) / Math.SQRT2
    const star = Math.min(square, diamond)
    if (Math.hypot(x, y) < 0.22) return palette.accent
    if (star < 0.5) return palette.near
    if (star < 0.57) return palette.light
    if (star < 0.82) return mix(palette.far, palette.high, 0.3)
    return star < 0.88 ? palette.light : palette.accent
  }
}

const banner: Scene = ({ palette, ratio, chance }) => {
  const bubbles = Array.from({ length: 7 }, (_, n) => ({
    u: chance(n),
    v: chance(n + 20),
    size: 0.12 + chance(n + 40) * 0.4,
  }))
  return (u, v) => {
    let colour = mix(palette.near, palette.far, u * 0.7 + v * 0.3)
    for (const bubble of bubbles) {
      const out = distance(u * ratio, v, bubble.u * ratio, bubble.v)
      if (out < bubble.size) colour = mix(colour, palette.accent, 0.12 + (out / bubble.size) * 0.16)
    }
    return colour
  }
}

export const SCENES: Record<string, Scene> = {
  hills,
  sea,
  city,
  product,
  portrait,
  logo,
  chart,
  plate,
  tiles,
  banner,
}
