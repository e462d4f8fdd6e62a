import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { readViewerRelease, type KnownViewer } from '../../../src/core/package/verify-package.ts';
import { buildZip } from '../../support/package-on-disk.ts';
import { buildPackage } from '../../support/package/builder.ts';
import { verifyBytes } from '../../support/package/golden.ts';
import { digestOf } from '../../support/package/twists.ts';
import { verifyFiles } from '../../support/verify-files.ts';

// Whoever seals a package can put a page of their own into it: what it says of this package is what they want it to say.

const page = (release: string, more = ''): Uint8Array =>
  toUtf8(`<!doctype html>\n<meta name="pugmark-release" content="${release}">${more}\n`);
const KNOWN: readonly KnownViewer[] = [{ release: '1.0.0', sha256: digestOf(page('1.0.0')) }];

async function found(viewer: Uint8Array, known = KNOWN): Promise<readonly string[]> {
  const { files, station } = await buildPackage({ payload: (payload) => void payload.set('START-HERE.html', viewer) });
  const { integrity } = (await verifyFiles(files, { trusted: [station.id], viewers: known })).axes;
  return [...integrity.findings, ...integrity.notes]
    .filter(({ subject }) => subject === 'START-HERE.html')
    .map(({ code, subject }) => `${code} ${subject}`);
}

describe('START-HERE.html in a package', () => {
  it('is fine as that of a release that the checker knows', async () => {
    expect(await found(page('1.0.0'))).toEqual([]);
  });

  it.each([
    ['says it is of a known release, and has other bytes', page('1.0.0', '<script>')],
    ['is of no release', toUtf8('<!doctype html>')],
    ['says of which release it is where nobody looks', page('', `${' '.repeat(2_000)}<meta name="pugmark-release" content="9.0.0">`)],
  ])('is a forgery when it %s', async (_what, viewer) => {
    expect(await found(viewer)).toEqual(['viewer-forged START-HERE.html']);
  });

  it('is told as unknown when it is of a release that the checker does not know', async () => {
    expect(await found(page('1.1.0'))).toEqual(['viewer-unknown START-HERE.html']);
    expect(await found(page('1.0.0'), [])).toEqual(['viewer-unknown START-HERE.html']);
  });

  it('is in both tag manifests, or a stranger put it there', async () => {
    const { name, files, station } = await buildPackage({ payload: (payload) => void payload.set('START-HERE.html', page('1.0.0')) });
    const checker = { trusted: [station.id], withoutPictures: true };
    const whole = await verifyBytes(await buildZip(name, files), checker);
    expect([whole.axes.integrity.state, whole.axes.integrity.notes.map(({ code }) => code)]).toEqual([
      'pass',
      expect.arrayContaining(['viewer-unknown']),
    ]);
    const changed = new Map(files).set('START-HERE.html', page('1.0.0', '<script>'));
    expect((await verifyBytes(await buildZip(name, changed), checker)).axes.integrity.findings).toMatchObject([
      { code: 'file-changed', subject: 'START-HERE.html' },
    ]);
    const without = await buildPackage();
    const added = new Map(without.files).set('START-HERE.html', page('1.0.0'));
    const { findings } = (await verifyBytes(await buildZip(without.name, added), checker)).axes.integrity;
    expect(new Set(findings.map(({ code, subject }) => `${code} ${subject}`))).toEqual(new Set(['manifest-invalid START-HERE.html']));
  });

  it('says its release in its head', () => {
    expect(readViewerRelease(page('0.1.0+unpublished'))).toBe('0.1.0+unpublished');
    expect(readViewerRelease(toUtf8('<meta name="pugmark-release" content="<b>">'))).toBeUndefined();
  });
});
