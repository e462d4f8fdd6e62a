import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { buildPackage } from '../package/builder.ts';
import { AA, ORIGIN, SECOND, stranger } from '../package/faults.ts';
import { buildZip } from '../package-on-disk.ts';
import { digestOf, EARLIER_ID, PACKAGE_ID, type Twists } from '../package/twists.ts';
import { idOf, titleOf, type Attack, type AttackedPackage } from './attack.ts';

/** The package before: the same log, three entries shorter. */
const BEFORE: Twists = {
  event: (event) => (event.details?.['package'] === PACKAGE_ID || event.type === 'package.sealed' ? [] : [event]),
  statement: ({ previous: _previous, ...seal }) => ({ ...seal, package: EARLIER_ID, earlierPackages: 0 }),
};

interface Pair {
  readonly later?: Twists;
  readonly earlier?: Twists;
  /** Given the wrong way round. */
  readonly swapped?: boolean;
}

/** Two packages of one case, the later one naming the earlier. */
async function makePair({ later = {}, earlier = {}, swapped = false }: Pair = {}): Promise<AttackedPackage> {
  const first = await buildPackage({ ...BEFORE, ...earlier });
  const digest = digestOf(first.files.get(PACKAGE_PATHS.seal) ?? new Uint8Array());
  const second = await buildPackage({
    ...later,
    event: (event) => {
      const named = event.type === 'package.sealed' ? { ...event, digest } : event;
      return later.event?.(named) ?? [named];
    },
    statement: (seal) => {
      const named = { ...seal, previous: { package: EARLIER_ID, seal: digest } };
      return later.statement?.(named) ?? named;
    },
  });
  const [one, other] = await Promise.all([first, second].map(({ name, files }) => buildZip(name, files)));
  if (one === undefined || other === undefined) throw new Error('two were made');
  const { id } = second.station;
  return swapped ? { zip: one, earlier: other, trusted: [id] } : { zip: other, earlier: one, trusted: [id] };
}

const isOf = (exhibit: string) => (event: { readonly exhibit?: string }) => event.exhibit === exhibit;
/** The entries of the others are withheld in both. */
const withheld: Twists = { exhibits: ['E-0001'] };

const ROWS: readonly (readonly [what: string, pair: Pair])[] = [
  [
    'the log was rewritten after a package of it was handed over',
    { later: { entry: (entry) => (entry.seq === 0 ? { ...entry, actor: 'NL-5678' } : entry) } },
  ],
  [
    'a capture was back-dated after a package of it was handed over',
    {
      later: {
        entry: (entry) => (entry.exhibit === 'E-0003' ? { ...entry, time: entry.time.replace('T08:', 'T06:') } : entry),
      },
    },
  ],
  [
    'an exhibit was dropped after a package with it was handed over',
    {
      later: {
        event: (event) => (isOf('E-0003')(event) ? [] : [event]),
        exhibits: ['E-0001', 'E-0002'],
        statement: (seal) => ({ ...seal, scope: { ...seal.scope, sealedInCase: 1, attemptsInCase: 2 } }),
      },
    },
  ],
  [
    'the log was forked: it goes on from a state before the package that was handed over',
    { later: { event: (event) => (event.type === 'exhibit.viewed' ? [] : [event]) } },
  ],
  [
    'the log was cut: the later package shows fewer entries than the earlier one',
    {
      later: {
        event: (event) => (isOf('E-0002')(event) || isOf('E-0003')(event) || event.type === 'exhibit.viewed' ? [] : [event]),
        exhibits: ['E-0001'],
        statement: (seal) => ({ ...seal, scope: { ...seal.scope, sealedInCase: 1, attemptsInCase: 1, failedInCase: 0 } }),
      },
    },
  ],
  [
    'the log was started anew under another origin',
    {
      later: {
        payload: (files) => {
          for (const [path, bytes] of files) {
            const text = Buffer.from(bytes).toString('latin1');
            if (path.startsWith('data/custody/log') && text.includes(ORIGIN))
              files.set(path, Buffer.from(text.replaceAll(ORIGIN, SECOND), 'latin1'));
          }
        },
      },
    },
  ],
  [
    'an entry was rewritten that is withheld in both packages',
    {
      earlier: withheld,
      later: { ...withheld, entry: (entry) => (entry.exhibit === 'E-0002' ? { ...entry, actor: 'NL-5678' } : entry) },
    },
  ],
  [
    'the earlier package is of another case',
    { earlier: { statement: (seal) => ({ ...seal, package: EARLIER_ID, case: { ...seal.case, id: PACKAGE_ID } }) } },
  ],
  ['the earlier package is of practice', { earlier: { practice: true } }],
  ['the seal of the earlier package is by another key', { earlier: { sealer: () => stranger } }],
  ['the seal of the earlier package is not there', { earlier: { sealed: (files) => void files.delete(PACKAGE_PATHS.seal) } }],
  [
    'the seal names another seal of the package before',
    { later: { statement: (seal) => ({ ...seal, previous: { package: EARLIER_ID, seal: AA } }) } },
  ],
  [
    'the log says that the package before was sealed otherwise',
    { later: { event: (event) => [event.type === 'package.sealed' ? { ...event, digest: AA } : event] } },
  ],
  [
    'the log does not say that the package before was made',
    { later: { event: (event) => (event.type === 'package.sealed' ? [] : [event]) } },
  ],
  ['the two packages are given the wrong way round', { swapped: true }],
];

/** What shows to whoever holds an earlier package of the case, or only by it: the key holder signs all of the later one anew. */
export const EARLIER_ATTACKS: readonly Attack[] = ROWS.map(([what, pair]) => ({
  id: idOf('earlier', what),
  group: 'earlier',
  title: titleOf(what),
  expected: { exitCode: 1, codes: ['earlier-package-differs'] },
  make: () => makePair(pair),
  control: () => makePair(pair.earlier?.exhibits !== undefined ? { earlier: withheld, later: withheld } : {}),
}));
