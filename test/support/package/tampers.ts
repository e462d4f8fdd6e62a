import { hashLeaf } from '../../../src/core/custody/merkle.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { keyPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { buildKeyCertificate, type KeyPurpose } from '../../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { change, swap } from './faults.ts';
import { fixUpBag, sealAgain } from './forger.ts';
import { seededSigner } from './seeded-keys.ts';
import type { PackageFiles } from './twists.ts';

/** Something done to a sealed package, and all that is found in it: nothing less, and nothing that would lead astray. */
export interface Tamper {
  readonly what: string;
  readonly apply: (files: PackageFiles) => void;
  readonly codes: readonly PackageFindingCode[];
}

const EXHIBITS = 'data/exhibits';
const { log: LOG, checkpoint: NEWEST, seal: SEAL } = PACKAGE_PATHS;
const stranger = seededSigner('a stranger');
const strangersIdentity = seededSigner('a stranger’s identity');

/** Lines of the log, the one of the origin first. */
function lines(edit: (lines: string[]) => string[]): Tamper['apply'] {
  return (files) =>
    change(files, LOG, (text) =>
      edit(text.trimEnd().split('\n'))
        .map((line) => `${line}\n`)
        .join(''),
    );
}

/** The same by somebody who knows manifests. */
function fixedUp(apply: Tamper['apply']): Tamper['apply'] {
  return (files) => {
    apply(files);
    fixUpBag(files);
  };
}

const ofFailed = (line: string): boolean => line.includes('"exhibit":"E-0003"');
const reorder = lines((all) => all.toSpliced(9, 2, all[10] ?? '', all[9] ?? ''));
const dropStart = lines((all) => all.filter((line) => !(ofFailed(line) && line.includes('capture.started'))));
const editTitle = (files: PackageFiles): void =>
  change(files, `${EXHIBITS}/E-0001/capture.json`, (text) => text.replaceAll('Synthetic ad 1', 'Synthetic ad 9'));
const swapNames =
  (name: string): Tamper['apply'] =>
  (files) =>
    swap(files, `${EXHIBITS}/E-0001/${name}`, `${EXHIBITS}/E-0004/${name}`);

