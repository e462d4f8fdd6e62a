import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rowsOfTier, withLongerTier } from '../../support/tier.ts';
import { COMMIT_STEPS, type CommitStep } from '../../../src/storage/commit-steps.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, readAll, REFERENCE, type Fixture } from '../vault-fixture.ts';

/** Each named step, and again where the same step belongs to another act (session, start, seal, end without an exhibit). */
const KILLS: readonly (readonly [step: CommitStep, times: number])[] = [
  ['staging-made', 1],
  ['staging-made', 2],
  ['artifact-staged', 1],
  ['artifact-staged', 4],
  ['record-staged', 1],
  ['artifacts-synced', 1],
  ['journal-written', 1],
  ['object-placed', 1],
  ['object-placed', 3],
  ['object-placed', 5],
  // The eleventh is that of a derivative.
  ['object-placed', 11],
  ['folders-synced', 1],
  ['folders-synced', 2],
  ['rows-written', 1],
  ['rows-written', 2],
  ['rows-written', 3],
  ['rows-written', 5],
  ['committed', 1],
  ['committed', 2],
  ['committed', 3],
  ['committed', 5],
  // A derivative: bytes, row and entry.
  ['rows-written', 10],
  ['committed', 10],
  ['checkpoint-signed', 1],
  ['checkpoint-stored', 1],
  ['checkpoint-stored', 2],
  ['anchored', 1],
  ['anchored', 4],
  ['staging-removed', 1],
  ['staging-removed', 2],
];

const CHILD = fileURLToPath(new URL('./killed-child.ts', import.meta.url));

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Runs the child; with `afterMs` it is killed that long after its vault was open. */
async function runChild(root: string, step: string, times: number, afterMs?: number): Promise<Ended> {
  const child = spawn(process.execPath, [CHILD, root, step, String(times)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (afterMs !== undefined && output === 'open\n') setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const { signal, code } = await new Promise<{ signal: NodeJS.Signals | null; code: number | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  });
  if (signal === null && code !== 0) throw new Error(`the child failed: ${errors}`);
  return { signal, output };
}

async function makeVaultWithOneExhibit(): Promise<Fixture> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  const store = makeCase(vault);
  await captureAd(store, store.startSession({}));
  vault.close();
  return fixture;
}

/** Everything that must hold after any death of the writer. Returns the states of all attempts. */
async function expectWhole(fixture: Fixture): Promise<readonly string[]> {
  // Before anybody repairs anything: whatever is there adds up, and what is owed is a note.
  const before = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
  expect(before.findings).toEqual([]);

  const vault = await fixture.open();
  const store = vault.openCase(REFERENCE);
  const exhibits = store.listExhibits();
  expect(exhibits.map(({ exhibit }) => exhibit)).toEqual(exhibits.map((_, i) => `E-${String(i + 1).padStart(4, '0')}`));
  expect(exhibits.filter(({ state }) => state === 'open')).toEqual([]);
  const lines = store.readLog().map(({ line }) => line);
  for (const { exhibit } of exhibits) {
    const ends = lines.filter(
      (line) => line.includes(`"exhibit":"${exhibit}"`) && /"type":"capture\.(?:sealed|failed|cancelled|interrupted)"/.test(line),
    );
    expect(ends).toHaveLength(1);
  }
  for (const { exhibit, digest } of exhibits) {
    const artifacts = store.findExhibit(exhibit)?.artifacts ?? [];
    expect(artifacts.length > 0).toBe(digest !== undefined);
    for (const artifact of artifacts) expect(await readAll(store.readArtifact(artifact))).toHaveLength(artifact.sizeBytes);
  }
  const derivatives = store.listDerivatives();
  expect(lines.filter((line) => line.includes('"type":"derivative.made"'))).toHaveLength(derivatives.length);
  for (const { file } of derivatives) expect(await readAll(store.readArtifact(file))).toHaveLength(file.sizeBytes);
  expect(readdirSync(join(fixture.folder, 'incoming'))).toEqual([]);
  // And work goes on, in the same segment of the log.
  await captureAd(store, store.startSession({}));
  expect(new Set(store.readLog().map(({ origin }) => origin)).size).toBe(1);
  vault.close();

  const after = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
  expect(after.findings).toEqual([]);
  expect(after.notes.filter(({ code }) => code !== 'attempt-interrupted')).toEqual([]);
  return exhibits.map(({ state }) => state);
}

describe('a writer killed', () => {
  it('not at all: the control', async () => {
    const fixture = await makeVaultWithOneExhibit();
    expect(await runChild(fixture.root, 'never', 1)).toEqual({ signal: null, output: 'open\ndone\n' });
    expect(await expectWhole(fixture)).toEqual(['sealed', 'sealed', 'failed', 'sealed', 'failed']);
  });

  // In the short tier each step once, and the commit of every act.
  it.each(rowsOfTier(KILLS, ([step, times]) => times === 1 || step === 'committed'))(
    'right after %s, time %i: the exhibit is whole or not there, and the attempt is accounted for',
    async (step, times) => {
      const fixture = await makeVaultWithOneExhibit();
      expect(await runChild(fixture.root, step, times)).toMatchObject({ signal: 'SIGKILL' });
      const states = await expectWhole(fixture);
      expect(states.slice(1).filter((state) => state === 'interrupted').length).toBeLessThanOrEqual(1);
    },
  );

  it('is tested at every named step', () => {
    expect(new Set(KILLS.map(([step]) => step))).toEqual(new Set(COMMIT_STEPS));
  });

  it('again and again while the start after it puts things right', async () => {
    const fixture = await makeVaultWithOneExhibit();
    expect(await runChild(fixture.root, 'object-placed', 2)).toMatchObject({ signal: 'SIGKILL' });
    for (const step of ['rows-written', 'committed', 'checkpoint-signed', 'checkpoint-stored'] as const) {
      expect(await runChild(fixture.root, step, 1)).toEqual({ signal: 'SIGKILL', output: '' });
    }
    expect(await expectWhole(fixture)).toEqual(['sealed', 'interrupted']);
  });

  it.each(withLongerTier([2], [5]))('at %d random moments', { timeout: 240_000 }, async (moments) => {
    const fixture = await makeVaultWithOneExhibit();
    let killed = 0;
    for (let i = 0; i < moments; i += 1) {
      const { signal } = await runChild(fixture.root, 'never', 1, Math.random() * 160);
      if (signal === 'SIGKILL') killed += 1;
    }
    await expectWhole(fixture);
    expect(killed).toBeGreaterThan(0);
  });
});
