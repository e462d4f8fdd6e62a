import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { forge, type Forgery } from '../package/forger.ts';
import { readGolden, zipGolden, type GoldenPackage } from '../package/golden.ts';
import { idOf, titleOf, type Attack, type AttackedPackage } from './attack.ts';
import { makePacked } from './key-holder-attacks.ts';

let taken: Promise<GoldenPackage> | undefined;
let first: Promise<GoldenPackage> | undefined;
const take = (): Promise<GoldenPackage> => (taken ??= readGolden('evidence-selection'));
const takeFirst = (): Promise<GoldenPackage> => (first ??= readGolden('evidence-first'));

/** The package made again from its first byte under keys of a forger; `trusting`: the checker takes these for true. */
async function makeForged(forgery: Forgery, trusting: 'the forger' | 'the station' | 'nobody'): Promise<AttackedPackage> {
  const golden = await take();
  const files = new Map(golden.files);
  const forger = forge(files, forgery);
  const trusted = { 'the forger': [forger], 'the station': [golden.trusted], nobody: [] }[trusting];
  return { zip: await zipGolden(golden, files), trusted };
}

async function control(): Promise<AttackedPackage> {
  const golden = await take();
  return { zip: golden.zip, trusted: [golden.trusted] };
}

const FORGOTTEN: readonly (readonly [what: string, forgery: Forgery, codes: readonly PackageFindingCode[]])[] = [
  ['a record without its form', { record: (record) => ({ ...record, tool: 'a tool' }) }, ['record-invalid', 'archive-unreadable']],
  ['a record of practice', { record: (record) => ({ ...record, practice: true }) }, ['practice-differs']],
  ['a record of another case', { record: (record) => ({ ...record, case: record['attempt'] }) }, ['record-differs']],
  ['an entry in another place', { entry: (entry) => (entry.seq === 5 ? { ...entry, seq: 6 } : entry) }, ['sequence-gap']],
  [
    'a failed attempt called sealed',
    { entry: (entry) => (entry.type === 'capture.failed' ? { ...entry, type: 'capture.sealed' } : entry) },
    ['record-differs'],
  ],
  ['another address in the texts', { texts: (texts) => texts.replace('/ad/4', '/ad/5') }, ['address-commitment-differs']],
  ['another recipient in the seal', { statement: (seal) => ({ ...seal, recipient: 'somebody else' }) }, ['export-unlogged']],
  [
    'no earlier package in the seal',
    { statement: (seal) => ({ ...seal, earlierPackages: 0 }) },
    ['seal-invalid', 'earlier-package-differs'],
  ],
  ['another profile in bag-info', { info: (info) => info.replace('prosecutor', 'archive') }, ['bag-info-invalid']],
  ['another agency in the certificate', { agency: 'Other agency' }, ['bag-info-invalid']],
];

/** Packages made again from their first byte by somebody without the station's keys. */
export const FORGER_ATTACKS: readonly Attack[] = [
  {
    id: 'forger-whole-package-under-other-keys',
    group: 'forger',
    title: 'The whole package made again under keys of a forger, for a checker who has the key of the station.',
    expected: { exitCode: 1, codes: ['key-untrusted'] },
    make: () => makeForged({}, 'the station'),
    control,
  },
  {
    id: 'forger-whole-package-beside-an-earlier-one',
    group: 'forger',
    title: 'The whole package made again under keys of a forger, for a checker who has an earlier true one.',
    expected: { exitCode: 1, codes: ['earlier-package-differs'] },
    make: async () => ({ ...(await makeForged({}, 'nobody')), earlier: (await takeFirst()).zip }),
    control: async () => ({ ...(await control()), earlier: (await takeFirst()).zip }),
  },
  ...FORGOTTEN.map(([what, forgery, codes]): Attack => ({
    id: idOf('forger', `forgot ${what}`),
    group: 'forger',
    title: titleOf(`a package made again, in which the forger left ${what}`),
    expected: { exitCode: 1, codes },
    make: () => makeForged(forgery, 'the forger'),
    control: () => makeForged({}, 'the forger'),
  })),
];

/** What no reading of a package alone can notice: told here so that nobody believes otherwise. */
export const LIMIT_ATTACKS: readonly Attack[] = [
  {
    id: 'limit-forged-whole-and-no-key-brought',
    group: 'limit',
    title: 'The whole package made again under keys of a forger, for a checker who brings no key: only the name of the key tells.',
    expected: { exitCode: 0, codes: ['key-untrusted'] },
    make: () => makeForged({}, 'nobody'),
    control,
  },
  {
    id: 'limit-key-holder-rewrites-all-before-anybody-holds-anything',
    group: 'limit',
    title: 'Whoever holds all keys back-dates every entry before anybody holds a package, a receipt or a time stamp of the case.',
    expected: { exitCode: 0, codes: [] },
    make: () => makePacked({ event: (event) => (event.type === 'exhibit.viewed' ? [] : [event]) }),
    control: () => makePacked(),
  },
  {
    id: 'limit-page-of-a-report-replaced-before-sealing',
    group: 'limit',
    title: 'Whoever holds the seal key puts other words into README.txt before sealing: what counts stands in exhibits and custody.',
    expected: { exitCode: 0, codes: [] },
    make: () => makePacked({ payload: (files) => void files.set('data/README.txt', Buffer.from('All is well.\n')) }),
    control: () => makePacked(),
  },
];
