import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArtifactRole } from '../../../src/core/model/artifact.ts';
import { findNameFault } from '../../../src/core/package/entry-names.ts';
import { buildPackageName, buildSlug, exhibitFolder, fileNameInPackage, MAX_PACKAGE_PATH } from '../../../src/core/package/layout.ts';

const SHA256 = `sha256:${'ab'.repeat(32)}` as const;

function nameOf(name: string, mediaType = 'application/octet-stream', role: ArtifactRole = 'media'): string {
  return fileNameInPackage({ role, name, mediaType, sha256: SHA256 });
}

describe('the name of a package', () => {
  it.each([
    ['OP-2026/17', 'op-2026-17'],
    ['Zaak Café Ñandú – 3', 'zaak-cafe-nandu-3'],
    ['ﬁche №5', 'fiche-no5'],
    ['大象', 'case'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a'.repeat(90), 'a'.repeat(40)],
    [`${'a'.repeat(39)}-b`, 'a'.repeat(39)],
    ['', 'case'],
  ])('of %j begins with %s', (reference, slug) => {
    expect(buildSlug(reference)).toBe(slug);
  });

  it('tells profile and time', () => {
    expect(buildPackageName('A/1', 'prosecutor', '2026-03-02T08:09:10.999Z')).toBe('a-1_prosecutor_20260302T080910Z');
  });
});

describe('the name of a file', () => {
  it.each([
    ['dom.html', 'text/html', 'dom', 'dom.html.txt'],
    ['page.mhtml', 'multipart/related', 'mhtml', 'page.mhtml.txt'],
    ['media-001.svg', 'image/svg+xml', 'media', 'media-001.svg.txt'],
    ['media-001.png', 'image/png', 'media', 'media-001.png'],
    // What calls itself a picture and was found to be something else.
    ['media-001.png', 'text/html', 'media', 'media-001.png.bin'],
    ['media-001.heic', 'image/heic', 'media', 'media-001.heic.bin'],
    ['media-001.pdf', 'application/pdf', 'media', 'media-001.pdf.bin'],
    ['download-1.pdf', 'application/pdf', 'download', 'download-1.pdf.bin'],
    ['setup.exe', 'application/octet-stream', 'download', 'setup.exe.bin'],
    ['page.pdf', 'application/pdf', 'pdf', 'page.pdf'],
    ['archive.wacz', 'application/wacz', 'wacz', 'archive.wacz'],
    ['served.js', 'application/octet-stream', 'html-served', 'served.js.txt'],
    ['served.hta', 'application/octet-stream', 'html-served', 'served.hta.bin'],
    ['capture.json', 'application/json', 'record', 'capture.json'],
    ['con.txt', 'text/plain', 'text', 'con-.txt'],
    ['nofile', 'text/plain', 'text', 'nofile.bin'],
  ] as const)('%s (%s, %s) is %s', (name, mediaType, role, expected) => {
    expect(nameOf(name, mediaType, role)).toBe(expected);
  });

  it('keeps the beginning, the digest and the extensions of a long one', () => {
    expect(nameOf(`${'x'.repeat(110)}.html`)).toBe(`${'x'.repeat(54)}-${'ab'.repeat(8)}.html.txt`);
  });

  it('is safe on every system and short enough for any name that a record may hold', () => {
    const names = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,119}$/).filter((name) => !name.endsWith('.'));
    const folder = `${buildPackageName('r'.repeat(90), 'prosecutor', '2026-03-02T08:09:10.999Z')}/${exhibitFolder('E-999999999')}`;
    fc.assert(
      fc.property(names, fc.constantFrom<ArtifactRole>('media', 'text', 'download', 'dom'), (name, role) => {
        const path = `${folder}/${nameOf(name, 'image/png', role)}`;
        return path.length <= MAX_PACKAGE_PATH && findNameFault(path) === undefined;
      }),
      { numRuns: 2_000 },
    );
  });
});
