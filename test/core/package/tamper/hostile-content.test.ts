import { beforeAll, describe, expect, it } from 'vitest';
import { buildVerdictLines } from '../../../../src/cli/output/verdict-lines.ts';
import { Paint } from '../../../../src/cli/output/paint.ts';
import { buildTerminalJson } from '../../../../src/cli/output/terminal-text.ts';
import { toUtf8 } from '../../../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../../../../src/core/package/layout.ts';
import type { PackageFindingCode, Verdict } from '../../../../src/core/package/verdict.ts';
import { codesOf, readGolden, verifyBytes, zipGolden, type GoldenPackage } from '../../../support/package/golden.ts';
import { fixUpBag, forge, payloadOf, retypeEnvelope, sealAgain, makeSigner, textOf } from '../../../support/package/forger.ts';
import type { PackageFiles } from '../../../support/package/twists.ts';
import { buildRawZip } from '../../../support/raw-zip.ts';

let golden: GoldenPackage;
beforeAll(async () => {
  golden = await readGolden('evidence-selection');
});

async function verifyChanged(change: (files: PackageFiles) => void): Promise<Verdict> {
  const files = new Map(golden.files);
  change(files);
  return await verifyBytes(await zipGolden(golden, files), { withoutPictures: true });
}

describe('JSON nested without end', () => {
  const deep = '['.repeat(300_000);
  const closed = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
  const { seal, log, texts, keys, exhibits } = PACKAGE_PATHS;
  const keyOf = (files: PackageFiles): string => [...files.keys()].find((path) => path.startsWith(`${keys}/`)) ?? '';
  const places: readonly (readonly [string, PackageFindingCode, (files: PackageFiles, json: string) => void])[] = [
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
  it.each(places.map(([what, code, put]) => ({ what, code, put })))('is refused in $what', async ({ code, put }) => {
    for (const json of [deep, closed]) {
      const verdict = await verifyChanged((files) => {
        put(files, json);
        fixUpBag(files);
      });
      expect(codesOf(verdict)).toContain(code);
    }
  });
});

/** What takes hold of a terminal, turns the order of writing, or runs where somebody shows it as a page. */
const HOSTILE = '<script>alert(1)</script>\u001b[2J\u001b]0;x\u0007\u202e\u2066\u0085\u200f\r\n"\'`\u2028&';
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** The verdict as a terminal shows it, and as a document: safe, and the same. */
function assertHarmless(verdict: Verdict): void {
  const lines = buildVerdictLines(new Paint(false), verdict, { path: `/tmp/${HOSTILE}.zip`, required: ['authorship'] });
  for (const line of lines) expect(line).not.toMatch(/\n/);
  expect(lines.join('\n')).not.toMatch(UNSAFE);
  const json = buildTerminalJson(verdict);
  expect(json).not.toMatch(UNSAFE);
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(verdict)));
}

describe('script and control characters', () => {
  const one = HOSTILE.replace(/[\r\n]/g, '');
  it.each<[what: string, change: (files: PackageFiles) => void]>([
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
      (files) => void forge(files, { entry: (entry) => ({ ...entry, actor: one, details: { ...entry.details, more: 'x' } }) }),
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
    ['bag-info.txt', (files) => void forge(files, { info: (info) => info.replace(/: (?!\d+\.\d)(.*)/g, `: ${one}`) })],
    ['the agency of a key', (files) => void forge(files, { agency: HOSTILE })],
    [
      'a log without form',
      (files) => files.set(PACKAGE_PATHS.log, toUtf8(`{"origin":${JSON.stringify(HOSTILE)}}\n${HOSTILE}\n{"type":"${one}"}\n`)),
    ],
    ['a manifest', (files) => files.set('manifest-sha256.txt', toUtf8(`${'0'.repeat(64)}  data/${one}\n${one}\n`))],
    ['a manifest by its escapes', (files) => files.set('manifest-sha256.txt', toUtf8(`${'0'.repeat(64)}  data/%0D%0A\u001b[2J\n`))],
    ['a declaration', (files) => files.set('bagit.txt', toUtf8(`BagIt-Version: ${one}\nTag-File-Character-Encoding: ${one}\n`))],
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
        sealAgain(files, makeSigner());
        const payload = payloadOf(files.get(PACKAGE_PATHS.seal) ?? toUtf8(''));
        files.set(
          PACKAGE_PATHS.seal,
          retypeEnvelope(files.get(PACKAGE_PATHS.seal) ?? toUtf8(''), payload.replaceAll('E-0001', JSON.stringify(HOSTILE).slice(1, -1))),
        );
      },
    ],
  ])('in %s do nothing to whoever reads the verdict', async (_, change) => {
    const verdict = await verifyChanged(change);
    expect(verdict.format).toBe('verdict/v1');
    assertHarmless(verdict);
  });

  it('in the names of files do nothing either, and are named', async () => {
    const names = [one, `data/${HOSTILE}`, `data/exhibits/E-0001/${HOSTILE}`, `data/custody/keys/${HOSTILE}`, `${HOSTILE}/bagit.txt`];
    for (const name of names) {
      const entries = [...golden.files].map(([path, content]) => ({ name: `${golden.bag}/${path}`, content }));
      const verdict = await verifyBytes(buildRawZip([...entries, { name: `${golden.bag}/${name}`, content: 'x' }]), {
        withoutPictures: true,
      });
      assertHarmless(verdict);
      expect(codesOf(verdict)).toContain('name-unsafe');
      const others = buildRawZip([...golden.files].map(([path, content]) => ({ name: `${HOSTILE}/${path}`, content })));
      assertHarmless(await verifyBytes(others, { withoutPictures: true }));
    }
  });

  it('in a package without them are not there, and the check sees them where they are', async () => {
    assertHarmless(await verifyBytes(golden.zip));
    expect(UNSAFE.test(HOSTILE)).toBe(true);
    expect(buildVerdictLines(new Paint(false), await verifyBytes(golden.zip), { path: 'x.zip', required: [] }).join('\n')).toContain(
      'GOLDEN-2026/1 é',
    );
  });
});
