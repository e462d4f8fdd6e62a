import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportedPackage, ExportProgress, ExportStep } from '../../../src/app/export-run.ts';
import type { CustodyEntry } from '../../../src/core/custody/entry.ts';
import { PugmarkError } from '../../../src/core/errors.ts';
import { verifyAtPath } from '../../support/package/golden.ts';
import { mountSmallDisk, NEEDS_MOUNT } from '../../storage/small-disk.ts';
import { exportProfile, makePictureCase, type PracticeLikeCase } from './profile-parts.ts';

// Europol gets two packages, one after the other. What ends the second leaves the first as it is, no half of the second, and true entries for both.

let made: PracticeLikeCase;
beforeAll(async () => {
  made = await makePictureCase(2);
});

/** Something that happens when the second package comes to a step. */
function whenReduced(step: ExportStep, act: () => void): (progress: ExportProgress) => void {
  let begun = 0;
  let isDone = false;
  return (progress) => {
    if (progress.step === 'exported') begun += 1;
    if (begun < 2 || progress.step !== step || isDone) return;
    isDone = true;
    act();
  };
}

/** The last entries of the log, of two packages: what the first became, and the second. */
function lastEntries(count: number): readonly CustodyEntry[] {
  return made.store
    .readLog()
    .slice(-count)
    .map(({ line }) => JSON.parse(line) as CustodyEntry);
}

/** The whole package stands and verifies, nothing lies beside it, and the log tells of both what became of them. */
async function expectWholeAlone(folder: string, exported: ExportedPackage, reason: string): Promise<void> {
  expect(exported.reduced).toMatchObject({ failed: reason });
  expect(readdirSync(folder).filter((name) => name !== 'filling')).toEqual([basename(exported.path)]);
  const { axes } = await verifyAtPath(exported.path, { trusted: [made.store.station] });
  expect([axes.integrity.state, axes.authorship.state, axes.custody.state]).toEqual(['pass', 'pass', 'pass']);
  const [sealed, begun, failed] = lastEntries(3);
  expect(sealed).toMatchObject({ type: 'package.sealed', digest: exported.seal, details: { package: exported.package } });
  expect(begun).toMatchObject({ type: 'package.exported', details: { reducedFrom: exported.package } });
  expect(failed).toMatchObject({ type: 'package.failed', details: { package: begun?.details['package'], reason } });
  expect(readdirSync(join(made.fixture.folder, 'incoming'))).toEqual([]);
}

describe('the reduced set of a package for Europol', () => {
  it.each<ExportStep>(['exported', 'write', 'written'])('cancelled at %s is not there, and the whole package is', async (step) => {
    const folder = join(made.fixture.root, step);
    const cancel = new AbortController();
    const onProgress = whenReduced(step, () => cancel.abort(new PugmarkError('cancelled', 'Cancelled')));
    const exported = await exportProfile(made, 'europol', { folder, signal: cancel.signal, onProgress });
    expect(exported.reduced).toMatchObject({ failed: 'cancelled', message: expect.stringMatching(/cancelled/i) });
    await expectWholeAlone(folder, exported, 'cancelled');
  });

  it('cancelled before it was begun is in no log', async () => {
    const folder = join(made.fixture.root, 'before');
    const cancel = new AbortController();
    const onProgress = ({ step }: ExportProgress): void => {
      if (step === 'sealed') cancel.abort(new PugmarkError('cancelled', 'Cancelled'));
    };
    const exported = await exportProfile(made, 'europol', { folder, signal: cancel.signal, onProgress });
    expect(exported.reduced).toMatchObject({ failed: 'cancelled' });
    expect(readdirSync(folder)).toEqual([basename(exported.path)]);
    expect(lastEntries(1)[0]).toMatchObject({ type: 'package.sealed', digest: exported.seal });
  });

  it('is there when the cancel comes after it was written', async () => {
    const folder = join(made.fixture.root, 'after');
    const cancel = new AbortController();
    const onProgress = whenReduced('noted', () => cancel.abort(new PugmarkError('cancelled', 'Cancelled')));
    const { reduced } = await exportProfile(made, 'europol', { folder, signal: cancel.signal, onProgress });
    if (reduced === undefined || 'failed' in reduced) throw new Error('no reduced set');
    expect(readdirSync(folder)).toHaveLength(2);
    expect(lastEntries(1)[0]).toMatchObject({ type: 'package.sealed', digest: reduced.seal });
  });

  it('for which the disk has no room is not there, and the whole package is', async ({ skip }) => {
    const folder = join(made.fixture.root, 'small');
    const small = mountSmallDisk(folder, 2);
    if (small === undefined) skip(NEEDS_MOUNT);
    if (small === undefined) return;
    const onProgress = whenReduced('exported', () => fill(join(folder, 'filling')));
    const exported = await exportProfile(made, 'europol', { folder, onProgress });
    await expectWholeAlone(folder, exported, 'disk-full');
    expect(exported.reduced).toMatchObject({ message: expect.stringMatching(/full/i) });
    // The next one, with room, has both.
    const { reduced } = await exportProfile(made, 'europol', { folder: join(made.fixture.root, 'roomy') });
    expect(reduced).not.toHaveProperty('failed');
    const { findings } = await made.fixture.vaults.check({ folder: made.fixture.folder });
    expect(findings).toEqual([]);
  });
});

/** Takes all the room of a small disk. */
function fill(path: string): void {
  expect(() => writeFileSync(path, new Uint8Array(4_000_000))).toThrow(/ENOSPC/);
}