function swapFolders(files: PackageFiles): void {
  const moved = [...files].filter(([path]) => /\/E-000[14]\//.test(path) && path.startsWith(EXHIBITS));
  for (const [path] of moved) files.delete(path);
  for (const [path, bytes] of moved)
    files.set(
      path.replace(/E-000[14]/, (one) => (one === 'E-0001' ? 'E-0004' : 'E-0001')),
      bytes,
    );
}

function withhold(line: string, index: number): string {
  return `{"seq":${index - 1},"withheld":"${sha256DigestOf(hashLeaf(nodeHashing, toUtf8(line)))}"}`;
}

/** The failed attempt as leaves that nobody may see: the root of the log stays what it was. */
function withholdFailed(files: PackageFiles): void {
  lines((all) => all.map((line, index) => (ofFailed(line) ? withhold(line, index) : line)))(files);
  for (const path of files.keys()) if (path.includes('E-0003')) files.delete(path);
  change(files, PACKAGE_PATHS.texts, (text) => text.replace(/[^\n]*"seq":9,[^\n]*\n/, ''));
}

/** Back to the state of the log before the last capture ended. */
function rollBack(files: PackageFiles): void {
  const older = [...files.keys()].find((path) => path.endsWith('/11.note')) ?? '';
  files.set(NEWEST, files.get(older) ?? new Uint8Array());
  for (const path of files.keys()) if (/\/checkpoints\/.*\/1[3-9]\.note$/.test(path)) files.delete(path);
  lines((all) => all.slice(0, 12))(files);
}

function certify(files: PackageFiles, key: typeof stranger, purpose: KeyPurpose): void {
  const certified = { publicKey: key.publicKey, purpose, practice: false, createdAt: '2026-11-22T03:00:00.000Z' };
  const agency = purpose === 'identity' ? { agency: 'Golden vectors' } : {};
  const certificate = buildKeyCertificate(nodeHashing, strangersIdentity, { ...certified, ...agency });
  files.set(keyPath(fingerprintOf(nodeHashing, key.publicKey)), certificate);
}

function certifyStranger(files: PackageFiles): void {
  certify(files, strangersIdentity, 'identity');
  certify(files, stranger, 'seal');
}

const OTHER_LOG = [
  'sequence-gap',
  'checkpoint-root',
  'checkpoint-missing',
  'sealed-checkpoint-differs',
  'address-commitment-differs',
  'proof-invalid',
] as const;
const OTHER_RECORD = ['record-differs', 'record-digest', 'address-commitment-differs'] as const;
const ANOTHERS_ARTIFACTS = ['artifact-missing', 'artifact-changed', 'artifact-unlisted', 'archive-unreadable'] as const;
const RESEALED = 'seal-subject-differs';

/** Tried on `evidence-selection`: E-0001 and E-0004 are captures, E-0003 is a failed attempt. */
export const TAMPERS: readonly Tamper[] = [
  { what: 'nothing', apply: () => undefined, codes: [] },

  { what: 'entries of the log in another order', apply: reorder, codes: ['file-changed', ...OTHER_LOG] },
  { what: 'the same, the manifests made to fit', apply: fixedUp(reorder), codes: [RESEALED, ...OTHER_LOG] },
  {
    what: 'the start of an attempt dropped from the log',
    apply: dropStart,
    codes: ['file-changed', 'oxum-differs', ...OTHER_LOG, 'checkpoint-beyond-log', 'export-unlogged', 'exhibit-unlogged'],
  },
  {
    what: 'the same, the manifests made to fit',
    apply: fixedUp(dropStart),
    codes: [RESEALED, ...OTHER_LOG, 'checkpoint-beyond-log', 'export-unlogged', 'exhibit-unlogged'],
  },
  {
    what: 'a failed attempt dropped from the log and the package',
    apply: fixedUp((files) => {
      for (const path of files.keys()) if (path.includes('E-0003')) files.delete(path);
      lines((all) => all.filter((line) => !ofFailed(line)))(files);
    }),
    codes: [
      RESEALED,
      ...OTHER_LOG,
      'checkpoint-beyond-log',
      'export-unlogged',
      'exhibit-unlogged',
      'artifact-missing',
      'archive-unreadable',
      'proof-missing',
    ],
  },
  {
    what: 'a failed attempt withheld that was not',
    apply: fixedUp(withholdFailed),
    codes: [RESEALED, 'seal-invalid', 'exhibit-unlogged', 'artifact-missing', 'archive-unreadable', 'proof-missing'],
  },
  {
    what: 'a withheld leaf dropped',
    apply: fixedUp(lines((all) => all.filter((line) => !line.startsWith('{"seq":13,')))),
    codes: [RESEALED, ...OTHER_LOG, 'checkpoint-beyond-log', 'export-unlogged'],
  },
  {
    what: 'the log set back to an older checkpoint',
    apply: fixedUp(rollBack),
    codes: [RESEALED, 'sealed-checkpoint-differs', 'address-commitment-differs', 'export-unlogged', 'exhibit-unlogged', 'proof-invalid'],
  },
  {
    what: 'an older checkpoint as the newest',
    apply: fixedUp((files) =>
      files.set(NEWEST, files.get([...files.keys()].find((path) => path.endsWith('/11.note')) ?? '') ?? toUtf8('')),
    ),
    codes: [RESEALED, 'sealed-checkpoint-differs'],
  },

  {
    what: 'the folders of two exhibits swapped',
    apply: swapFolders,
    // E-0004 has a print, E-0001 has none.
    codes: ['file-missing', 'file-unlisted', 'file-changed', 'artifact-missing', ...OTHER_RECORD],
  },
  { what: 'the same, the manifests made to fit', apply: fixedUp(swapFolders), codes: [RESEALED, ...OTHER_RECORD] },
  {
    what: 'the records of two exhibits swapped',
    apply: swapNames('capture.json'),
    codes: ['file-changed', ...OTHER_RECORD, ...ANOTHERS_ARTIFACTS],
  },
  {
    what: 'the same, the manifests made to fit',
    apply: fixedUp(swapNames('capture.json')),
    codes: [RESEALED, ...OTHER_RECORD, ...ANOTHERS_ARTIFACTS],
  },
  { what: 'the pictures of two exhibits swapped', apply: swapNames('screenshot-full.png'), codes: ['file-changed', 'artifact-changed'] },
  {
    what: 'the same, the manifests made to fit',
    apply: fixedUp(swapNames('screenshot-full.png')),
    codes: [RESEALED, 'artifact-changed'],
  },
  {
    what: 'the archives of two exhibits swapped',
    apply: fixedUp(swapNames('archive.wacz')),
    codes: [RESEALED, 'artifact-changed', 'archive-unreadable'],
  },
  {
    what: 'the proofs of two exhibits swapped',
    apply: fixedUp((files) => swap(files, `${PACKAGE_PATHS.proofs}/E-0001.tlog-proof`, `${PACKAGE_PATHS.proofs}/E-0004.tlog-proof`)),
    codes: [RESEALED, 'proof-invalid'],
  },

  { what: 'another title in a record', apply: editTitle, codes: ['file-changed', 'record-digest'] },
  {
    what: 'the same, the manifests of the payload made to fit',
    apply(files) {
      const tags = ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'].map((path) => [path, files.get(path) ?? toUtf8('')] as const);
      fixedUp(editTitle)(files);
      for (const [path, bytes] of tags) files.set(path, bytes);
    },
    codes: ['file-changed', 'record-digest'],
  },
  { what: 'the same, all manifests made to fit', apply: fixedUp(editTitle), codes: [RESEALED, 'record-digest'] },
  {
    what: 'the same, sealed by a key that nobody certified',
    apply(files) {
      fixedUp(editTitle)(files);
      sealAgain(files, stranger);
    },
    codes: ['seal-signature', 'record-digest'],
  },
  {
    what: 'the same, sealed by a key of another identity that is added',
    apply(files) {
      editTitle(files);
      certifyStranger(files);
      fixUpBag(files);
      sealAgain(files, stranger);
    },
    codes: ['seal-signature', 'key-certificate-invalid', 'record-digest'],
  },
  {
    what: 'the same, the seal naming that identity as the station',
    apply(files) {
      editTitle(files);
      certifyStranger(files);
      fixUpBag(files);
      sealAgain(files, stranger, (seal) => ({ ...seal, station: fingerprintOf(nodeHashing, strangersIdentity.publicKey) }));
    },
    codes: [
      'key-untrusted',
      'key-certificate-invalid',
      'log-key-missing',
      'line-foreign',
      'checkpoint-signature',
      'checkpoint-missing',
      'proof-invalid',
      'record-digest',
    ],
  },

  { what: 'the seal stripped', apply: (files) => void files.delete(SEAL), codes: ['seal-missing'] },
  {
    what: 'the seal stripped, and with it the line that asks for it',
    apply(files) {
      files.delete(SEAL);
      change(files, 'bag-info.txt', (text) => text.replace('Pugmark-Seal: required\n', ''));
      fixUpBag(files);
    },
    codes: ['seal-missing'],
  },
  {
    what: 'practice written on evidence',
    apply: fixedUp((files) => change(files, 'bag-info.txt', (text) => `${text}Pugmark-Practice: true\n`)),
    codes: [RESEALED, 'practice-differs'],
  },
  {
    what: 'another reference of the case',
    apply: fixedUp((files) => change(files, 'bag-info.txt', (text) => text.replace('GOLDEN-2026', 'GOLDEN-2025'))),
    codes: [RESEALED, 'bag-info-invalid'],
  },
  {
    what: 'other commands in the README',
    apply: fixedUp((files) => files.set('data/README.txt', toUtf8('All is well.\n'))),
    codes: [RESEALED],
  },

  { what: 'a file more below data/', apply: (files) => files.set('data/more.txt', toUtf8('x')), codes: ['file-unlisted', 'oxum-differs'] },
  {
    what: 'the same, the manifests made to fit',
    apply: fixedUp((files) => files.set('data/more.txt', toUtf8('x'))),
    codes: [RESEALED, 'layout-unknown-file'],
  },
  { what: 'a file more beside the seal', apply: (files) => files.set(`${SEAL}.txt`, toUtf8('x')), codes: ['layout-unknown-file'] },
  { what: 'a token beside the seal that is none', apply: (files) => files.set(`${SEAL}.x.tsr`, toUtf8('x')), codes: ['token-wrong'] },
  {
    what: 'a manifest taken away',
    apply: (files) => void files.delete('manifest-sha512.txt'),
    codes: ['manifest-missing', 'file-missing'],
  },
  {
    what: 'a list of files to fetch',
    apply: (files) => files.set('fetch.txt', toUtf8('http://a.example/ - data/a\n')),
    codes: ['manifest-invalid', 'layout-unknown-file'],
  },
  {
    what: 'an artifact more',
    apply: fixedUp((files) => files.set(`${EXHIBITS}/E-0001/more.txt`, toUtf8('x'))),
    codes: [RESEALED, 'artifact-unlisted'],
  },
  {
    what: 'an exhibit more',
    apply: fixedUp((files) => files.set(`${EXHIBITS}/E-0002/capture.json`, toUtf8('{}'))),
    codes: [RESEALED, 'artifact-unlisted'],
  },
  {
    what: 'credentials put in',
    apply: fixedUp((files) => files.set(`${EXHIBITS}/E-0001/secrets.json`, toUtf8('{}'))),
    codes: [RESEALED, 'artifact-unlisted'],
  },
  {
    what: 'two files of one name, composed and decomposed',
    apply: (files) => void files.set('data/\u00e9.txt', toUtf8('x')).set('data/e\u0301.txt', toUtf8('x')),
    codes: ['name-duplicate', 'file-unlisted', 'oxum-differs'],
  },
  {
    what: 'nothing left in any file',
    apply(files) {
      for (const path of files.keys()) files.set(path, new Uint8Array());
    },
    codes: ['bag-declaration-invalid', 'file-unlisted', 'bag-info-invalid', 'manifest-invalid', 'seal-invalid'],
  },
  {
    what: 'a request for a time stamp beside the seal that is a program',
    apply: (files) => files.set(`${SEAL}.x.tsq`, toUtf8('MZ')),
    codes: ['token-wrong'],
  },
];
