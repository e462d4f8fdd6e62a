import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { hexOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { keyPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { PACKAGE_SEAL_TYPE, WITHHELD, type BareSeal, type PackageSeal } from '../../../src/core/package/seal-statement.ts';
import { AXES, type PackageFindingCode, type Verdict } from '../../../src/core/package/verdict.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { buildEnvelope } from '../../../src/core/signing/dsse.ts';
import { STATEMENT_PAYLOAD_TYPE, STATEMENT_TYPE } from '../../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { buildPackage, sealFiles, writeManifests, type BuiltPackage } from '../../support/package/builder.ts';
import { FORM_PATH, hashList } from '../../support/package/rich-package.ts';
import { rulerTile } from '../../support/ruler-tile.ts';
import { digestOf, EARLIER_ID, type PackageFiles } from '../../support/package/twists.ts';
import { verifyFiles } from '../../support/verify-files.ts';

function codesOf(verdict: Verdict): readonly PackageFindingCode[] {
  return AXES.flatMap((axis) => verdict.axes[axis].findings.map(({ code }) => code));
}
const HONEST = ['custody-not-carried', 'time-not-checked'] as const;

/** What is left of a package when its files of these places are taken away, sealed again by whoever holds its keys. */
function strip({ files, station }: BuiltPackage, keep: (path: string) => boolean): PackageFiles {
  const left: PackageFiles = new Map([...files].filter(([path]) => !path.startsWith('data/') || keep(path)));
  const log = keyPath(fingerprintOf(nodeHashing, station.log.publicKey));
  left.delete(log);
  left.delete(PACKAGE_PATHS.seal);
  return left;
}
const isBareFile = (path: string): boolean => path === PACKAGE_PATHS.readMe || path.startsWith(`${PACKAGE_PATHS.keys}/`);

function bareSealOf({ package: id, practice, createdAt, station, tool, case: ofCase }: PackageSeal): BareSeal {
  return {
    format: 'package-seal/v1',
    package: id,
    profile: 'platform',
    practice,
    case: { reference: ofCase.reference },
    createdAt,
    operator: WITHHELD,
    station,
    tool,
  };
}

async function makeNotice(change: (files: PackageFiles) => void = () => undefined, seal: Partial<BareSeal> = {}): Promise<Verdict> {
  const built = await buildPackage();
  const files = strip(built, isBareFile);
  files.set('data/forms/dsa-notice.en.txt', toUtf8('A notice\n'));
  change(files);
  sealFiles(files, built.station, { ...bareSealOf(built.seal), ...seal } as BareSeal);
  return await verifyFiles(files, { trusted: [built.station.id] });
}

/** Any predicate under the station's own key: what only a thief of keys could make. */
function sealAnything(files: PackageFiles, { station }: BuiltPackage, predicate: object): void {
  writeManifests(files);
  const subject = ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'].map((name) => {
    const bytes = files.get(name) ?? new Uint8Array();
    return { name, digest: { sha256: hexOf(digestOf(bytes)), sha512: createHash('sha512').update(bytes).digest('hex') } };
  });
  const payload = buildCanonicalJson({ _type: STATEMENT_TYPE, subject, predicateType: PACKAGE_SEAL_TYPE, predicate });
  files.set(PACKAGE_PATHS.seal, buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, payload, station.seal));
}

