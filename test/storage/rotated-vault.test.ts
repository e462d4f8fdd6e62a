import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseEntryLine } from '../../src/core/custody/entry.ts';
import type { VaultStore } from '../../src/core/ports.ts';
import type { KeyPurpose } from '../../src/core/signing/key-certificate.ts';
import type { CommitStep } from '../../src/storage/commit-steps.ts';
import { rowsOfTier } from '../support/tier.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, REFERENCE, type Fixture } from './vault-fixture.ts';

const STEPS = ['rows-written', 'committed', 'checkpoint-signed', 'checkpoint-stored', 'anchored'] as const satisfies readonly CommitStep[];
const BOTH = ['log', 'identity'] as const satisfies readonly KeyPurpose[];

async function makeVault(onStep: (step: CommitStep) => void = () => undefined): Promise<Fixture> {
  const fixture = makeFixture({ onStep });
  const vault = await fixture.init();
  const store = makeCase(vault);
  await captureAd(store, store.startSession({}));
  vault.close();
  return fixture;
}

async function findings(fixture: Fixture, folder = fixture.folder): Promise<readonly string[]> {
  const report = await fixture.vaults.check({ folder, passphrase: PASSPHRASE });
  return report.findings.map(({ code, subject, message }) => `${code} ${subject}: ${message}`);
}

/** Purposes of evidence of which there is not exactly one key in use. */
function ambiguous(vault: VaultStore): readonly string[] {
  const current = vault.listKeys().filter(({ state, practice }) => state === 'current' && !practice);
  return (['identity', 'log', 'seal', 'operator'] as const).filter((one) => current.filter(({ purpose }) => purpose === one).length !== 1);
}

function diesOpening(vault: VaultStore): boolean {
  try {
    vault.openCase(REFERENCE);
    return false;
  } catch (error) {
    return error instanceof Error && error.message === 'crash';
  }
}

describe('a vault whose keys are rotated', () => {
  it.each(
    rowsOfTier(
      STEPS.flatMap((step) => BOTH.map((purpose) => [step, purpose] as const)),
      ([step, purpose]) => (purpose === 'log') === (step === 'committed'),
    ),
  )('is whole after a crash right after %s while its %s key is rotated, and while a case follows', async (step, purpose) => {
    const crash = { at: undefined as CommitStep | undefined };
    const fixture = await makeVault((name) => {
      if (name !== crash.at) return;
      crash.at = undefined;
      throw new Error('crash');
    });
    const dying = await fixture.open();
    const before = dying.listKeys().length;
    crash.at = step;
    expect(() => dying.rotateKey({ purpose, practice: false })).toThrow(/crash/);
    dying.close();
    expect(await findings(fixture)).toEqual([]);

    const vault = await fixture.open();
    expect(vault.listKeys()).toHaveLength(step === 'rows-written' ? before : before + 1);
    vault.rotateKey({ purpose, practice: false });
    expect(ambiguous(vault)).toEqual([]);
    crash.at = step;
    // Opening a case keeps what was signed outside the vault without a step of its own.
    expect(diesOpening(vault)).toBe(step !== 'anchored');
    crash.at = undefined;
    vault.close();
    expect(await findings(fixture)).toEqual([]);

    const after = await fixture.open();
    const store = after.openCase(REFERENCE);
    await captureAd(store, store.startSession({}));
    const rotations = store.readLog().filter(({ line }) => parseEntryLine(line).type === 'key.rotated');
    expect(rotations).toHaveLength(step === 'rows-written' ? 1 : 2);
    after.close();
    expect(await findings(fixture)).toEqual([]);
  });

  it('can be backed up and restored, from after and from before a rotation', async () => {
    const fixture = await makeVault();
    const [older, newer] = [join(fixture.root, 'older'), join(fixture.root, 'newer')];
    await fixture.vaults.backup({ folder: fixture.folder, destination: older });
    const vault = await fixture.open();
    for (const purpose of [...BOTH, ...BOTH]) vault.rotateKey({ purpose, practice: false });
    vault.openCase(REFERENCE).close();
    vault.close();
    await fixture.vaults.backup({ folder: fixture.folder, destination: newer });
    for (const folder of [newer, older]) {
      const copy = await fixture.vaults.open({ folder, passphrase: PASSPHRASE });
      const store = copy.openCase(REFERENCE);
      await captureAd(store, store.startSession({}));
      store.close();
      // An older copy has its own successors.
      copy.rotateKey({ purpose: 'identity', practice: false });
      copy.openCase(REFERENCE).close();
      copy.close();
      expect(await findings(fixture, folder)).toEqual([]);
    }
  });

  it('refuses a case that went on under a key that an older registry does not know', async () => {
    const fixture = await makeVault();
    const older = join(fixture.root, 'older.sqlite');
    const registry = join(fixture.folder, 'vault.sqlite');
    cpSync(registry, older);
    const vault = await fixture.open();
    vault.rotateKey({ purpose: 'log', practice: false });
    vault.openCase(REFERENCE).close();
    vault.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${registry}${suffix}`, { force: true });
    cpSync(older, registry);
    await expect(fixture.open()).rejects.toMatchObject({ code: 'log-inconsistent' });
  });

  it('follows the keys of an operator', async () => {
    const fixture = await makeVault();
    const vault = await fixture.open();
    const first = vault.rotateKey({ purpose: 'operator', practice: false });
    vault.rotateKey({ purpose: 'operator', practice: true });
    const second = vault.rotateKey({ purpose: 'operator', practice: false, operator: 'NL-1234' });
    expect(second.from).toBe(first.to);
    expect(vault.listOperators()).toMatchObject([{ serviceNumber: 'NL-1234', keyId: second.to }]);
    expect(() => vault.rotateKey({ purpose: 'operator', practice: false, operator: 'X-1' })).toThrow(/no operator/);
    vault.close();
    expect(await findings(fixture)).toEqual([]);
  });
});
