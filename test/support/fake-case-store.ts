import { createHash } from 'node:crypto';
import type { CaptureEndType } from '../../src/core/custody/event-types.ts';
import { sha256DigestOf, sha512DigestOf } from '../../src/core/digest/digest.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import { formatExhibitNumber } from '../../src/core/ids.ts';
import type { Artifact } from '../../src/core/model/artifact.ts';
import { captureRecordSchema, type CaptureRecord } from '../../src/core/model/capture-record.ts';
import type { Attempt, CaseStore, Checkpoint, Staging } from '../../src/core/ports.ts';

const ZERO = `sha256:${'0'.repeat(64)}` as const;
const UUID = '00000000-0000-4000-8000-000000000000';

/** What a case was asked to keep, in the order in which it was asked; no files, no log. */
export class FakeCase {
  readonly acts: string[] = [];
  readonly records: CaptureRecord[] = [];
  /** Act (`seal E-0001`, `start`, `end`) → what it throws. */
  readonly failures = new Map<string, PugmarkError>();
  readonly practice: boolean;
  #attempts = 0;

  constructor(practice = false) {
    this.practice = practice;
  }

  get store(): CaseStore {
    const checkpoint: Checkpoint = { origin: 'pugmark.test', size: 1, root: ZERO, note: '', time: '2026-01-01T00:00:00.000Z' };
    const parts: Partial<CaseStore> = {
      summary: {
        id: UUID,
        reference: 'REF',
        title: 'T',
        practice: this.practice,
        state: 'open',
        openedAt: '2026-01-01T00:00:00.000Z',
      },
      station: ZERO,
      startSession: (details) => this.#act(`session ${JSON.stringify(details)}`, { id: UUID, startedEntry: ZERO }),
      endSession: (_session, details) => this.#act(`end ${JSON.stringify(details)}`, checkpoint),
      startAttempt: (_session, { requestedUrl }) => {
        const exhibit = formatExhibitNumber(this.#attempts + 1);
        this.#act(`start ${exhibit} ${requestedUrl}`, undefined);
        this.#attempts += 1;
        return { id: UUID, exhibit, requestedUrl, startedAt: '2026-01-01T00:00:00.000Z', staging: new FakeStaging() };
      },
      sealAttempt: async (attempt, { record, recordBytes }) => {
        await Promise.resolve();
        this.#act(`seal ${attempt.exhibit} ${record.observation.state}`, undefined);
        this.records.push(captureRecordSchema.parse(record));
        const digest = sha256DigestOf(createHash('sha256').update(recordBytes).digest());
        const entry = { time: '2026-01-01T00:00:05.000Z' } as Awaited<ReturnType<CaseStore['sealAttempt']>>['entry'];
        const artifacts = attempt.staging.artifacts.map((artifact) => ({ ...artifact, objectSha256: artifact.sha256, encrypted: false }));
        return { digest, entry, checkpoint, artifacts };
      },
      findExhibit: () => undefined,
      abandonAttempt: (attempt: Attempt, end: CaptureEndType, details) =>
        this.#act(`${end} ${attempt.exhibit} ${JSON.stringify(details)}`, checkpoint),
    };
    return parts as CaseStore;
  }

  #act<T>(act: string, result: T): T {
    this.acts.push(act);
    const failure = [...this.failures].find(([prefix]) => act.startsWith(prefix))?.[1];
    if (failure !== undefined) throw failure;
    return result;
  }
}

class FakeStaging implements Staging {
  readonly scratchFolder = '/nowhere';
  readonly artifacts: Artifact[] = [];
  readonly #bytes = new Map<string, Uint8Array>();

  async write(spec: Parameters<Staging['write']>[0], source: Parameters<Staging['write']>[1]): Promise<Artifact> {
    const chunks: Uint8Array[] = [];
    if (source instanceof Uint8Array) chunks.push(source);
    else for await (const chunk of source) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (this.#bytes.has(spec.name)) throw new PugmarkError('record-invalid', 'taken');
    this.#bytes.set(spec.name, bytes);
    const artifact: Artifact = {
      ...spec,
      sizeBytes: bytes.length,
      sha256: sha256DigestOf(createHash('sha256').update(bytes).digest()),
      sha512: sha512DigestOf(createHash('sha512').update(bytes).digest()),
    };
    this.artifacts.push(artifact);
    return artifact;
  }

  async *read(name: string): AsyncIterable<Uint8Array> {
    await Promise.resolve();
    yield this.#bytes.get(name) ?? new Uint8Array();
  }
}
