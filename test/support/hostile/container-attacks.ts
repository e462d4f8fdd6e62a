import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { readGolden, timeOf, type GoldenPackage } from '../package/golden.ts';
import { buildRawZip, type RawEntry } from '../raw-zip.ts';
import { idOf, titleOf, type Attack } from './attack.ts';

/** A package that somebody holds, and its entries as a forger writes them. */
class Taken {
  readonly golden: GoldenPackage;
  readonly entries: readonly RawEntry[];
  /** Where `README.txt` is among them. */
  readonly readMe: number;

  constructor(golden: GoldenPackage) {
    this.golden = golden;
    this.entries = [...golden.files].map(([path, content]) => ({ name: this.inBag(path), content }));
    this.readMe = this.entries.findIndex(({ name }) => String(name).endsWith('README.txt'));
  }

  inBag(path: string): string {
    return `${this.golden.bag}/${path}`;
  }

  rawZip(all: readonly RawEntry[]): Buffer {
    return buildRawZip(all, timeOf(this.golden));
  }

  insert(entry: RawEntry, at = this.readMe + 1): Buffer {
    return this.rawZip(this.entries.toSpliced(at, 0, entry));
  }

  replace(entry: Partial<RawEntry>, name = 'README.txt'): Buffer {
    return this.rawZip(this.entries.map((one) => (String(one.name).endsWith(name) ? { ...one, ...entry } : one)));
  }
}

let taken: Promise<Taken> | undefined;
const take = (): Promise<Taken> => (taken ??= readGolden('evidence-first').then((golden) => new Taken(golden)));

const asMode =
  (mode: number) =>
  (bytes: Buffer): void =>
    void bytes.writeUInt32LE(mode * 0x10000, 38);
/** Changes the end record: 22 bytes, without a comment. */
const inEnd = (zip: Buffer, edit: (end: Buffer) => void): Buffer => {
  const copy = Buffer.from(zip);
  edit(copy.subarray(copy.length - 22));
  return copy;
};

const BEYOND = ['container-not-canonical'] as const;
const UNLISTED = ['file-unlisted', 'oxum-differs'] as const;
const OUTSIDE = ['name-unsafe', 'layout-unknown-file'] as const;

