import type { EngineClient, ShellClient } from '../../../shared/contract.ts'
import type { Traffic, TrafficCount } from '../../traffic.ts'
import { attackPage } from './attack-page.ts'
import type { Attacked, Stage } from './stage.tsx'
import { tryFrame } from './try-frame.ts'
import { trySanitiser } from './try-sanitiser.tsx'
import type { VectorClass } from './vectors/all-vectors.ts'

export const walls = ['sanitiser', 'frame', 'page', 'session', 'door'] as const
export type Wall = (typeof walls)[number]

export type AttackClass =
  | VectorClass
  | 'structures'
  | 'words'
  | 'replies'
  | 'own-page'
  | 'own-browser'
  | 'own-network'

export interface Attempt {
  attackClass: AttackClass
  /** How many ways out were tried. */
  attacks: number
  /** Those that got past the wall, by name. Empty: it holds. */
  passed: string[]
}

export interface WallResult {
  wall: Wall
  attempts: Attempt[]
}

export interface LeakTestMeans {
  engine: EngineClient
  shell: ShellClient
  traffic: Traffic
  attacked: Attacked
  stage: Stage
  /** Called with every wall that was tried. */
  onResult(result: WallResult): void
}

/** What one run has to itself. */
export interface Run extends LeakTestMeans {
  /** New for every run: Chromium remembers what it was once led to. */
  round: string
  port: number
  silentPort: number
  /** The page is a secure one: Chromium would keep plain http away from it before any wall is asked. */
  scheme: 'https'
  /** What the shell was asked for since the program started. */
  counted(): Promise<TrafficCount>
  /** What reached the server, since it was last asked. */
  arrived(): Promise<string[]>
}

/**
 * Attacks each wall by itself and asks whoever stands behind it what came through: the page what the sanitiser
 * left, the shell what frame and page policy let out, a server on this machine what session and door let out. So a
 * wall that fell is seen although the next one still holds.
 */
export async function runLeakTest(means: LeakTestMeans): Promise<void> {
  const { engine, shell, traffic, stage, onResult } = means
  const { run, ...ports } = await engine.call('leakTest.start', undefined)
  const countAgain = traffic.setAside()
  let known = 0
  const range: Run = {
    ...means,
    ...ports,
    scheme: 'https',
    round: run.slice(0, 8),
    counted: () => shell.call('shell.traffic', undefined),
    async arrived() {
      const hits = await engine.call('leakTest.hits', { run })
      const more = hits.slice(known)
      known = hits.length
      return more
    },
  }
  const attempts: Record<Wall, () => Promise<Attempt[]>> = {
    sanitiser: () => trySanitiser(range),
    frame: () => tryFrame(range),
    page: () => tryPage(range),
    session: () => trySession(range),
    async door() {
      const { attacks } = await engine.call('leakTest.tryDoor', { run })
      return [{ attackClass: 'own-network', attacks, passed: await range.arrived() }]
    },
  }
  try {
    for (const wall of walls) {
      stage.signal.throwIfAborted()
      onResult({ wall, attempts: await attempts[wall]() })
    }
  } finally {
    stage.show(null)
    await engine.call('leakTest.stop', { run })
    // Answered after all that the shell had to tell of before.
    await shell.call('shell.traffic', undefined)
    countAgain()
  }
}

async function tryPage({ counted, stage, port, round }: Run): Promise<Attempt[]> {
  const before = await counted()
  const { tried, allowed } = await attackPage(stage, `http://127.0.0.1:${port}/page-${round}`)
  const after = await counted()
  const escaped = after.stopped + after.left > before.stopped + before.left
  return [{ attackClass: 'own-page', attacks: tried, passed: namesOfPassed(escaped, allowed) }]
}

/**
 * @param escaped whether the shell was asked for anything.
 * @param allowed those that the page's policy did not complain of.
 */
export function namesOfPassed(escaped: boolean, allowed: string[]): string[] {
  if (!escaped) return []
  return allowed.length > 0 ? allowed : ['unnamed']
}

/** The session itself is asked; and nothing of all that was tried before may have reached the server. */
async function trySession({ shell, arrived, port }: Run): Promise<Attempt[]> {
  const { attacks, passed } = await shell.call('shell.tryNetwork', { port })
  return [{ attackClass: 'own-browser', attacks, passed: [...passed, ...(await arrived())] }]
}