describe('a package without a custody log', () => {
  it('has nothing under the name of a time stamp over its seal that is none', async () => {
    expect(codesOf(await makeNotice())).toEqual(HONEST);
    for (const name of ['x.tsq', 'x.tsr']) {
      const verdict = await makeNotice((files) => void files.set(`${PACKAGE_PATHS.seal}.${name}`, toUtf8('MZ')));
      expect(codesOf(verdict)).toEqual(['custody-not-carried', 'token-wrong', 'time-not-checked']);
    }
  });

  it('holds sealed pictures of a reduced set as its list of digests has them', async () => {
    const png = rulerTile(2, 2, 1);
    const reduce = async (exhibit: string): Promise<readonly string[]> =>
      codesOf(
        await makeNotice(
          (files) => {
            files.delete('data/forms/dsa-notice.en.txt');
            files.set('data/pictures/E-0001.sealed.png', png);
            const row = [`data/exhibits/${exhibit}/screenshot-viewport.png`, hexOf(digestOf(png)), null];
            files.set(
              FORM_PATH,
              hashList(files, (form) => JSON.parse(JSON.stringify(form).replace(/"rows":\[/, `$&${JSON.stringify(row)},`)) as object),
            );
          },
          {
            profile: 'europol',
            operator: 'NL-1234',
            reduced: { package: EARLIER_ID, seal: `sha256:${'66'.repeat(32)}`, limitBytes: 10_000_000 },
          },
        ),
      );
    expect(await reduce('E-0001')).toEqual(HONEST);
    expect(await reduce('E-0002')).toEqual(['form-differs', ...HONEST]);
  });

  it('of a profile that has none is whole, and says what could not be looked at', async () => {
    const verdict = await makeNotice();
    expect(codesOf(verdict)).toEqual(HONEST);
    expect(AXES.map((axis) => verdict.axes[axis].state)).toEqual(['pass', 'pass', 'not-checked', 'not-checked', 'not-checked']);
  });

  it.each([
    ['an exhibit', 'data/exhibits/E-0001/capture.json'],
    ['a log', 'data/custody/log.jsonl'],
    ['a time stamp', `data/time/${'0'.repeat(64)}.note`],
    ['a report', 'data/report.en.v01.pdf'],
    ['a picture', 'data/pictures/E-0001.sealed.png'],
    ['statements', 'data/entities/entities.json'],
    ['a page', 'data/forms/notice.html'],
    ['a revocation', `data/custody/keys/${'0'.repeat(16)}.revocation.dsse.json`],
  ])('holds no more than its profile says: %s', async (_what, path) => {
    const verdict = await makeNotice((files) => void files.set(path, toUtf8('more')));
    expect(codesOf(verdict)).toContain('layout-unknown-file');
    expect(verdict.axes.integrity.state).toBe('fail');
  });

  it('holds no key that its seal is not checked with', async () => {
    const built = await buildPackage();
    const log = keyPath(fingerprintOf(nodeHashing, built.station.log.publicKey));
    const verdict = await makeNotice((files) => void files.set(log, built.files.get(log) ?? new Uint8Array()));
    expect(codesOf(verdict)).toEqual(['layout-unknown-file', ...HONEST]);
  });

  it('of a prosecutor, who must have one, fails whatever form its seal takes', async () => {
    const built = await buildPackage();
    // Its own seal: the log is missed.
    const stripped = strip(built, isBareFile);
    sealFiles(stripped, built.station, built.seal);
    const first = await verifyFiles(stripped, { trusted: [built.station.id] });
    expect(codesOf(first)).toEqual(expect.arrayContaining(['log-missing', 'artifact-missing']));
    expect([first.axes.integrity.state, first.axes.custody.state]).toEqual(['fail', 'fail']);
    // A seal in the form of a notice that calls itself a prosecutor's: there is no such seal.
    const forged = strip(built, isBareFile);
    sealFiles(forged, built.station, built.seal);
    sealAnything(forged, built, { ...bareSealOf(built.seal), profile: 'prosecutor' });
    expect(codesOf(await verifyFiles(forged, { trusted: [built.station.id] }))).toEqual(['seal-invalid']);
    // A notice's seal over all of a prosecutor's files: they have no business there.
    const disguised: PackageFiles = new Map(built.files);
    sealFiles(disguised, built.station, bareSealOf(built.seal));
    expect(codesOf(await verifyFiles(disguised, { trusted: [built.station.id] }))).toContain('layout-unknown-file');
    // The control: with its log and its own seal it is whole.
    expect(codesOf(await verifyFiles(built.files, { trusted: [built.station.id] }))).toEqual(['time-not-checked']);
  });

  it('cannot be the earlier or the later of two that are compared', async () => {
    const built = await buildPackage();
    const files = strip(built, isBareFile);
    sealFiles(files, built.station, bareSealOf(built.seal));
    expect(codesOf(await verifyFiles(built.files, { trusted: [built.station.id], earlier: files }))).toContain('earlier-package-differs');
    expect(codesOf(await verifyFiles(files, { trusted: [built.station.id], earlier: built.files }))).toContain('earlier-package-differs');
  });

  it('that names anybody in its seal is no package for patterns', async () => {
    const built = await buildPackage();
    const files = strip(built, isBareFile);
    sealFiles(files, built.station, { ...bareSealOf(built.seal), profile: 'pattern', case: { reference: WITHHELD } } as BareSeal);
    expect(codesOf(await verifyFiles(files, { trusted: [built.station.id] }))).toEqual(HONEST);
    sealAnything(files, built, { ...bareSealOf(built.seal), profile: 'pattern', case: { reference: WITHHELD }, recipient: 'Anna' });
    expect(codesOf(await verifyFiles(files, { trusted: [built.station.id] }))).toEqual(['seal-invalid']);
  });
});
