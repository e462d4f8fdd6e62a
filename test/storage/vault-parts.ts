import { join } from 'node:path';
import { buildCanonicalJson } from '../../src/core/canonical/canonical-json.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { CaptureRecord, Observation } from '../../src/core/model/capture-record.ts';
import { findSealedFacts } from '../../src/core/model/sealed-facts.ts';
import type { Attempt, CaseSession, CaseStore, Vaults, VaultStore } from '../../src/core/ports.ts';
import { nodeDecompression } from '../../src/packaging/decompression.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import type { VaultEnvironment } from '../../src/storage/vault-environment.ts';
import { createVaults } from '../../src/storage/vaults.ts';

export const PASSPHRASE = 'a walk along the river';
export const REFERENCE = 'OP-2026/17';
export const AD_URL = 'https://market.example/ad/4711?seller=tusk-and-co';
export const AD_TITLE = 'Oud ivoren beeldje';

/** A clock that goes on by one second at each look. */
export function makeClock(start = '2026-03-02T08:00:00.000Z'): Clock {
  let now = Date.parse(start);
  return {
    now: () => new Date((now += 1000)).toISOString(),
    monotonicMs: () => now,
  };
}

/** By whom these vaults and records say that they were made: the two must agree. */
export const TEST_TOOL = { name: 'pugmark', version: '0.1.0', digest: `sha256:${'ab'.repeat(32)}` } as const;

export function makeEnvironment(root: string, changes: Partial<VaultEnvironment> = {}): VaultEnvironment {
  return {
    clock: makeClock(),
    cryptography: nodeCryptography,
    decompression: nodeDecompression,
    stateFolder: join(root, 'state'),
    tool: TEST_TOOL,
    hostName: 'station-1',
    lockTimeoutMs: 200,
    scryptWorkFactor: 4,
    ...changes,
  };
}

/** Set by test/full/encrypted-vaults.full.ts: the same tests over encrypted vaults. */
export function areVaultsEncrypted(): boolean {
  return process.env['PUGMARK_TEST_VAULTS'] === 'encrypted';
}

/** Vaults of the kind that is tested; what takes no passphrase of a vault in plain is given that of the fixtures here. */
export function makeVaults(environment: VaultEnvironment): Vaults {
  const vaults = createVaults(environment);
  if (!areVaultsEncrypted()) return vaults;
  return {
    ...vaults,
    init: (input) => vaults.init({ encrypt: true, ...input }),
    read: (input) => vaults.read({ passphrase: PASSPHRASE, ...input }),
    check: (input) => vaults.check({ passphrase: PASSPHRASE, ...input }),
    backup: (input) => vaults.backup({ passphrase: PASSPHRASE, ...input }),
  };
}

export function makeCase(vault: VaultStore, changes: { readonly reference?: string; readonly practice?: boolean } = {}): CaseStore {
  const reference = changes.reference ?? REFERENCE;
  vault.newCase({ reference, title: 'Ivory sold online', basis: 'art. 1', practice: changes.practice ?? false });
  return vault.openCase(reference);
}

/** A small record that fits the attempt and what was staged. */
export function makeRecord(store: CaseStore, session: CaseSession, attempt: Attempt, changes: Partial<Observation> = {}): CaptureRecord {
  const observation: Observation = {
    state: 'sealed',
    reasons: [],
    times: { clickedAt: '2026-03-02T08:00:00.000Z', finishedAt: '2026-03-02T08:00:04.000Z' },
    steps: [],
    limits: { openMs: 30_000 },
    address: {
      requestedUrl: attempt.requestedUrl,
      documentUrl: attempt.requestedUrl,
      shownUrl: attempt.requestedUrl,
      inPage: [],
      path: [],
    },
    http: {
      status: 200,
      method: 'GET',
      headers: [],
      headersAs: 'exact',
      redirects: [],
      source: 'network',
    },
    page: { title: AD_TITLE, meta: [], openGraph: [], jsonLd: [], microdata: [] },
    browser: { product: 'Chrome/156', userAgent: 'Mozilla/5.0', headless: true, sandbox: true },
    frames: [],
    artifacts: [...attempt.staging.artifacts],
    recipes: [],
    completeness: { exchanges: 0, byPhase: {}, incomplete: { shown: 0, supporting: 0, background: 0 }, checkedAgainst: {}, items: [] },
    injectedScripts: [],
    warnings: [],
    ...changes,
  };
  return {
    format: 'capture-record/v1',
    kind: 'capture',
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
    case: store.summary.id,
    exhibit: attempt.exhibit,
    attempt: attempt.id,
    practice: store.summary.practice,
    session: { id: session.id, startedEntry: session.startedEntry },
    station: store.station,
    tool: TEST_TOOL,
    clock: { state: 'not-checked', reason: 'offline' },
    observation,
  };
}

/** Captures one ad with three artifacts, one of them [secrets]. */
export async function captureAd(
  store: CaseStore,
  session: CaseSession,
  changes: Partial<Observation> = {},
  extra: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [],
): Promise<Attempt> {
  const { clickedAt = '2026-03-02T08:00:00.000Z' } = changes.times ?? {};
  const attempt = store.startAttempt(session, { requestedUrl: AD_URL, clickedAt });
  const text = new TextEncoder();
  await attempt.staging.write(
    { role: 'dom', name: 'dom.html', mediaType: 'text/html' },
    text.encode(`<title>${AD_TITLE}</title> ${attempt.exhibit}`),
  );
  await attempt.staging.write({ role: 'text', name: 'text.txt', mediaType: 'text/plain' }, text.encode('the same in each'));
  await attempt.staging.write(
    { role: 'secrets', name: 'secrets.json', mediaType: 'application/json' },
    text.encode('{"cookie":"s3cret-value"}'),
  );
  for (const { name, bytes } of extra) await attempt.staging.write({ role: 'screenshot-tile', name, mediaType: 'image/png' }, bytes);
  await sealAd(store, session, attempt, changes);
  return attempt;
}

export async function sealAd(
  store: CaseStore,
  session: CaseSession,
  attempt: Attempt,
  changes: Partial<Observation> = {},
): Promise<Awaited<ReturnType<CaseStore['sealAttempt']>>> {
  const record = makeRecord(store, session, attempt, changes);
  return await store.sealAttempt(attempt, {
    record,
    recordBytes: buildCanonicalJson(record),
    facts: findSealedFacts(record.observation),
  });
}

export async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}
