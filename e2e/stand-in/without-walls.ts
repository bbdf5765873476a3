/** A wall that a test takes away from the program, to see its leak test find the hole: STAND_IN_WITHOUT. */
export type RemovedWall = 'frame' | 'page' | 'session'

export function isWithout(wall: RemovedWall): boolean {
  return process.env['STAND_IN_WITHOUT'] === wall
}

interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** The program's own page or frame as it would be if its policy had been forgotten. */
export function withoutPolicy(path: string, answer: Answer): Answer {
  const isFrame = path === '/message-frame.html'
  if (!(isFrame ? isWithout('frame') : isWithout('page') && path.endsWith('.html'))) return answer
  const { 'content-security-policy': _, ...headers } = answer.headers
  const html = answer.body.toString().replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/i, '')
  return { ...answer, headers, body: Buffer.from(html) }
}
