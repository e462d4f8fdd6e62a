import { buildCanonicalJson, parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { isSameBytes } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import type { Artifact } from '../../core/model/artifact.ts';
import { captureRecordSchema, type CaptureRecord } from '../../core/model/capture-record.ts';
import { findDifferingFacts } from '../../core/model/record-facts.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import { findDifferingReceivedFacts, receivedRecordSchema, type ReceivedRecord } from '../../core/model/received-record.ts';
import { findSealedFacts, type SealedFacts } from '../../core/model/sealed-facts.ts';
import type { Attempt, CaseSession, Receipt } from '../../core/ports.ts';

/**
 * What is sealed once can never be repaired: the record must be canonical, be that of this attempt, and list exactly the
 * artifacts that were staged. Throws `json-not-canonical`, `record-invalid`.
 */
export function assertRecordFits(
  record: CaptureRecord,
  recordBytes: Uint8Array,
  expected: {
    readonly caseId: Uuid;
    readonly practice: boolean;
    readonly station: Sha256Digest;
    readonly attempt: Attempt;
    readonly session: CaseSession;
    readonly artifacts: readonly Artifact[];
    readonly facts: SealedFacts;
    /** Digests of the tokens over the session's start. */
    readonly sessionTokens: readonly Sha256Digest[];
  },
): void {
  const parsed = parseCanonicalJson(recordBytes, captureRecordSchema, 'capture.json');
  const [name] = findDifferingFacts(parsed, {
    case: expected.caseId,
    practice: expected.practice,
    station: expected.station,
    exhibit: expected.attempt.exhibit,
    attempt: expected.attempt.id,
    session: expected.session.id,
    startedEntry: expected.session.startedEntry,
    requestedUrl: expected.attempt.requestedUrl,
  });
  if (name !== undefined)
    throw new PugmarkError('record-invalid', `capture.json says another ${name} than the attempt`, { details: { name } });
  const { tokenDigest } = parsed.session;
  if (tokenDigest !== undefined && !expected.sessionTokens.includes(tokenDigest))
    throw new PugmarkError('record-invalid', 'capture.json names a time stamp that is none over the start of its session');
  if (!isSameBytes(buildCanonicalJson(record), recordBytes)) throw new PugmarkError('record-invalid', 'capture.json is not the record');
  if (!isSameBytes(buildCanonicalJson(findSealedFacts(parsed.observation)), buildCanonicalJson(expected.facts))) {
    throw new PugmarkError('record-invalid', 'What is to be listed of the exhibit is not what capture.json says');
  }
  assertSameArtifacts(parsed.observation.artifacts, expected.artifacts, 'capture.json');
}

/** The same for a received file: one file, and a record of this receipt. Throws `json-not-canonical`, `record-invalid`. */
export function assertReceivedFits(
  record: ReceivedRecord,
  recordBytes: Uint8Array,
  expected: {
    readonly summary: CaseSummary;
    readonly station: Sha256Digest;
    readonly receipt: Receipt;
    readonly session: CaseSession;
    readonly artifacts: readonly Artifact[];
  },
): void {
  const parsed = parseCanonicalJson(recordBytes, receivedRecordSchema, 'received.json');
  const [name] = findDifferingReceivedFacts(parsed, {
    case: expected.summary.id,
    practice: expected.summary.practice,
    station: expected.station,
    attempt: expected.receipt.id,
    session: expected.session.id,
    startedEntry: expected.session.startedEntry,
  });
  if (name !== undefined)
    throw new PugmarkError('record-invalid', `received.json says another ${name} than the receipt`, { details: { name } });
  if (!isSameBytes(buildCanonicalJson(record), recordBytes)) throw new PugmarkError('record-invalid', 'received.json is not the record');
  assertSameArtifacts(parsed.artifacts, expected.artifacts, 'received.json');
}

function assertSameArtifacts(listed: readonly Artifact[], staged: readonly Artifact[], by: 'capture.json' | 'received.json'): void {
  const byName = new Map(staged.map((artifact) => [artifact.name, artifact]));
  for (const artifact of listed) {
    const found = byName.get(artifact.name);
    if (found === undefined || !isSameBytes(buildCanonicalJson(found), buildCanonicalJson(artifact))) {
      throw new PugmarkError('record-invalid', `${by} lists ${artifact.name} otherwise than it was written`);
    }
    byName.delete(artifact.name);
  }
  const [missing] = byName.keys();
  if (missing !== undefined) throw new PugmarkError('record-invalid', `${by} does not list ${missing}`);
}
