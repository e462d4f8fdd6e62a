import type { UtcTime } from '../core/clock.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import type { Artifact } from '../core/model/artifact.ts';
import type { Observation } from '../core/model/capture-record.ts';
import { exhibitResultSchema, type ExhibitResult } from '../core/model/capture-result.ts';
import type { Checkpoint, TimeStanding } from '../core/ports.ts';

/** What identifies an attempt, sealed or not. */
interface AttemptFacts {
  readonly case: string;
  readonly exhibit: string;
  readonly requestedUrl: string;
  readonly startedAt: UtcTime;
}

/** Result of an attempt with a sealed record. */
export function buildSealedResult(facts: {
  readonly attempt: AttemptFacts;
  readonly observation: Observation;
  readonly artifacts: readonly Artifact[];
  readonly digest: Sha256Digest;
  readonly sealedAt?: UtcTime;
  readonly tookMs?: number;
  readonly checkpoint?: Checkpoint;
  readonly time: TimeStanding;
}): ExhibitResult {
  const { observation, checkpoint } = facts;
  const { documentUrl, shownUrl } = observation.address;
  const { exchanges, incomplete, items } = observation.completeness;
  return withoutAbsent({
    ...facts.attempt,
    state: observation.state,
    documentUrl,
    shownUrl,
    httpStatus: observation.http?.status,
    title: observation.page?.title,
    digest: facts.digest,
    sealedAt: facts.sealedAt,
    tookMs: facts.tookMs,
    artifacts: facts.artifacts.map(({ role, name, mediaType, sizeBytes, sha256 }) => ({ role, name, mediaType, sizeBytes, sha256 })),
    completeness: {
      exchanges,
      incomplete,
      items: items.map(({ url, class: kind, problem, detail }) => ({ url, class: kind, problem, detail })),
    },
    checkpoint: checkpoint && { size: checkpoint.size, root: checkpoint.root },
    time: buildResultTime(facts.time),
    reasons: observation.reasons.length === 0 ? undefined : observation.reasons,
    error: observation.error,
  });
}

/** What tokens say of a result, as results tell it. */
export function buildResultTime({ state, tokens }: TimeStanding): NonNullable<ExhibitResult['time']> {
  const [first] = tokens;
  return { state, tokens: tokens.map(({ digest }) => digest), ...(first === undefined ? {} : { notAfter: first.genTime }) };
}

/** Result of an attempt of which nothing is kept but its entries in the log. */
export function buildAbandonedResult(facts: {
  readonly attempt: AttemptFacts;
  readonly state: 'failed' | 'cancelled' | 'interrupted';
  readonly tookMs?: number;
  readonly checkpoint?: Checkpoint;
  readonly error?: { readonly code: string; readonly message: string };
}): ExhibitResult {
  const { checkpoint } = facts;
  return withoutAbsent({
    ...facts.attempt,
    state: facts.state,
    tookMs: facts.tookMs,
    artifacts: [],
    checkpoint: checkpoint && { size: checkpoint.size, root: checkpoint.root },
    error: facts.error,
  });
}

/** Absent facts are absent properties. */
function withoutAbsent(result: Readonly<Partial<Record<keyof ExhibitResult, unknown>>>): ExhibitResult {
  return exhibitResultSchema.parse(Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined)));
}
