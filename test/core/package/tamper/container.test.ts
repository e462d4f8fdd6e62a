import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src/core/package/verdict.ts';
import { codesOf, readGolden, timeOf, verifyAtPath, verifyBytes, zipGolden, type GoldenPackage } from '../../../support/package/golden.ts';
import { fixUpBag } from '../../../support/package/forger.ts';
import { writeFolder } from '../../../support/package-on-disk.ts';
import { buildRawZip, type RawEntry } from '../../../support/raw-zip.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

// What holds a package, packed or unpacked, taken by somebody who wants it to be read in two ways, or not at all.

let golden: GoldenPackage;
let entries: readonly RawEntry[];
let readMe = 0;
beforeAll(async () => {
  golden = await readGolden('evidence-first');
  entries = [...golden.files].map(([path, content]) => ({ name: `${golden.bag}/${path}`, content }));
  readMe = entries.findIndex(({ name }) => String(name).endsWith('README.txt'));
});

const rawZip = (all: readonly RawEntry[]): Buffer => buildRawZip(all, timeOf(golden));
const inBag = (path: string): string => `${golden.bag}/${path}`;
describe('a container', () => {
  it('is called incomplete wherever it is cut off', async () => {
    const { zip } = golden;
    const lengths = [120, 500, ...[1, 4, 21, 22, 23, 100, 2_000].map((missing) => zip.length - missing)];
    for (const length of [...lengths, ...Array.from({ length: 9 }, (_, i) => Math.floor((zip.length * (i + 1)) / 10))]) {
      const verdict = await verifyBytes(zip.subarray(0, length));
      expect([length, codesOf(verdict)]).toEqual([length, ['container-not-canonical', 'bag-declaration-invalid']]);
      expect(verdict.axes.integrity.findings[0]?.message).toContain('cut off');
    }
    await expect(verifyBytes(zip.subarray(0, 10))).rejects.toMatchObject({ code: 'package-unreadable' });
    await expect(verifyBytes(zip.subarray(zip.length - 10))).rejects.toMatchObject({ code: 'package-unreadable' });
  });

  it('is read to its end with 100,000 empty files in it, and tells no more than a reader can use', async () => {
    const unlisted = rawZip(
      entries.toSpliced(
        readMe + 1,
        0,
        ...Array.from({ length: 100_000 }, (_, i) => ({ name: inBag(`data/a/${String(i).padStart(6, '0')}`) })),
      ),
    );
    const verdict = await verifyBytes(unlisted, { withoutPictures: true });
    expect(codesOf(verdict)).toEqual(['file-unlisted', 'oxum-differs', 'key-untrusted', 'time-not-checked']);
    expect(verdict.axes.integrity.findings).toHaveLength(101);
    expect(verdict.axes.integrity.findings[99]?.message).toContain('and 99900 more of this kind');
  });

  it('is read to its end also where 10,000 are listed', async () => {
    const files = new Map(golden.files);
    for (let i = 0; i < 10_000; i += 1) files.set(`data/a/${i}`, new Uint8Array());
    fixUpBag(files);
    const verdict = await verifyBytes(await zipGolden(golden, files), { withoutPictures: true });
    expect(codesOf(verdict)).toEqual(['seal-subject-differs', 'layout-unknown-file', 'key-untrusted', 'time-not-checked']);
  });
});

/** The verdict of the unpacked package after a change. */
async function judge(change: (bag: string) => void): Promise<Verdict> {
  const bag = writeFolder(tempFolder(), golden.bag, new Map(golden.files));
  change(bag);
  return await verifyAtPath(bag, { trusted: [golden.trusted], withoutPictures: true });
}
const without = (verdict: Verdict): readonly string[] => codesOf(verdict).filter((code) => code !== 'time-not-checked');

describe('an unpacked package', () => {
  it('is what it was under another name, and where a file is there under a second name elsewhere', async () => {
    expect(
      without(
        await judge((bag) => {
          linkSync(join(bag, 'data/README.txt'), join(bag, '../elsewhere'));
        }),
      ),
    ).toEqual([]);
    const bag = writeFolder(tempFolder(), 'a copy', new Map(golden.files));
    expect(without(await verifyAtPath(bag, { trusted: [golden.trusted] }))).toEqual([]);
  });

  it('is not left by a link, to a file or to a folder', async () => {
    const toFile = await judge((bag) => {
      renameSync(join(bag, 'data/README.txt'), join(bag, '../README.txt'));
      symlinkSync('../../README.txt', join(bag, 'data/README.txt'));
    });
    expect(without(toFile)).toEqual(['entry-kind-refused', 'file-missing', 'oxum-differs']);
    const toFolder = await judge((bag) => {
      renameSync(join(bag, 'data/custody'), join(bag, '../custody'));
      symlinkSync('../../custody', join(bag, 'data/custody'));
    });
    expect(without(toFolder)).toEqual(expect.arrayContaining(['entry-kind-refused', 'file-missing', 'log-missing']));
    const toItself = await judge((bag) => symlinkSync('..', join(bag, 'data/loop')));
    expect(without(toItself)).toEqual(['entry-kind-refused']);
  });

  it('does not wait at a pipe', async () => {
    const verdict = await judge((bag) => {
      rmSync(join(bag, 'data/README.txt'));
      expect(spawnSync('mkfifo', [join(bag, 'data/README.txt')]).status).toBe(0);
    });
    expect(without(verdict)).toEqual(['entry-kind-refused', 'file-missing', 'oxum-differs']);
  });

  it('is called by what is wrong with it where a folder stands for a file, or an operating system was there', async () => {
    const folder = await judge((bag) => {
      rmSync(join(bag, 'data/README.txt'));
      mkdirSync(join(bag, 'data/README.txt'));
    });
    expect(without(folder)).toEqual(['file-missing', 'oxum-differs']);
    const seen = await judge((bag) => writeFileSync(join(bag, 'data/.DS_Store'), 'x'));
    expect(without(seen)).toEqual([]);
    expect(seen.axes.integrity.notes).toContainEqual(expect.objectContaining({ code: 'system-file', subject: 'data/.DS_Store' }));
  });
});
