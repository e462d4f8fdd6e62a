import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PackageFindingCode, Verdict } from '../../../../src/core/package/verdict.ts';
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

/** Codes of the verdict, without the one that every package of today has; `unreadable` when it is no package. */
async function codesFor(zip: Uint8Array): Promise<readonly string[]> {
  const checker = { trusted: [golden.trusted], withoutPictures: true };
  return codesOf(await verifyBytes(zip, checker)).filter((code) => code !== 'time-not-checked');
}

const rawZip = (all: readonly RawEntry[]): Buffer => buildRawZip(all, timeOf(golden));
const inBag = (path: string): string => `${golden.bag}/${path}`;
const insert = (entry: RawEntry, at = readMe + 1): Buffer => rawZip(entries.toSpliced(at, 0, entry));
const replace = (entry: Partial<RawEntry>, name = 'README.txt'): Buffer =>
  rawZip(entries.map((one) => (String(one.name).endsWith(name) ? { ...one, ...entry } : one)));
const asMode =
  (mode: number) =>
  (bytes: Buffer): void =>
    void bytes.writeUInt32LE(mode * 0x10000, 38);

const BEYOND = ['container-not-canonical'] as const;
const UNLISTED = ['file-unlisted', 'oxum-differs'] as const;
const OUTSIDE = ['name-unsafe', 'layout-unknown-file'] as const;

const CONTAINERS: readonly (readonly [what: string, make: () => Buffer, codes: readonly PackageFindingCode[]])[] = [
  ['nothing', () => rawZip(entries), []],
  ['another time', () => buildRawZip(entries), BEYOND],
  ['a program before it', () => Buffer.concat([Buffer.from('MZ'), golden.zip]), BEYOND],
  ['bytes after it', () => Buffer.concat([golden.zip, Buffer.from('x')]), BEYOND],
  ['a comment', () => Buffer.concat([golden.zip.subarray(0, -2), Buffer.from([1, 0, 0x41])]), BEYOND],
  ['itself once more behind it', () => Buffer.concat([golden.zip, golden.zip]), BEYOND],
  ['bytes between two files', () => replace({ gap: 5 }), BEYOND],
  ['all files packed', () => rawZip(entries.map((entry) => ({ ...entry, deflate: true }))), BEYOND],
  ['files in another order', () => rawZip(entries.toReversed()), BEYOND],
  ['an entry for a folder', () => insert({ name: inBag('data/') }, 2), BEYOND],
  ['the same file twice', () => insert(entries[readMe] ?? { name: '' }), ['name-duplicate']],
  ['another file of the same name after it', () => insert({ name: inBag('data/README.txt'), content: 'other' }), ['name-duplicate']],
  [
    'another file of the same name before it',
    () => insert({ name: inBag('data/README.txt'), content: 'other' }, readMe),
    ['name-duplicate', 'oxum-differs', 'file-changed'],
  ],
  ['a file in the place of a folder', () => insert({ name: inBag('data') }, 2), ['name-duplicate', 'layout-unknown-file']],
  ['a way out of the folder', () => insert({ name: '../x' }, 0), OUTSIDE],
  ['a way out of the bag', () => insert({ name: inBag('data/../../x') }, 2), ['name-unsafe', ...UNLISTED]],
  ['a path from the root', () => insert({ name: '/etc/cron.d/x' }, 0), OUTSIDE],
  ['a path of Windows', () => insert({ name: 'C:\\x' }, 0), OUTSIDE],
  ['a file beside the bag', () => insert({ name: 'z/x' }, entries.length), ['layout-unknown-file']],
  [
    'a link beside the files',
    () => insert({ name: inBag('data/a'), content: '/etc/passwd', central: asMode(0o120777) }),
    [...BEYOND, 'entry-kind-refused'],
  ],
  [
    'a link in the place of a file',
    () => replace({ central: asMode(0o120777) }),
    [...BEYOND, 'entry-kind-refused', 'file-missing', 'oxum-differs'],
  ],
  ['a device', () => replace({ central: asMode(0o060666) }), [...BEYOND, 'entry-kind-refused', 'file-missing', 'oxum-differs']],
  ['two methods', () => replace({ local: (bytes) => void bytes.writeUInt16LE(8, 8) }), [...BEYOND, 'file-changed']],
  ['another CRC', () => replace({ claim: { crc32: 7 } }), ['file-changed']],
  [
    'a bomb that says what it is',
    () => replace({ content: Buffer.alloc(1_000), deflate: true, claim: { sizeBytes: 0xfffffff0 } }),
    [...BEYOND, 'size-limit', 'oxum-differs', 'file-changed'],
  ],
  [
    'a bomb that says nothing',
    () => replace({ content: Buffer.alloc(20_000_000), deflate: true, claim: { sizeBytes: 11_690 } }),
    [...BEYOND, 'file-changed'],
  ],
  [
    'a bomb for the log',
    () => replace({ content: Buffer.alloc(80_000_000, 0x20), deflate: true }, 'log.jsonl'),
    [...BEYOND, 'oxum-differs', 'file-changed', 'line-invalid'],
  ],
];

describe('a container', () => {
  it.each(CONTAINERS.map(([what, make, codes]) => ({ what, make, codes })))(
    'is called by what is wrong with it: $what',
    async ({ make, codes }) => {
      expect((await codesFor(make())).toSorted()).toEqual([...codes].toSorted());
    },
  );

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
