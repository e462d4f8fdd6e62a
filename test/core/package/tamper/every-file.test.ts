import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PackageFindingCode, Verdict } from '../../../../src/core/package/verdict.ts';
import { codesOf, readGolden, verifyAtPath, verifyBytes, zipGolden, type GoldenPackage } from '../../../support/package/golden.ts';
import type { PackageFiles } from '../../../support/package/twists.ts';
import { writeFolder } from '../../../support/package-on-disk.ts';
import { keptTempFolder } from '../../../support/temp-folder.ts';
import { isLongTier } from '../../../support/tier.ts';

// Every file of a package, one at a time: a byte of it changed, the file gone, under another name, or with a twin beside it.

interface Expected {
  readonly path: RegExp;
  /** What is found at least when a byte is another, and what may be found besides, depending on the byte. */
  readonly changed: readonly PackageFindingCode[];
  readonly perhaps?: readonly PackageFindingCode[];
  /** What is found when the file is not there, exactly. */
  readonly gone: readonly PackageFindingCode[];
}

const LISTED = ['file-missing', 'oxum-differs'] as const;
const UNSIGNED_LOG = ['log-key-missing', 'checkpoint-signature', 'checkpoint-missing', 'proof-invalid'] as const;
const LOG_PERHAPS = [
  'line-invalid',
  'line-not-canonical',
  'checkpoint-root',
  'checkpoint-missing',
  'sealed-checkpoint-differs',
  'proof-invalid',
  // The entry that cannot be read any more is missed.
  'address-commitment-differs',
  'export-unlogged',
  'exhibit-unlogged',
] as const;

