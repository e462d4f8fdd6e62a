import { buildCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { BrowserFacts, BrowserOptions } from '../core/capture-ports.ts';
import type { UtcTime } from '../core/clock.ts';
import { toBase64 } from '../core/digest/encoding.ts';
import type { PugmarkError } from '../core/errors.ts';
import type { Random } from '../core/ids.ts';
import type { EnvironmentArtifact, OperatorArtifact } from '../core/model/accompanying-artifacts.ts';
import { ARTIFACT_ROLES, type Artifact } from '../core/model/artifact.ts';
import type { CaptureRecord, Observation } from '../core/model/capture-record.ts';
import type { CaptureLimits } from '../core/model/limits.ts';
import type { Attempt, CaseSession, CaseStore, Operator, Staging } from '../core/ports.ts';
import type { SessionTimes } from './time/session-evidence.ts';

/** Bytes of every nonce in a published format. */
const NONCE_BYTES = 16;

/** The tool as records name it. */
export type ToolIdentity = CaptureRecord['tool'];

/** What the machine says of itself; read once by the composition root. */
export type StationFacts = Pick<EnvironmentArtifact, 'runtime' | 'os' | 'locale' | 'timeZone'>;

/** What the operator chose for a run of captures. */
export interface CaptureChoices {
  readonly browser: Omit<BrowserOptions, 'practiceOnly'>;
  /** Name of the kept profile. */
  readonly session?: string;
  readonly limits: CaptureLimits;
  readonly print: boolean;
}

/** Stages `operator.json` and `environment.json`. Throws `disk-full`, `io-failed`. */
export async function writeAccompanyingArtifacts(
  staging: Staging,
  facts: {
    readonly random: Random;
    readonly operator: Operator;
    readonly tool: ToolIdentity;
    readonly station: StationFacts;
    readonly browser: BrowserFacts;
    readonly choices: CaptureChoices;
  },
): Promise<void> {
  const { random, operator, tool, station, browser, choices } = facts;
  const who: OperatorArtifact = {
    format: 'operator/v1',
    nonce: toBase64(random.bytes(NONCE_BYTES)),
    serviceNumber: operator.serviceNumber,
    ...(operator.osAccount === undefined ? {} : { osAccount: operator.osAccount }),
  };
  const { viewport, language, proxy, acceptInvalidTls } = choices.browser;
  const withWhat: EnvironmentArtifact = {
    format: 'environment/v1',
    nonce: toBase64(random.bytes(NONCE_BYTES)),
    tool,
    ...station,
    browser: { ...browser, flags: [...browser.flags] },
    choices: {
      ...(viewport === undefined ? {} : { viewport }),
      ...(language === undefined ? {} : { language }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(choices.session === undefined ? {} : { session: choices.session }),
      acceptInvalidTls,
      print: choices.print,
    },
    limits: { ...choices.limits },
  };
  await staging.write({ role: 'operator', name: 'operator.json', mediaType: 'application/json' }, buildCanonicalJson(who));
  await staging.write({ role: 'environment', name: 'environment.json', mediaType: 'application/json' }, buildCanonicalJson(withWhat));
}

/** `capture.json` of an attempt whose artifacts are all staged. */
export function buildCaptureRecord(facts: {
  readonly random: Random;
  readonly store: CaseStore;
  readonly session: CaseSession;
  readonly attempt: Attempt;
  readonly tool: ToolIdentity;
  readonly observation: Observation;
  readonly times: SessionTimes;
}): CaptureRecord {
  const { random, store, session, attempt, tool, observation, times } = facts;
  const tokenDigest = times.tokenDigest();
  return {
    format: 'capture-record/v1',
    kind: 'capture',
    nonce: toBase64(random.bytes(NONCE_BYTES)),
    case: store.summary.id,
    exhibit: attempt.exhibit,
    attempt: attempt.id,
    practice: store.summary.practice,
    session: { id: session.id, startedEntry: session.startedEntry, ...(tokenDigest === undefined ? {} : { tokenDigest }) },
    station: store.station,
    tool,
    clock: times.clock(),
    observation: { ...observation, artifacts: inListingOrder(attempt.staging.artifacts) },
  };
}

function inListingOrder(artifacts: readonly Artifact[]): Artifact[] {
  return artifacts.toSorted((a, b) => ARTIFACT_ROLES.indexOf(a.role) - ARTIFACT_ROLES.indexOf(b.role));
}

/** What is said of an attempt whose document was refused: that, and nothing of the page. */
export function buildRefusedObservation(facts: {
  readonly requestedUrl: string;
  readonly clickedAt: UtcTime;
  readonly finishedAt: UtcTime;
  readonly error: PugmarkError;
  readonly browser: BrowserFacts;
  readonly limits: CaptureLimits;
}): Observation {
  const { product, userAgent, headless, sandbox } = facts.browser;
  return {
    state: 'failed',
    reasons: [{ code: 'no-document', detail: facts.error.message }],
    error: { code: facts.error.code, message: facts.error.message },
    times: { clickedAt: facts.clickedAt, finishedAt: facts.finishedAt },
    steps: [],
    limits: { ...facts.limits },
    address: { requestedUrl: facts.requestedUrl, inPage: [], path: [] },
    browser: { product, userAgent, headless, sandbox },
    frames: [],
    artifacts: [],
    recipes: [],
    completeness: { exchanges: 0, byPhase: {}, incomplete: { shown: 0, supporting: 0, background: 0 }, checkedAgainst: {}, items: [] },
    injectedScripts: [],
    warnings: [],
  };
}
