import { parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import { concatBytes } from '../core/digest/encoding.ts';
import { PugmarkError } from '../core/errors.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber } from '../core/ids.ts';
import { ARTIFACT_ROLES, type ArtifactRole } from '../core/model/artifact.ts';
import { captureRecordSchema, type CaptureRecord } from '../core/model/capture-record.ts';
import type { ExhibitResult } from '../core/model/capture-result.ts';
import type { StoredArtifact } from '../core/model/case.ts';
import type { JsonValue } from '../core/model/primitives.ts';
import type { ReceivedRecord } from '../core/model/received-record.ts';
import type { CaseReader, CaseStore, FoundExhibit } from '../core/ports.ts';
import { buildAbandonedResult, buildSealedResult } from './exhibit-result.ts';
import { findOrigin, readReceivedRecord } from './received-exhibit.ts';

/** An exhibit as `show` tells it: the result of its capture, and its record when one was sealed. */
export interface ShownExhibit {
  readonly result: ExhibitResult | undefined;
  readonly found: FoundExhibit;
  readonly record: CaptureRecord | undefined;
  /** Of a received file instead: its record, and what was said of where it comes from. */
  readonly received?: { readonly record: ReceivedRecord; readonly origin?: string };
}

/** Throws `exhibit-unknown`; `object-missing`, `object-changed`, `record-invalid` when what is stored is not what was sealed. */
export async function readExhibit(reader: CaseReader, exhibit: string): Promise<ShownExhibit> {
  const found = findFoundExhibit(reader, exhibit);
  const { summary, artifacts } = found;
  const attempt = {
    case: reader.summary.reference,
    exhibit: summary.exhibit,
    requestedUrl: summary.requestedUrl,
    startedAt: summary.startedAt,
  };
  if (summary.erased === true) return { found, record: undefined, result: undefined };
  if (summary.kind === 'received') {
    const origin = findOrigin(reader, summary.exhibit);
    const received = { record: await readReceivedRecord(reader, found), ...(origin === undefined ? {} : { origin }) };
    return { found, record: undefined, result: undefined, received };
  }
  const stored = artifacts.find(({ role }) => role === 'record');
  if (stored === undefined || summary.digest === undefined) {
    const { state } = summary;
    const ended = state === 'failed' || state === 'cancelled' || state === 'interrupted';
    return { found, record: undefined, result: ended ? buildAbandonedResult({ attempt, state }) : undefined };
  }
  const record = parseCanonicalJson(await readBytes(reader, stored), captureRecordSchema, `${summary.exhibit} ${stored.name}`);
  const result = buildSealedResult({
    attempt,
    observation: record.observation,
    artifacts,
    digest: summary.digest,
    time: reader.findTime({ exhibit: summary.exhibit }),
    ...(found.sealedAt === undefined ? {} : { sealedAt: found.sealedAt }),
  });
  return { found, record, result };
}

/**
 * Artifacts of a role, after the look at them is in the custody log.
 * Throws `exhibit-unknown`, `artifact-unknown`.
 */
export function viewArtifacts(
  store: CaseStore,
  request: { readonly exhibit: string; readonly role: string; readonly reason?: string },
): readonly StoredArtifact[] {
  const found = findFoundExhibit(store, request.exhibit);
  const { summary, artifacts } = found;
  const wanted = artifacts.filter(({ role }) => role === request.role);
  if (wanted.length === 0) {
    const roles = ARTIFACT_ROLES.filter((role) => artifacts.some((artifact) => artifact.role === role));
    const instead =
      summary.erased === true ? 'it was erased' : roles.length === 0 ? 'nothing of it was kept' : `it has ${roles.join(', ')}`;
    throw new PugmarkError('artifact-unknown', `${summary.exhibit} has no artifact of role ${JSON.stringify(request.role)}: ${instead}`);
  }
  recordView(store, found, { role: request.role, artifacts: wanted.map(({ sha256 }) => sha256) }, request.reason);
  return wanted;
}

/** One look at a whole exhibit, in the custody log. Throws `exhibit-unknown`, `disk-full`, `io-failed`. */
export function viewExhibit(store: CaseStore, request: { readonly exhibit: string; readonly reason: string }): void {
  recordView(store, findFoundExhibit(store, request.exhibit), { act: 'opened' }, request.reason);
}

/** One file that is taken out, sealed or a redacted copy, in the custody log. Throws as {@link viewExhibit}, `artifact-unknown`. */
export function viewArtifact(
  store: CaseStore,
  request: { readonly exhibit: string; readonly name: string; readonly reason: string },
): void {
  const found = findFoundExhibit(store, request.exhibit);
  const copies = store.listDerivatives(found.summary.exhibit).map(({ file }) => file);
  const artifact = [...found.artifacts, ...copies].find(({ name }) => name === request.name);
  if (artifact === undefined) {
    throw new PugmarkError('artifact-unknown', `${found.summary.exhibit} has no file ${JSON.stringify(request.name)}`);
  }
  recordView(store, found, { act: 'saved', role: artifact.role, artifacts: [artifact.sha256] }, request.reason);
}

function recordView(
  store: CaseStore,
  { summary: { exhibit, digest } }: FoundExhibit,
  details: Readonly<Record<string, JsonValue>>,
  reason: string | undefined,
): void {
  store.record({
    type: 'exhibit.viewed',
    exhibit,
    ...(digest === undefined ? {} : { digest }),
    details,
    ...(reason === undefined ? {} : { texts: { reason } }),
  });
}

/** True for the name of a role. */
export function isArtifactRole(text: string): text is ArtifactRole {
  return (ARTIFACT_ROLES as readonly string[]).includes(text);
}

/** An exhibit by its number, however it is written. Throws `exhibit-unknown`. */
export function findFoundExhibit(reader: CaseReader, text: string): FoundExhibit {
  const number = parseExhibitNumber(text);
  const exhibit: ExhibitNumber | undefined = number === undefined ? undefined : formatExhibitNumber(number);
  const found = exhibit === undefined ? undefined : reader.findExhibit(exhibit);
  if (found !== undefined) return found;
  const what = exhibit ?? JSON.stringify(text);
  throw new PugmarkError('exhibit-unknown', `Case ${reader.summary.reference} has no exhibit ${what}: see "pugmark list"`);
}

async function readBytes(reader: CaseReader, artifact: StoredArtifact): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reader.readArtifact(artifact)) chunks.push(chunk);
  return concatBytes(...chunks);
}
