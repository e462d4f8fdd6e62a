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

/** An axis failed, or it is no package any more. */
function isRefused(bytes: Uint8Array): Promise<boolean> {
  return verifyZip(bytes).then(
    (verdict) => failedAxes(verdict).length > 0,
    (error: unknown) => error instanceof PugmarkError,
  );
}

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

  it('fails with one byte changed in any of its files', async () => {
    for (const [path, bytes] of whole.files) {
      const changed = Buffer.from(bytes);
      const at = Math.floor(changed.length / 2);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const verdict = await verifyChanged((files) => files.set(path, changed));
      const axis = path === PACKAGE_PATHS.seal ? failedAxes(verdict)[0] : 'integrity';
      expect([path, failedAxes(verdict)]).toEqual([path, expect.arrayContaining([axis ?? 'one of them'])]);
    }
  });

  it('fails with any of its files taken away or renamed', async () => {
    for (const [path, bytes] of whole.files) {
      expect([path, failedAxes(await verifyChanged((files) => void files.delete(path)))]).toEqual([
        path,
        expect.arrayContaining(['integrity']),
      ]);
      const renamed = await verifyChanged((files) => {
        files.delete(path);
        files.set(path.toUpperCase(), bytes);
      });
      expect([path, failedAxes(renamed)]).toEqual([path, expect.arrayContaining(['integrity'])]);
    }
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

  it('fails cut at any length', async () => {
    for (let at = 1; at < 20; at += 1) {
      const cut = zip.slice(0, Math.floor((zip.length * at) / 20));
      expect([at, await isRefused(cut)]).toEqual([at, true]);
    }
    expect(await isRefused(zip)).toBe(false);
  });

  it('never passes with a byte changed at random', async () => {
    let state = 7;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const passed: number[] = [];
    for (let i = 0; i < 60; i += 1) {
      const bytes = Buffer.from(zip);
      const at = next(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
      if (!(await isRefused(bytes))) passed.push(at);
    }
    expect(passed).toEqual([]);
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
