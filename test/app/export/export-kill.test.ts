import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CustodyEntry } from '../../../src/core/custody/entry.ts';
import type { VaultStore } from '../../../src/core/ports.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture } from '../../storage/vault-fixture.ts';
import { isLongTier, rowsOfTier } from '../../support/tier.ts';
import { exportCase } from './export-parts.ts';
import { unpack } from './unpacked.ts';

const CHILD = fileURLToPath(new URL('./export-child.ts', import.meta.url));

async function runChild(
  root: string,
  at: readonly [kind: string, step: string, times?: number],
  afterMs?: number,
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [CHILD, root, ...at.map(String)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    if (afterMs !== undefined && chunk.toString().startsWith('open\n')) setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  if (signal === null && code !== 0) throw new Error(`the child failed: ${errors}`);
  return signal;
}

async function makeVault(bytes = 200_000): Promise<Fixture> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  const store = makeCase(vault);
  const session = store.startSession({});
  await captureAd(store, session, {}, [{ name: 'tile.png', bytes: new Uint8Array(bytes).fill(3) }]);
  store.endSession(session, {});
  vault.close();
  return fixture;
}

function readPackageEntries(vault: VaultStore): readonly CustodyEntry[] {
  const lines = vault.openCase(REFERENCE).readLog();
  return lines.map(({ line }) => JSON.parse(line) as CustodyEntry).filter(({ type }) => type.startsWith('package.'));
}

/** SHA-256 of the seals of the packages in a folder. */
function readSeals(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => {
    const seal = name.endsWith('.zip') ? readFileSync(join(unpack(join(folder, name)), 'seal/seal.dsse.json')) : Buffer.from(name);
    return `sha256:${createHash('sha256').update(seal).digest('hex')}`;
  });
}

/** What must hold after any death: log and folder tell one story. Gives the end of the export; `none` when it never began. */
async function readStory(fixture: Fixture): Promise<string> {
  const before = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
  const vault = await fixture.open();
  const [exported, end, ...more] = readPackageEntries(vault);
  const seals = readSeals(join(fixture.root, 'out'));
  const left = readdirSync(join(fixture.folder, 'incoming'));
  // And work goes on.
  await exportCase(vault, vault.openCase(REFERENCE), fixture.root, { folder: join(fixture.root, 'again') });
  vault.close();
  const after = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
  expect({ findings: [...before.findings, ...after.findings], notes: after.notes, more, left, seals, exported: exported?.type }).toEqual({
    findings: [],
    notes: [],
    more: [],
    left: [],
    seals: end?.type === 'package.sealed' ? [end.digest] : [],
    exported: end === undefined ? undefined : 'package.exported',
  });
  return tellEnd(end);
}

function tellEnd(end: CustodyEntry | undefined): string {
  const reason = end?.details['reason'];
  return end === undefined ? 'none' : `${end.type}${typeof reason === 'string' ? ` ${reason}` : ''}`;
}

