import { parseCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { custodyEntrySchema } from '../../../src/core/custody/entry.ts';
import { hashLeaf } from '../../../src/core/custody/merkle.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { change, E1, ofObservation, type Wrong } from './faults.ts';
import { PACKAGE_ID, type PackageFiles } from './twists.ts';

const PRACTICE_AD = 'http://practice-grenier.localhost:8080/annonce/1';

const withoutRoles = (...roles: readonly string[]): Wrong[2] =>
  ofObservation(({ artifacts, recipes }) => ({
    artifacts: artifacts.filter(({ role }) => !roles.includes(role)),
    recipes: roles.includes('screenshot-full') ? [] : recipes,
  }));

const ofScope = (
  edit: (scope: { sealedInCase: number; attemptsInCase: number; failedInCase: number }) => object,
): NonNullable<Wrong[2]['statement']> => {
  return (seal) => ({ ...seal, scope: { ...seal.scope, ...edit(seal.scope) } });
};

/** Puts only the hash of a line of the log where the line was. */
function withhold(files: PackageFiles, marker: string): void {
  change(files, PACKAGE_PATHS.log, (text) =>
    text
      .split('\n')
      .map((line) => {
        if (!line.includes(marker)) return line;
        const { seq } = parseCanonicalJson(toUtf8(line), custodyEntrySchema);
        return `{"seq":${seq},"withheld":"${sha256DigestOf(hashLeaf(nodeHashing, toUtf8(line)))}"}`;
      })
      .join('\n'),
  );
}

/** Leaves out the texts of one kind: what they open stays committed to. */
export function dropTexts(files: PackageFiles, name: string): void {
  change(files, PACKAGE_PATHS.texts, (text) =>
    text
      .split('\n')
      .filter((line) => !line.includes(`"name":"${name}"`))
      .join('\n'),
  );
}

const endOfFirst = (
  edit: (entry: Parameters<NonNullable<Wrong[2]['entry']>>[0]) => ReturnType<NonNullable<Wrong[2]['entry']>>,
): Wrong[2] => ({
  entry: (entry) => (entry.exhibit === 'E-0001' && entry.type === 'capture.sealed' ? edit(entry) : entry),
});

/**
 * Lies of somebody who holds every key of the station and signs all of it anew: nothing but the parts of the package contradict each other.
 */
export const CONSISTENCY_FAULTS: readonly Wrong[] = [
  ['recipe-differs', 'a picture of the whole page without a recipe', ofObservation(() => ({ recipes: [] })), `${E1}/screenshot-full.png`],
  [
    'recipe-differs',
    'two recipes of one picture',
    ofObservation(({ recipes }) => ({ recipes: [...recipes, ...recipes] })),
    `${E1}/screenshot-full.png`,
  ],
  [
    'recipe-differs',
    'a picture that is its own tile',
    ofObservation(({ recipes, artifacts }) => ({
      recipes: recipes.map((recipe) => {
        const picture = artifacts.find(({ name }) => name === recipe.name);
        const { widthPx, heightPx } = recipe;
        return { ...recipe, tiles: [{ sha256: picture?.sha256 ?? recipe.pixelsSha256, xPx: 0, yPx: 0, widthPx, heightPx, skipTopPx: 0 }] };
      }),
    })),
  ],
  [
    'recipe-differs',
    'a tile that is a picture of the page, not of the screen',
    ofObservation(({ artifacts }) => ({
      artifacts: artifacts.map((artifact) => (artifact.name === 'screenshot-tile-01.png' ? { ...artifact, role: 'media' } : artifact)),
    })),
  ],
  ['ledger-differs', 'exchanges are counted and there is no archive', withoutRoles('wacz', 'html-served', 'media')],
  ['archive-changed', 'a served page is said to be recorded, and there is no archive', withoutRoles('wacz'), `${E1}/served.html.txt`],

  [
    'record-invalid',
    'a capture called whole with reasons why it is not',
    ofObservation(() => ({ reasons: [{ code: 'page-closed', detail: 'x' }] })),
  ],
  [
    'record-invalid',
    'a partial capture without a reason',
    {
      record: (record) => (record.exhibit === 'E-0003' ? { ...record, observation: { ...record.observation, reasons: [] } } : record),
    },
  ],
  [
    'record-differs',
    'a sealed page that the log calls failed',
    endOfFirst((entry) => ({ ...entry, type: 'capture.failed' })),
    `${E1}/capture.json`,
  ],
  [
    'record-differs',
    'a log that does not say in which state the capture ended',
    endOfFirst(({ details: { state: _state, ...details }, ...entry }) => ({ ...entry, details })),
    `${E1}/capture.json`,
  ],
  [
    'record-differs',
    'a session that the log does not know',
    { event: (event) => (event.type === 'session.started' ? [{ ...event, details: { session: PACKAGE_ID } }] : [event]) },
    `${E1}/capture.json`,
  ],
  [
    'record-differs',
    'another tool than the log says',
    { record: (record) => ({ ...record, tool: { ...record.tool, version: '9.9.9' } }) },
    `${E1}/capture.json`,
  ],
  ['record-differs', 'another operator than the log says', { operator: 'NL-9999' }, `${E1}/operator.json`],
  [
    'practice-differs',
    'an evidence record of a page of the practice market',
    ofObservation(({ address }) => ({ address: { ...address, documentUrl: PRACTICE_AD } })),
    `${E1}/capture.json`,
  ],
  [
    'artifact-missing',
    'a sealed exhibit without a digest in the log, and without files',
    {
      entry: ({ digest, ...entry }) =>
        entry.exhibit === 'E-0003' && entry.type === 'capture.sealed' ? entry : { ...entry, ...(digest === undefined ? {} : { digest }) },
      statement: (seal) => ({ ...seal, scope: { ...seal.scope, exhibits: seal.scope.exhibits.slice(0, 2) } }),
    },
    'E-0003',
  ],

  [
    'seal-invalid',
    'an exhibit twice in the seal',
    { statement: (seal) => ({ ...seal, scope: { ...seal.scope, exhibits: [...seal.scope.exhibits, ...seal.scope.exhibits.slice(2)] } }) },
    PACKAGE_PATHS.seal,
  ],
  [
    'seal-invalid',
    'more exhibits of the case than the withheld entries could hold',
    { exhibits: ['E-0001'], statement: ofScope(() => ({ sealedInCase: 5000 })) },
    PACKAGE_PATHS.seal,
  ],
  [
    'seal-invalid',
    'more attempts of the case than the withheld entries could hold',
    { exhibits: ['E-0001'], statement: ofScope(() => ({ attemptsInCase: 5000 })) },
    PACKAGE_PATHS.seal,
  ],
  [
    'seal-invalid',
    'an entry is withheld that belongs to an exhibit which is shown',
    {
      payload: (files) => {
        dropTexts(files, 'reason');
        withhold(files, '"type":"exhibit.viewed"');
      },
      statement: ofScope(() => ({ withheldEntries: 1 })),
    },
    PACKAGE_PATHS.seal,
  ],
  [
    'seal-invalid',
    'an earlier package is withheld and counted all the same',
    {
      exhibits: ['E-0001'],
      statement: (seal) => ({ ...seal, earlierPackages: 2 }),
    },
    PACKAGE_PATHS.seal,
  ],
  [
    'export-unlogged',
    'for another recipient, whose text is left out',
    { payload: (files) => dropTexts(files, 'recipient'), statement: (seal) => ({ ...seal, recipient: 'Parket 8' }) },
  ],
  [
    'export-unlogged',
    'something was logged after the export',
    {
      event: (event) =>
        event.details?.['package'] === PACKAGE_ID
          ? [event, { type: 'package.failed', details: { package: PACKAGE_ID, reason: 'io-failed' } }]
          : [event],
    },
  ],
  [
    'record-invalid',
    'a time that no calendar has',
    ofObservation(({ times }) => ({ times: { ...times, finishedAt: '2026-02-30T08:00:00.000Z' } })),
    `${E1}/capture.json`,
  ],
  [
    'time-contradiction',
    'made at another time than the log says',
    { statement: (seal) => ({ ...seal, createdAt: '2024-01-01T00:00:00.000Z' }) },
    PACKAGE_ID,
  ],

  [
    'bag-info-invalid',
    'a label that no package has',
    { info: (info) => void info.set('External-Description', 'certified') },
    'bag-info.txt',
  ],
  ['bag-info-invalid', 'another day in bag-info', { info: (info) => void info.set('Bagging-Date', '2025-01-01') }, 'bag-info.txt'],
  ['bag-info-invalid', 'another tool in bag-info', { info: (info) => void info.set('Bag-Software-Agent', 'bagger/1') }, 'bag-info.txt'],
  ['layout-unknown-file', 'a program among the time stamps', { payload: (files) => void files.set('data/time/setup.exe', toUtf8('MZ')) }],
  ['layout-unknown-file', 'a page among the forms', { payload: (files) => void files.set('data/forms/form.html', toUtf8('<script>')) }],
  [
    'layout-unknown-file',
    'a folder among the schemas',
    { payload: (files) => void files.set('data/schemas/x.json/run.json', toUtf8('{}')) },
  ],
];
