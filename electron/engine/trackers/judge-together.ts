import type { Reason, ReferenceKind, Verdict } from '../../../shared/models/remote-content.ts'
import { PICTURE_KINDS } from '../../../shared/showable-picture.ts'
import type { FoundReference } from './find-references.ts'
import { type Judgement, judgeReference, type Surroundings } from './judge-reference.ts'
import { personalToken, type TokenStrength } from './personal-token.ts'
import { isInvisible } from './reference-size.ts'

export interface JudgedReference {
  /** null: outside the parts that are shown. */
  part: number | null
  url: string
  host: string
  kind: ReferenceKind
  verdict: Verdict
  service: string | null
  reasons: Reason[]
}

interface Judged {
  reference: FoundReference
  judgement: Judgement
}

/** Judges references that tell something about each other. */
export function judgeTogether(
  found: readonly FoundReference[],
  message: Pick<Surroundings, 'carriesAddress' | 'platform'>,
): Judged[] {
  const tokens = found.map(({ parsed }) => personalToken(parsed))
  const around = { ...message, ...lookAround(found, tokens) }
  return found.map((reference, place) => {
    return { reference, judgement: judgeReference(reference, tokens[place] ?? null, around) }
  })
}

interface Host {
  url: string
  /** It has other addresses than that one. */
  hasMore: boolean
  /** Its addresses that are opaque and may be seen. */
  opaque: Set<string>
}

/** What the references of one message tell about each other. */
function lookAround(
  found: readonly FoundReference[],
  tokens: readonly (TokenStrength | null)[],
): Pick<Surroundings, 'isLoneHost' | 'namesAllOpaquely'> {
  const hosts = new Map<string, Host>()
  for (const [place, reference] of found.entries()) {
    const { url, parsed } = reference
    const { hostname } = parsed
    let host = hosts.get(hostname)
    if (host === undefined) {
      host = { url, hasMore: false, opaque: new Set() }
      hosts.set(hostname, host)
    }
    host.hasMore ||= host.url !== url
    const token = tokens[place]
    if ((token === 'opaque' || token === 'file') && !isInvisible(reference)) host.opaque.add(url)
  }
  return {
    isLoneHost: (host) => hosts.size > 1 && hosts.get(host)?.hasMore === false,
    namesAllOpaquely: (host) => (hosts.get(host)?.opaque.size ?? 0) >= 3,
  }
}

const REPEATS: ReadonlySet<ReferenceKind> = new Set(['srcset', 'unshown'])
const WORSE: Record<Verdict, number> = { plain: 0, suspect: 1, tracker: 2 }

/** The same address asked for in several ways (img, srcset, background) reports the same: its worst verdict counts. */
export function tellOnce(judged: readonly Judged[]): JudgedReference[] {
  const worst = new Map<string, Judgement>()
  for (const { reference, judgement } of judged) {
    const known = worst.get(reference.url)
    if (known === undefined || WORSE[judgement.verdict] > WORSE[known.verdict])
      worst.set(reference.url, judgement)
  }
  return withoutRepeats(judged).map(({ reference, judgement }) => {
    const { part, url, kind, parsed } = reference
    const of = worst.get(url)
    const { verdict, service, reasons } =
      of !== undefined && WORSE[of.verdict] > WORSE[judgement.verdict] ? of : judgement
    return { part, url, host: parsed.hostname, kind, verdict, service, reasons }
  })
}

/** What repeats is judged as well, for the worst counts; but the same address is not two of the mail's contents. */
function withoutRepeats(judged: readonly Judged[]): readonly Judged[] {
  if (!judged.some(isRepeat)) return judged
  const shown = new Set(judged.filter(({ reference }) => PICTURE_KINDS.has(reference.kind)).map(placeOf))
  return judged.filter((one) => !isRepeat(one) || !shown.has(placeOf(one)))
}

function isRepeat({ reference }: Judged): boolean {
  return REPEATS.has(reference.kind)
}

function placeOf({ reference: { part, url } }: Judged): string {
  return `${part} ${url}`
}
