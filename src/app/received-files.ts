import { buildCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { Clock } from '../core/clock.ts';
import { toBase64 } from '../core/digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { Random } from '../core/ids.ts';
import type { OperatorArtifact } from '../core/model/accompanying-artifacts.ts';
import type { Artifact } from '../core/model/artifact.ts';
import { MAX_GIVEN_NAME, type ReceivedRecord } from '../core/model/received-record.ts';
import type { AddedFile } from '../core/model/received-result.ts';
import type { CaseSession, CaseStore, Operator, Receipt, Staging } from '../core/ports.ts';
import type { ToolIdentity } from './capture-record-parts.ts';

/** Bytes of every nonce in a published format. */
const NONCE_BYTES = 16;
/** Longest word of a person about where a file comes from, in characters. */
export const MAX_ORIGIN = 2_000;

/** What received files stand on. */
export interface ReceivedGround {
  readonly clock: Clock;
  readonly random: Random;
  readonly tool: ToolIdentity;
  /** What bytes are by their beginning; undefined for everything unknown. */
  readonly sniffMedia: (head: Uint8Array) => { readonly mediaType: string; readonly extension: string } | undefined;
  /** Enough of a file for `sniffMedia`. */
  readonly sniffBytes: number;
}

/** A file as a person gives it. */
export interface GivenFile {
  /** As it is called there; folders before it are left out. */
  readonly name: string;
  /** Its bytes. Throws what is to be told: `input-unreadable`. */
  open(): AsyncIterable<Uint8Array>;
}

export interface ReceivedRun {
  readonly store: CaseStore;
  readonly operator: Operator;
  /** What the person says of where the files come from. */
  readonly origin?: string;
  readonly signal: AbortSignal;
}

/**
 * Takes in one file as an exhibit of kind `received`. Nothing stands in the log before the file is whole in the vault.
 * Throws `usage`, `input-unreadable`, `cancelled`, `case-closed`, `disk-full`, `io-failed`; nothing is kept then.
 */
export async function addReceivedFile(ground: ReceivedGround, run: ReceivedRun, session: CaseSession, file: GivenFile): Promise<AddedFile> {
  const origin = run.origin?.toWellFormed();
  if (origin !== undefined && (origin.trim() === '' || origin.length > MAX_ORIGIN))
    throw new PugmarkError('usage', `Say where the file comes from in 1 to ${MAX_ORIGIN} characters, or not at all`);
  const givenName = nameOf(file);
  const addedAt = ground.clock.now();
  const receipt = run.store.startReceipt(session);
  try {
    const { staged, mediaTypeBy } = await stageFile(ground, run, receipt.staging, file);
    await writeOperator(ground, receipt.staging, run.operator);
    if (run.signal.aborted) throw cancelled();
    const record = buildReceivedRecord(ground, { run, session, receipt, addedAt, givenName, mediaTypeBy });
    const sealed = await run.store.sealReceived(receipt, { record, recordBytes: buildCanonicalJson(record), origin });
    const { role: _role, name: _name, ...facts } = staged;
    return {
      exhibit: sealed.exhibit,
      state: 'sealed',
      givenName,
      ...facts,
      digest: sealed.digest,
      addedAt,
      sealedAt: sealed.entry.time,
      checkpoint: { size: sealed.checkpoint.size, root: sealed.checkpoint.root },
    };
  } catch (error) {
    // After its commit it is an exhibit, and only the checkpoint is owed.
    if (!isPugmarkError(error) || error.details['committed'] !== true) await giveUp(run.store, receipt);
    throw error;
  }
}

function nameOf({ name }: GivenFile): string {
  const last = name.toWellFormed().split(/[\\/]/).at(-1) ?? '';
  if (last.trim() === '') throw new PugmarkError('usage', 'The file has no name');
  return last.slice(0, MAX_GIVEN_NAME).toWellFormed();
}

async function stageFile(
  ground: ReceivedGround,
  run: ReceivedRun,
  staging: Staging,
  file: GivenFile,
): Promise<{ readonly staged: Artifact; readonly mediaTypeBy: ReceivedRecord['mediaTypeBy'] }> {
  const pieces = file.open()[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let headBytes = 0;
  while (headBytes < ground.sniffBytes) {
    const next = await pieces.next();
    if (next.done === true) break;
    head.push(next.value);
    headBytes += next.value.length;
  }
  const media = ground.sniffMedia(joined(head, headBytes));
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* head;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      if (run.signal.aborted) throw cancelled();
      yield next.value;
    }
  }
  const spec = {
    role: 'received',
    name: `file.${media?.extension ?? 'bin'}`,
    mediaType: media?.mediaType ?? 'application/octet-stream',
  } as const;
  return { staged: await staging.write(spec, whole()), mediaTypeBy: media === undefined ? 'unknown' : 'content' };
}

async function writeOperator({ random }: ReceivedGround, staging: Staging, operator: Operator): Promise<void> {
  const who: OperatorArtifact = {
    format: 'operator/v1',
    nonce: toBase64(random.bytes(NONCE_BYTES)),
    serviceNumber: operator.serviceNumber,
    ...(operator.osAccount === undefined ? {} : { osAccount: operator.osAccount }),
  };
  await staging.write({ role: 'operator', name: 'operator.json', mediaType: 'application/json' }, buildCanonicalJson(who));
}

function buildReceivedRecord(
  { random, tool }: ReceivedGround,
  facts: {
    readonly run: ReceivedRun;
    readonly session: CaseSession;
    readonly receipt: Receipt;
    readonly addedAt: string;
    readonly givenName: string;
    readonly mediaTypeBy: ReceivedRecord['mediaTypeBy'];
  },
): ReceivedRecord {
  const { store } = facts.run;
  return {
    format: 'received/v1',
    kind: 'received',
    nonce: toBase64(random.bytes(NONCE_BYTES)),
    case: store.summary.id,
    attempt: facts.receipt.id,
    practice: store.summary.practice,
    session: { id: facts.session.id, startedEntry: facts.session.startedEntry },
    station: store.station,
    tool,
    addedAt: facts.addedAt,
    givenName: facts.givenName,
    mediaTypeBy: facts.mediaTypeBy,
    artifacts: facts.receipt.staging.artifacts.map((artifact) => ({ ...artifact })),
  };
}

/** What made the act fail is what the caller must hear; what it leaves in `incoming/` goes with the next start. */
async function giveUp(store: CaseStore, receipt: Receipt): Promise<void> {
  try {
    await store.abandonReceipt(receipt);
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function cancelled(): PugmarkError {
  return new PugmarkError('cancelled', 'The file was not taken in: cancelled');
}