/** The first that fits a path counts. */
const EXPECTED: readonly Expected[] = [
  { path: /^bagit/, changed: ['bag-declaration-invalid', 'file-changed'], gone: ['bag-declaration-invalid', 'file-missing'] },
  {
    path: /^bag-info/,
    changed: ['file-changed'],
    perhaps: ['bag-info-invalid', 'oxum-differs'],
    gone: ['file-missing', 'bag-info-invalid'],
  },
  {
    path: /^manifest/,
    changed: ['file-changed'],
    perhaps: ['manifest-invalid', 'file-unlisted'],
    gone: ['file-missing', 'manifest-missing'],
  },
  {
    path: /^tagmanifest/,
    changed: ['seal-subject-differs'],
    perhaps: ['manifest-invalid', 'file-changed', 'file-missing'],
    gone: ['manifest-missing', 'seal-subject-differs'],
  },
  {
    path: /^seal\//,
    changed: [],
    // Whatever is compared with a statement that can still be read.
    perhaps: ['seal-invalid', 'seal-signature', 'seal-subject-differs', 'record-digest', 'bag-info-invalid', 'sealed-checkpoint-differs'],
    gone: ['seal-missing'],
  },
  {
    path: /\/checkpoint\.note$/,
    changed: ['file-changed'],
    perhaps: ['checkpoint-signature', 'checkpoint-invalid'],
    gone: [...LISTED, 'checkpoint-missing'],
  },
  { path: /\.note$/, changed: ['file-changed'], perhaps: ['checkpoint-signature', 'checkpoint-invalid'], gone: LISTED },
  { path: /\.tlog-proof$/, changed: ['file-changed', 'proof-invalid'], gone: [...LISTED, 'proof-missing'] },
  {
    path: /\/log\.jsonl$/,
    changed: ['file-changed'],
    perhaps: LOG_PERHAPS,
    gone: [...LISTED, 'log-missing'],
  },
  { path: /\/texts\.jsonl$/, changed: ['file-changed', 'address-commitment-differs'], gone: LISTED },
  {
    path: /\/archive\.wacz$/,
    changed: ['file-changed', 'artifact-changed', 'archive-unreadable'],
    gone: [...LISTED, 'artifact-missing', 'archive-unreadable'],
  },
  {
    path: /\/capture\.json$/,
    changed: ['file-changed', 'record-digest'],
    perhaps: ['record-invalid', 'archive-unreadable', 'artifact-changed'],
    gone: [...LISTED, 'artifact-missing', 'archive-unreadable'],
  },
  { path: /\/exhibits\//, changed: ['file-changed', 'artifact-changed'], gone: [...LISTED, 'artifact-missing'] },
  { path: /^data\/(?:README|schemas|summary)/, changed: ['file-changed'], gone: LISTED },
];

/** Certificates lie under the digits of their keys. */
const EXPECTED_OF_KEYS: Readonly<Record<string, Pick<Expected, 'changed' | 'gone'>>> = {
  identity: {
    changed: ['file-changed', 'key-certificate-invalid', 'seal-signature', ...UNSIGNED_LOG],
    gone: [...LISTED, 'key-certificate-invalid', 'seal-signature', ...UNSIGNED_LOG],
  },
  log: { changed: ['file-changed', 'key-certificate-invalid', ...UNSIGNED_LOG], gone: [...LISTED, ...UNSIGNED_LOG] },
  seal: { changed: ['file-changed', 'key-certificate-invalid', 'seal-signature'], gone: [...LISTED, 'seal-signature'] },
  operator: { changed: ['file-changed', 'key-certificate-invalid'], gone: LISTED },
};

function expectedOf(path: string, bytes: Uint8Array): Expected {
  if (path.includes('/keys/')) {
    const { payload } = JSON.parse(Buffer.from(bytes).toString()) as { payload: string };
    const statement = JSON.parse(Buffer.from(payload, 'base64').toString()) as { predicate: { purpose: string } };
    const found = EXPECTED_OF_KEYS[statement.predicate.purpose];
    if (found !== undefined) return { path: /./, ...found };
  }
  const found = EXPECTED.find((one) => one.path.test(path));
  if (found === undefined) throw new Error(`nothing is expected of ${path}`);
  return found;
}

const folder = keptTempFolder();
let golden: GoldenPackage;
beforeAll(async () => {
  golden = await readGolden('evidence-first');
  unpacked = writeFolder(folder, golden.bag, new Map(golden.files));
});

/** The package as a folder, written once: what a change leaves as it was stays where it is. */
let unpacked = '';

async function verifyUnpacked(files: PackageFiles, of: GoldenPackage): Promise<Verdict> {
  const touched = [...new Set([...files.keys(), ...of.files.keys()])].filter((path) => files.get(path) !== of.files.get(path));
  putFiles(touched, files);
  try {
    return await verifyAtPath(unpacked, { trusted: [of.trusted], withoutPictures: true });
  } finally {
    putFiles(touched, of.files);
  }
}

function putFiles(paths: readonly string[], files: ReadonlyMap<string, Uint8Array>): void {
  for (const path of paths) {
    const bytes = files.get(path);
    if (bytes === undefined) rmSync(join(unpacked, path));
    else writeFileSync(join(unpacked, path), bytes);
  }
}

const FORMS = {
  packed: async (files: PackageFiles, of: GoldenPackage): Promise<Verdict> =>
    verifyBytes(await zipGolden(of, files), { trusted: [of.trusted], withoutPictures: true }),
  unpacked: verifyUnpacked,
} as const;

/** Codes and `file-changed` paths after a change. */
async function found(
  form: keyof typeof FORMS,
  change: (files: PackageFiles) => void,
  of: GoldenPackage = golden,
): Promise<{ readonly codes: readonly string[]; readonly changed: readonly string[] }> {
  const files = new Map(of.files);
  change(files);
  const verdict = await FORMS[form](files, of);
  return {
    codes: codesOf(verdict)
      .filter((code) => code !== 'time-not-checked')
      .toSorted(),
    changed: verdict.axes.integrity.findings.filter(({ code }) => code === 'file-changed').map(({ subject }) => subject),
  };
}

function flipped(bytes: Uint8Array, place: number, mask: number): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = Math.min(copy.length - 1, Math.floor(place * copy.length));
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** Every file with a byte changed: what had to be found and was not, and what was found and had no reason to be. In the short tier at one of the places, in turn. */
async function listMisnamed(
  form: keyof typeof FORMS,
  of: GoldenPackage,
  places: readonly (readonly [number, number])[],
): Promise<unknown[]> {
  const misnamed: unknown[] = [];
  for (const [index, [path, bytes]] of [...of.files].entries()) {
    const expected = expectedOf(path, bytes);
    for (const [place, mask] of isLongTier() ? places : places.slice(index % places.length).slice(0, 1)) {
      const { codes, changed } = await found(form, (files) => files.set(path, flipped(bytes, place, mask)), of);
      const missed = expected.changed.filter((code) => !codes.includes(code));
      const known: readonly string[] = [...expected.changed, ...(expected.perhaps ?? [])];
      const odd = codes.filter((code) => !known.includes(code));
      const isNamed = /^(?:seal|tagmanifest)/.test(path) || changed.includes(path);
      if (codes.length === 0 || missed.length > 0 || odd.length > 0 || !isNamed)
        misnamed.push({ path, place, codes, missed, odd, changed });
    }
  }
  return misnamed;
}

/** Names that some systems take for the same. */
const NAMES: readonly (readonly [string, (name: string) => string])[] = [
  ['in capitals', (name) => (name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase())],
  ['in another form of Unicode', (name) => name.replace(/[a-z]/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
];

describe.each(['packed', 'unpacked'] as const)('a package, %s', (form) => {
  it('has nothing against it as it is', async () => {
    expect(await found(form, () => undefined)).toEqual({ codes: [], changed: [] });
  });

  it('names the file of which one byte is another: the first, one in the middle or the last', async () => {
    const places = [
      [0, 0x01],
      [0.5, 0x20],
      [1, 0x80],
    ] as const;
    expect(await listMisnamed(form, golden, form === 'packed' ? places : places.slice(1, 2))).toEqual([]);
  });

  it('names the file that is gone', async () => {
    for (const [path, bytes] of golden.files) {
      const { codes } = await found(form, (files) => void files.delete(path));
      expect({ path, codes }).toEqual({ path, codes: expectedOf(path, bytes).gone.toSorted() });
    }
  });

  it.each(form === 'packed' ? NAMES : NAMES.slice(0, 1))('names the file that stands there under its name %s', async (_, rename) => {
    for (const [path, bytes] of golden.files) {
      const name = path.replace(/[^/]*$/, rename);
      const { codes } = await found(form, (files) => {
        files.delete(path);
        files.set(name, bytes);
      });
      const gone = expectedOf(path, bytes).gone.filter((code) => code !== 'oxum-differs');
      const come = path.startsWith('data/') ? 'file-unlisted' : 'layout-unknown-file';
      expect({ name, codes }).toEqual({ name, codes: [...gone, come].toSorted() });
    }
  });
});

describe('a twin', () => {
  // Packed only: not every file system can hold two such files.
  it.each(NAMES)('is named for each file: one with its name %s', async (_, rename) => {
    for (const [path, bytes] of golden.files) {
      const name = path.replace(/[^/]*$/, rename);
      const { codes } = await found('packed', (files) => files.set(name, bytes));
      const beside = path.startsWith('data/') ? ['file-unlisted', 'oxum-differs'] : ['layout-unknown-file'];
      expect({ name, codes }).toEqual({ name, codes: ['name-duplicate', ...beside].toSorted() });
    }
  });
});

describe('larger packages', () => {
  it.each(isLongTier() ? (['evidence-selection', 'practice-whole'] as const) : (['practice-whole'] as const))(
    'name the file with another byte: %s',
    async (name) => {
      expect(await listMisnamed('packed', await readGolden(name), [[0.37, 0x02]])).toEqual([]);
    },
  );

  it('fail for each byte of the seal, the one file that no manifest lists', async () => {
    const seal = golden.files.get('seal/seal.dsse.json') ?? Buffer.alloc(0);
    const known = ['seal-invalid', 'seal-signature', 'seal-subject-differs'];
    const unnamed: unknown[] = [];
    for (let at = 0; at < seal.length; at += isLongTier() ? 11 : 37) {
      const { codes } = await found('packed', (files) => files.set('seal/seal.dsse.json', flipped(seal, at / seal.length, 0x01)));
      if (!codes.some((code) => known.includes(code))) unnamed.push([at, codes]);
    }
    expect(unnamed).toEqual([]);
  });
});