describe('an export killed', () => {
  it('not at all: the control', async () => {
    const fixture = await makeVault();
    expect(await runChild(fixture.root, ['never', ''])).toBeNull();
    expect(await readStory(fixture)).toBe('package.sealed');
  });

  it.each(
    rowsOfTier(
      [
        ['exported', 'package.failed interrupted'],
        ['planned', 'package.failed interrupted'],
        ['write', 'package.failed interrupted'],
        ['written', 'package.failed interrupted'],
        ['noted', 'package.failed interrupted'],
        ['named', 'package.sealed'],
        ['sealed', 'package.sealed'],
      ],
      ([step]) => ['write', 'noted', 'named'].includes(step ?? ''),
    ),
  )('at the step %s ends as %s', async (step, end) => {
    const fixture = await makeVault();
    expect(await runChild(fixture.root, ['export', step])).toBe('SIGKILL');
    expect(await readStory(fixture)).toBe(end);
  });

  it.each(
    rowsOfTier(
      [
        ['rows-written', 1, 'none'],
        ['committed', 1, 'package.failed interrupted'],
        ['checkpoint-stored', 1, 'package.failed interrupted'],
        ['rows-written', 2, 'package.sealed'],
        ['committed', 2, 'package.sealed'],
      ] as const,
      ([step]) => step === 'committed',
    ),
  )('after %s, time %i, ends as %s', async (step, times, end) => {
    const fixture = await makeVault();
    expect(await runChild(fixture.root, ['commit', step, times])).toBe('SIGKILL');
    expect(await readStory(fixture)).toBe(end);
  });

  it.each(
    rowsOfTier(
      [
        ['written', 'package.failed interrupted'],
        ['named', 'package.sealed'],
      ],
      ([step]) => step === 'named',
    ),
  )('at %s, and again and again while the start after it puts things right', async (step, end) => {
    const fixture = await makeVault();
    await runChild(fixture.root, ['export', step]);
    for (const at of ['rows-written', 'committed', 'checkpoint-stored']) {
      await runChild(fixture.root, ['recovery', at]);
    }
    const vault = await fixture.open();
    const [exported, ended] = readPackageEntries(vault);
    vault.close();
    expect(exported?.type).toBe('package.exported');
    expect(tellEnd(ended)).toBe(end);
  });

  it('at random moments', { timeout: 240_000 }, async () => {
    for (let i = 0; i < (isLongTier() ? 20 : 1); i += 1) {
      const fixture = await makeVault(20_000_000);
      await runChild(fixture.root, ['never', ''], Math.random() * 250);
      expect(await readStory(fixture)).toMatch(/^(?:none|package\.sealed|package\.failed interrupted)$/);
    }
  });
});

describe('a package that had its name when the export was killed', () => {
  it('and was carried away is not called failed', async () => {
    const fixture = await makeVault();
    await runChild(fixture.root, ['export', 'named']);
    renameSync(join(fixture.root, 'out'), join(fixture.root, 'stick'));
    const vault = await fixture.open();
    expect(vault.opening.exports).toMatchObject([{ end: 'package.sealed' }]);
    expect(readPackageEntries(vault)[1]?.details).toMatchObject({ file: 'gone' });
    vault.close();
  });

  it('and was changed is left as it is, and the log says that another file lies there', async () => {
    const fixture = await makeVault();
    await runChild(fixture.root, ['export', 'named']);
    const out = join(fixture.root, 'out');
    const path = join(out, readdirSync(out)[0] ?? '');
    writeFileSync(path, 'changed');
    const vault = await fixture.open();
    expect(readPackageEntries(vault)[1]?.details).toMatchObject({ file: 'other' });
    expect(readFileSync(path, 'utf8')).toBe('changed');
    vault.close();
  });
});

describe('an export under way', () => {
  it('is a note of `check`', async () => {
    const fixture = await makeVault();
    await runChild(fixture.root, ['export', 'write']);
    const { findings, notes } = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(findings).toEqual([]);
    expect(notes.map(({ code }) => code).toSorted()).toEqual(['export-open', 'staging-left']);
  });

  it('has an unknown end in a copy that was made meanwhile', async () => {
    const fixture = await makeVault();
    await runChild(fixture.root, ['export', 'write']);
    const copy = join(fixture.root, 'copy');
    await fixture.vaults.backup({ folder: fixture.folder, destination: copy });
    const vault = await fixture.vaults.open({ folder: copy, passphrase: PASSPHRASE });
    expect(readPackageEntries(vault).map(({ type, details }) => [type, details['reason']])).toEqual([
      ['package.exported', undefined],
      ['package.failed', 'outcome-unknown'],
    ]);
    // Nothing outside of the copy was touched.
    expect(readdirSync(join(fixture.root, 'out'))).toHaveLength(1);
    vault.close();
  });
});
