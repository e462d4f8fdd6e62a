import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import { fixUpBag, forge, payloadOf, retypeEnvelope, sealAgain, textOf } from '../package/forger.ts';
import { readGolden, zipGolden, type GoldenPackage } from '../package/golden.ts';
import { seededSigner } from '../package/seeded-keys.ts';
import type { PackageFiles } from '../package/twists.ts';
import { idOf, titleOf, type Attack } from './attack.ts';

const DEEP = '['.repeat(300_000);
const CLOSED = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
const { seal, log, texts, keys, exhibits } = PACKAGE_PATHS;
const keyOf = (files: PackageFiles): string => [...files.keys()].find((path) => path.startsWith(`${keys}/`)) ?? '';
const PLACES: readonly (readonly [string, PackageFindingCode, (files: PackageFiles, json: string) => void])[] = [
  ['a record', 'record-invalid', (files, json) => files.set(`${exhibits}/E-0001/capture.json`, toUtf8(json))],
  [
    'a page fact of a record',
    'record-invalid',
    (files, json) =>
      files.set(
        `${exhibits}/E-0001/capture.json`,
        toUtf8(textOf(files, `${exhibits}/E-0001/capture.json`).replace('"jsonLd":[', `"jsonLd":[${json},`)),
      ),
  ],
  ['the envelope of the seal', 'seal-invalid', (files, json) => files.set(seal, toUtf8(json))],
  ['the statement of the seal', 'seal-invalid', (files, json) => files.set(seal, retypeEnvelope(files.get(seal) ?? toUtf8(''), json))],
  ['a certificate', 'key-certificate-invalid', (files, json) => files.set(keyOf(files), toUtf8(json.slice(0, 60_000)))],
  ['a line of the log', 'line-invalid', (files, json) => files.set(log, toUtf8(`${textOf(files, log)}${json}\n`))],
  [
    'details of an entry',
    'line-invalid',
    (files, json) => files.set(log, toUtf8(textOf(files, log).replace('"details":{', `"details":{"a":${json},`))),
  ],
  ['the line of an origin', 'line-invalid', (files, json) => files.set(log, toUtf8(`{"origin":${json}}\n`))],
  ['a text', 'address-commitment-differs', (files, json) => files.set(texts, toUtf8(`${textOf(files, texts)}${json}\n`))],
];

/** What takes hold of a terminal, turns the order of writing, or runs where somebody shows it as a page. */
export const HOSTILE = '<script>alert(1)</script>\u001b[2J\u001b]0;x\u0007\u202e\u2066\u0085\u200f\r\n"\'`\u2028&';
/** The same in one line. */
export const HOSTILE_LINE = HOSTILE.replace(/[\r\n]/g, '');

const SCRIPTED: readonly (readonly [what: string, change: (files: PackageFiles) => void])[] = [
  [
    'the texts of a record',
    (files) =>
      void forge(files, {
        record: (record) => {
          const observation = record['observation'] as { page?: object; address: object; warnings: object[] };
          return {
            ...record,
            observation: {
              ...observation,
              ...(observation.page === undefined ? {} : { page: { ...observation.page, title: HOSTILE, language: HOSTILE } }),
              warnings: [{ code: 'x', detail: HOSTILE }],
            },
          };
        },
      }),
  ],
  [
    'an address',
    (files) => void forge(files, { texts: (texts) => texts.replace('http://127.0.0.1:8480/ad/1', JSON.stringify(HOSTILE).slice(1, -1)) }),
  ],
  [
    'an event of the log',
    (files) => void forge(files, { entry: (entry) => ({ ...entry, actor: HOSTILE_LINE, details: { ...entry.details, more: 'x' } }) }),
  ],
  [
    'the seal',
    (files) =>
      void forge(files, {
        statement: (seal) => ({
          ...seal,
          case: { ...seal.case, reference: HOSTILE },
          recipient: HOSTILE,
          purpose: HOSTILE,
          operator: HOSTILE,
          tool: HOSTILE,
          checkpoint: { ...seal.checkpoint, origin: HOSTILE },
        }),
      }),
  ],
  ['bag-info.txt', (files) => void forge(files, { info: (info) => info.replace(/: (?!\d+\.\d)(.*)/g, `: ${HOSTILE_LINE}`) })],
  ['the agency of a key', (files) => void forge(files, { agency: HOSTILE })],
  [
    'a log without form',
    (files) => files.set(PACKAGE_PATHS.log, toUtf8(`{"origin":${JSON.stringify(HOSTILE)}}\n${HOSTILE}\n{"type":"${HOSTILE_LINE}"}\n`)),
  ],
  ['a manifest', (files) => files.set('manifest-sha256.txt', toUtf8(`${'0'.repeat(64)}  data/${HOSTILE_LINE}\n${HOSTILE_LINE}\n`))],
  ['a manifest by its escapes', (files) => files.set('manifest-sha256.txt', toUtf8(`${'0'.repeat(64)}  data/%0D%0A\u001b[2J\n`))],
  [
    'a declaration',
    (files) => files.set('bagit.txt', toUtf8(`BagIt-Version: ${HOSTILE_LINE}\nTag-File-Character-Encoding: ${HOSTILE_LINE}\n`)),
  ],
  ['a checkpoint', (files) => files.set(PACKAGE_PATHS.checkpoint, toUtf8(`${HOSTILE}\n1\nAAAA\n\n\u2014 ${HOSTILE} AAAA\n`))],
  ['a proof', (files) => files.set(`${PACKAGE_PATHS.proofs}/E-0001.tlog-proof`, toUtf8(`${HOSTILE}\n\n${HOSTILE}`))],
  [
    'a record without form',
    (files) =>
      files.set(
        `${PACKAGE_PATHS.exhibits}/E-0001/capture.json`,
        toUtf8(JSON.stringify({ [HOSTILE]: HOSTILE, format: HOSTILE, exhibit: HOSTILE })),
      ),
  ],
  [
    'a statement without form',
    (files) =>
      files.set(PACKAGE_PATHS.seal, retypeEnvelope(files.get(PACKAGE_PATHS.seal) ?? toUtf8(''), JSON.stringify({ [HOSTILE]: HOSTILE }))),
  ],
  [
    'the numbers of exhibits',
    (files) => {
      sealAgain(files, seededSigner('a stranger'));
      const payload = payloadOf(files.get(PACKAGE_PATHS.seal) ?? toUtf8(''));
      files.set(
        PACKAGE_PATHS.seal,
        retypeEnvelope(files.get(PACKAGE_PATHS.seal) ?? toUtf8(''), payload.replaceAll('E-0001', JSON.stringify(HOSTILE).slice(1, -1))),
      );
    },
  ],
];

