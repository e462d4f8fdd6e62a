import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCaptures } from '../../src/app/capture-service.ts';
import { composeCaptureGround, composeVaults } from '../../src/engine/composition.ts';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import { captureRecordSchema, type CaptureRecord } from '../../src/core/model/capture-record.ts';
import type { StoredArtifact } from '../../src/core/model/case.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../src/core/model/limits.ts';
import { findSealedFacts } from '../../src/core/model/sealed-facts.ts';
import type { CaseSession, CaseStore } from '../../src/core/ports.ts';

export const PASSPHRASE = 'bench';

/** A vault with cases of several sizes, all of the same captures. */
export interface PackageVault {
  readonly folder: string;
  /** Adds a practice case whose exhibits have at least so many bytes together. */
  fill(reference: string, sizeBytes: number): Promise<{ readonly exhibits: number; readonly kinds: string }>;
  /** Lets go of the vault, for other processes to open it. */
  release(): void;
  remove(): Promise<void>;
}

/** One real capture, to be sealed again as often as a case needs it. */
interface Captured {
  readonly record: CaptureRecord;
  readonly artifacts: readonly { readonly stored: StoredArtifact; readonly read: () => AsyncIterable<Uint8Array> }[];
}

/** Captures the pages once, as a station does; cases are filled with what came of that. */
export async function makePackageVault(urls: readonly string[]): Promise<PackageVault> {
  const root = await mkdtemp(join(tmpdir(), 'pugmark-bench-package-'));
  process.env['PUGMARK_STATE'] = join(root, 'state');
  const folder = join(root, 'vault');
  const vault = await composeVaults().init({ folder, passphrase: PASSPHRASE, serviceNumber: 'BENCH', agency: 'Bench' });
  vault.newCase({ reference: 'SOURCE', title: 'What was captured', practice: true });
  const source = vault.openCase('SOURCE');
  const { exhibits } = await runCaptures(await composeCaptureGround(folder), {
    store: source,
    operator: vault.operator,
    addresses: urls.map((url) => ({ url, from: 'bench' })),
    choices: { browser: { headless: true, acceptInvalidTls: false }, limits: DEFAULT_CAPTURE_LIMITS, print: true },
    concurrency: 1,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  const captured: Captured[] = [];
  for (const { exhibit, state } of exhibits) {
    // On a busy machine a capture may run into a limit: what is missing of it would make the case another one.
    if (state === 'sealed') captured.push(await findCaptured(source, exhibit));
  }
  if (captured.length < urls.length / 2) throw new Error(`Of ${urls.length} captures ${captured.length} were whole: nothing was measured`);
  return {
    folder,
    async fill(reference, sizeBytes) {
      vault.newCase({ reference, title: 'Measurements', practice: true });
      const store = vault.openCase(reference);
      const session = store.startSession({});
      const bytesOf = new Map<string, number>();
      let total = 0;
      let count = 0;
      while (total < sizeBytes) {
        const one = captured[count % captured.length];
        if (one === undefined) throw new Error('Nothing was captured');
        await sealAgain(store, session, one);
        for (const { stored } of one.artifacts) {
          const kind = stored.name.slice(stored.name.lastIndexOf('.') + 1);
          bytesOf.set(kind, (bytesOf.get(kind) ?? 0) + stored.sizeBytes);
          total += stored.sizeBytes;
        }
        count += 1;
      }
      store.endSession(session, {});
      const kinds = [...bytesOf].toSorted(([, a], [, b]) => b - a).map(([kind, bytes]) => `${kind} ${Math.round((100 * bytes) / total)} %`);
      return { exhibits: count, kinds: kinds.slice(0, 5).join(', ') };
    },
    release: () => vault.close(),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function findCaptured(store: CaseStore, exhibit: string): Promise<Captured> {
  const artifacts = store.findExhibit(exhibit)?.artifacts ?? [];
  const stored = artifacts.find(({ role }) => role === 'record');
  if (stored === undefined) throw new Error(`${exhibit} has no record`);
  const pieces: Uint8Array[] = [];
  for await (const piece of store.readArtifact(stored)) pieces.push(piece);
  return {
    record: captureRecordSchema.parse(JSON.parse(Buffer.concat(pieces).toString())),
    artifacts: artifacts
      .filter(({ role }) => role !== 'record' && role !== 'secrets')
      .map((artifact) => ({ stored: artifact, read: () => store.readArtifact(artifact) })),
  };
}

/** The same observation as another attempt. */
async function sealAgain(store: CaseStore, session: CaseSession, { record, artifacts }: Captured): Promise<void> {
  const { observation } = record;
  const clickedAt = new Date().toISOString();
  const attempt = store.startAttempt(session, { requestedUrl: observation.address.requestedUrl, clickedAt });
  for (const { stored, read } of artifacts) {
    await attempt.staging.write({ role: stored.role, name: stored.name, mediaType: stored.mediaType }, read());
  }
  const again: CaptureRecord = {
    ...record,
    case: store.summary.id,
    exhibit: attempt.exhibit,
    attempt: attempt.id,
    session: { id: session.id, startedEntry: session.startedEntry },
    observation: {
      ...observation,
      times: { ...observation.times, clickedAt, finishedAt: new Date().toISOString() },
      artifacts: observation.artifacts.filter(({ role }) => role !== 'secrets'),
    },
  };
  await store.sealAttempt(attempt, { record: again, recordBytes: buildCanonicalJson(again), facts: findSealedFacts(again.observation) });
}
