import { beforeAll, describe, expect, it } from 'vitest';
import { PugmarkError } from '../../../src/core/errors.ts';
import { readZip } from '../../../src/core/package/read-zip.ts';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { AXES, type Verdict } from '../../../src/core/package/verdict.ts';
import { verifyPackage, type VerifyProgress } from '../../../src/core/package/verify-package.ts';
import { buildPackage, writeManifests, type BuiltPackage } from '../../support/package/builder.ts';
import { type PackageFiles } from '../../support/package/twists.ts';
import { buildZip } from '../../support/package-on-disk.ts';
import { verifyPorts } from '../../support/verify-files.ts';

let whole: BuiltPackage;
let zip: Uint8Array;
beforeAll(async () => {
  whole = await buildPackage();
  zip = await buildZip(whole.name, whole.files);
});

async function verifyZip(bytes: Uint8Array, onProgress?: (progress: VerifyProgress) => void): Promise<Verdict> {
  const reader = {
    sizeBytes: bytes.length,
    read: (offset: number, length: number) =>
      offset < 0 || offset + length > bytes.length
        ? Promise.reject(new PugmarkError('input-unreadable', 'It ends before that'))
        : Promise.resolve(bytes.slice(offset, offset + length)),
  };
  const opened = await readZip(reader, 'package.zip', verifyPorts.decompression);
  return await verifyPackage(verifyPorts, opened, {
    trusted: new Set([whole.station.id]),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

const failedAxes = (verdict: Verdict): readonly string[] => AXES.filter((axis) => verdict.axes[axis].state === 'fail');
const codes = (verdict: Verdict): readonly string[] => AXES.flatMap((axis) => verdict.axes[axis].findings.map(({ code }) => code));

async function verifyChanged(change: (files: PackageFiles) => void): Promise<Verdict> {
  const files = new Map(whole.files);
  change(files);
  return await verifyZip(await buildZip(whole.name, files));
}

describe('a whole package', () => {
  it('passes as it was made, and says how far the verification is', async () => {
    const steps: string[] = [];
    const verdict = await verifyZip(zip, ({ step }) => void steps.push(step));
    expect(codes(verdict)).toEqual(['time-not-checked']);
    expect(verdict.axes.authorship.state).toBe('pass');
    expect([...new Set(steps)]).toEqual(['files', 'custody', 'exhibits', 'archives']);
  });

  it('is not the same under the name or the time of another one', async () => {
    for (const again of [
      await buildZip('op-2026-99_prosecutor_20260302T090000Z', whole.files),
      await buildZip(whole.name, whole.files, '2026-03-03T09:00:00.000Z'),
    ]) {
      const verdict = await verifyZip(again);
      expect(verdict.axes.integrity).toMatchObject({ state: 'fail', findings: [{ code: 'container-not-canonical' }] });
      expect(failedAxes(verdict)).toEqual(['integrity']);
    }
  });

  it('may say any year without ending the verification', async () => {
    const odd = await buildPackage({ statement: (seal) => ({ ...seal, createdAt: '9999-12-31T23:59:59.999Z' }) });
    expect(codes(await verifyZip(await buildZip('op-2026-17_prosecutor_99991231T235959Z', odd.files)))).toEqual(
      expect.arrayContaining(['container-not-canonical', 'time-contradiction']),
    );
  });

  it('is given up when asked', async () => {
    const abort = new AbortController();
    const opened = await readZip(
      { sizeBytes: zip.length, read: (offset, length) => Promise.resolve(zip.slice(offset, offset + length)) },
      'package.zip',
      verifyPorts.decompression,
    );
    const options = { signal: abort.signal, onProgress: () => abort.abort() };
    await expect(verifyPackage(verifyPorts, opened, options)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('fails with a changed file also where the manifests were written again: the seal is over them', async () => {
    for (const path of [...whole.files.keys()].filter((name) => name.startsWith('data/'))) {
      const verdict = await verifyChanged((files) => {
        files.set(path, Buffer.concat([files.get(path) ?? new Uint8Array(), Buffer.from('x')]));
        writeManifests(files);
      });
      expect([path, codes(verdict)]).toEqual([path, expect.arrayContaining(['seal-subject-differs'])]);
    }
  });

  it('fails with a file too many, wherever it lies', async () => {
    for (const path of ['more.txt', 'data/more.txt', 'seal/more.tsr', 'data/custody/more.txt', 'data/exhibits/E-0001/more.txt']) {
      const verdict = await verifyChanged((files) => files.set(path, Buffer.from('x')));
      expect([path, failedAxes(verdict)]).toEqual([path, expect.arrayContaining(['integrity'])]);
    }
  });
});

describe('a package of which hardly anything is left', () => {
  it('gets a verdict, and nothing in it passes', async () => {
    const rest = await verifyZip(
      await buildZip('rest', new Map([[PACKAGE_PATHS.seal, whole.files.get(PACKAGE_PATHS.seal) ?? Buffer.alloc(0)]])),
    );
    expect(rest.axes.integrity).toMatchObject({ state: 'fail', findings: [expect.objectContaining({ code: 'bag-declaration-invalid' })] });
    expect(AXES.map((axis) => rest.axes[axis].state)).toEqual(['fail', 'not-checked', 'not-checked', 'not-checked', 'not-checked']);
  });
});