let taken: Promise<GoldenPackage> | undefined;
const take = (): Promise<GoldenPackage> => (taken ??= readGolden('evidence-selection'));

function attackBy(what: string, codes: readonly PackageFindingCode[], change: (files: PackageFiles) => void): Attack {
  return {
    id: idOf('reader', what),
    group: 'reader',
    title: titleOf(what),
    expected: { exitCode: 1, codes },
    async make() {
      const golden = await take();
      const files = new Map(golden.files);
      change(files);
      return { zip: await zipGolden(golden, files), trusted: [golden.trusted] };
    },
    async control() {
      const golden = await take();
      return { zip: golden.zip, trusted: [golden.trusted] };
    },
  };
}

/** Made to bring down, mislead or take over whatever reads the package: JSON without end, script in every text, forged pages, huge lists. */
export const READER_ATTACKS: readonly Attack[] = [
  ...PLACES.flatMap(([where, code, put]) =>
    [
      ['opened', DEEP],
      ['closed', CLOSED],
    ].map(([how, json = '']) =>
      attackBy(`JSON nested without end (${how}) in ${where}`, [code], (files) => {
        put(files, json);
        fixUpBag(files);
      }),
    ),
  ),
  ...SCRIPTED.map(([where, change]) => attackBy(`script and control characters in ${where}`, [], change)),
  attackBy('a page among the reports', ['layout-unknown-file', 'seal-subject-differs'], (files) => {
    files.set('data/report.en.v02.html', toUtf8('<!doctype html><script>alert(1)</script><h1>Verified</h1>'));
    fixUpBag(files);
  }),
  attackBy('a page that calls itself START-HERE', ['viewer-forged'], (files) => {
    files.set('START-HERE.html', toUtf8('<!doctype html><script>alert(1)</script><h1>All checks passed</h1>'));
  }),
  attackBy('a page in the place of the summary', ['seal-subject-differs'], (files) => {
    files.set('data/summary.en.pdf', toUtf8('<!doctype html><script>alert(1)</script><h1>All checks passed</h1>'));
    fixUpBag(files);
  }),
  attackBy('a manifest of 200,000 lines', ['manifest-invalid'], (files) => {
    files.set('manifest-sha256.txt', toUtf8(`${'0'.repeat(64)}  data/a\n`.repeat(200_000)));
  }),
  attackBy('a log of 300,000 short lines', ['line-invalid'], (files) => {
    files.set(PACKAGE_PATHS.log, toUtf8(`${textOf(files, PACKAGE_PATHS.log)}${'{}\n'.repeat(300_000)}`));
    fixUpBag(files);
  }),
  attackBy('a seal that names 5,000 exhibits', ['seal-signature'], (files) => {
    sealAgain(files, seededSigner('a stranger'), (seal) => {
      const [first] = seal.scope.exhibits;
      const exhibits = first === undefined ? [] : Array.from({ length: 5_000 }, (_, i) => ({ ...first, exhibit: `E-${1000 + i}` }));
      return { ...seal, scope: { ...seal.scope, exhibits } };
    });
  }),
  attackBy('a checkpoint for more entries than any log has', ['checkpoint-invalid'], (files) => {
    const path = [...files.keys()].find((name) => name.startsWith(PACKAGE_PATHS.checkpoints)) ?? '';
    files.set(path, toUtf8(textOf(files, path).replace(/\n\d+\n/, '\n9007199254740991\n')));
    fixUpBag(files);
  }),
];