const ROWS: readonly (readonly [what: string, make: (of: Taken) => Buffer, codes: readonly PackageFindingCode[]])[] = [
  ['another time', (of) => buildRawZip(of.entries), BEYOND],
  ['a program before it', (of) => Buffer.concat([Buffer.from('MZ'), of.golden.zip]), BEYOND],
  ['bytes after it', (of) => Buffer.concat([of.golden.zip, Buffer.from('x')]), BEYOND],
  ['a comment', (of) => Buffer.concat([of.golden.zip.subarray(0, -2), Buffer.from([1, 0, 0x41])]), BEYOND],
  ['itself once more behind it', (of) => Buffer.concat([of.golden.zip, of.golden.zip]), BEYOND],
  ['bytes between two files', (of) => of.replace({ gap: 5 }), BEYOND],
  ['all files packed', (of) => of.rawZip(of.entries.map((entry) => ({ ...entry, deflate: true }))), BEYOND],
  ['files in another order', (of) => of.rawZip(of.entries.toReversed()), BEYOND],
  ['an entry for a folder', (of) => of.insert({ name: of.inBag('data/') }, 2), BEYOND],
  ['the same file twice', (of) => of.insert(of.entries[of.readMe] ?? { name: '' }), ['name-duplicate']],
  [
    'another file of the same name after it',
    (of) => of.insert({ name: of.inBag('data/README.txt'), content: 'other' }),
    ['name-duplicate'],
  ],
  [
    'another file of the same name before it',
    (of) => of.insert({ name: of.inBag('data/README.txt'), content: 'other' }, of.readMe),
    ['name-duplicate', 'oxum-differs', 'file-changed'],
  ],
  ['a file in the place of a folder', (of) => of.insert({ name: of.inBag('data') }, 2), ['name-duplicate', 'layout-unknown-file']],
  ['a way out of the folder', (of) => of.insert({ name: '../x' }, 0), OUTSIDE],
  ['a way out of the bag', (of) => of.insert({ name: of.inBag('data/../../x') }, 2), ['name-unsafe', ...UNLISTED]],
  ['a path from the root', (of) => of.insert({ name: '/etc/cron.d/x' }, 0), OUTSIDE],
  ['a path of Windows', (of) => of.insert({ name: 'C:\\x' }, 0), OUTSIDE],
  ['a file beside the bag', (of) => of.insert({ name: 'z/x' }, of.entries.length), ['layout-unknown-file']],
  [
    'a link beside the files',
    (of) => of.insert({ name: of.inBag('data/a'), content: '/etc/passwd', central: asMode(0o120777) }),
    [...BEYOND, 'entry-kind-refused'],
  ],
  [
    'a link in the place of a file',
    (of) => of.replace({ central: asMode(0o120777) }),
    [...BEYOND, 'entry-kind-refused', 'file-missing', 'oxum-differs'],
  ],
  ['a device', (of) => of.replace({ central: asMode(0o060666) }), [...BEYOND, 'entry-kind-refused', 'file-missing', 'oxum-differs']],
  ['two methods', (of) => of.replace({ local: (bytes) => void bytes.writeUInt16LE(8, 8) }), [...BEYOND, 'file-changed']],
  ['another CRC', (of) => of.replace({ claim: { crc32: 7 } }), ['file-changed']],
  [
    'a bomb that says what it is',
    (of) => of.replace({ content: Buffer.alloc(1_000), deflate: true, claim: { sizeBytes: 0xfffffff0 } }),
    [...BEYOND, 'size-limit', 'oxum-differs', 'file-changed'],
  ],
  [
    'a bomb that says nothing',
    (of) => of.replace({ content: Buffer.alloc(20_000_000), deflate: true, claim: { sizeBytes: 11_690 } }),
    [...BEYOND, 'file-changed'],
  ],
  [
    'a bomb for the log',
    (of) => of.replace({ content: Buffer.alloc(80_000_000, 0x20), deflate: true }, 'log.jsonl'),
    [...BEYOND, 'oxum-differs', 'file-changed', 'line-invalid'],
  ],
  ['the same name in capitals', (of) => of.insert({ name: of.inBag('data/readme.TXT'), content: 'x' }), ['name-duplicate', ...UNLISTED]],
  [
    'a name that Windows keeps for a device',
    (of) => of.insert({ name: of.inBag('data/aux.txt'), content: 'x' }),
    ['name-unsafe', ...UNLISTED],
  ],
  [
    'a name whose letters run backwards',
    (of) => of.insert({ name: of.inBag('data/\u202etxt.exe'), content: 'x' }),
    ['name-unsafe', ...UNLISTED],
  ],
  [
    'a name that is no text',
    (of) => of.insert({ name: Buffer.concat([toUtf8(of.inBag('data/')), Buffer.from([0xff, 0xfe])]) }),
    ['name-unsafe'],
  ],
  ['a name of 2,000 letters', (of) => of.insert({ name: of.inBag(`data/${'a'.repeat(2_000)}`) }), ['size-limit']],
  ['two files that begin at one place', (of) => of.insert({ name: of.inBag('data/a.txt'), content: 'x', claim: { offset: 0 } }), BEYOND],
  ['a file that begins behind the end', (of) => of.insert({ name: of.inBag('data/a.txt'), claim: { offset: 0xfffffff0 } }), BEYOND],
  ['a file of four gigabytes by its own word', (of) => of.replace({ claim: { sizeBytes: 0xfffffff0, packedBytes: 0xfffffff0 } }), BEYOND],
  ['60,000 files by its own word', (of) => inEnd(of.golden.zip, (end) => end.writeUInt16LE(60_000, 10)), BEYOND],
  ['a directory of four gigabytes by its own word', (of) => inEnd(of.golden.zip, (end) => end.writeUInt32LE(0xfffffff0, 12)), BEYOND],
  [
    '20,000 empty files',
    (of) =>
      of.rawZip(
        of.entries.toSpliced(
          of.readMe + 1,
          0,
          ...Array.from({ length: 20_000 }, (_, i) => ({ name: of.inBag(`data/a/${String(i).padStart(6, '0')}`) })),
        ),
      ),
    UNLISTED,
  ],
  ['its second half missing', (of) => of.golden.zip.subarray(0, Math.floor(of.golden.zip.length / 2)), BEYOND],
];

/** Containers that are to be read in two ways, not at all, or without end. */
export const CONTAINER_ATTACKS: readonly Attack[] = ROWS.map(([what, make, codes]) => ({
  id: idOf('container', what),
  group: 'container',
  title: titleOf(`a container with ${what}`),
  expected: { exitCode: 1, codes },
  async make() {
    const of = await take();
    return { zip: make(of), trusted: [of.golden.trusted] };
  },
  async control() {
    const { golden } = await take();
    return { zip: golden.zip, trusted: [golden.trusted] };
  },
}));
