import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/package/verdict.ts';
import { forge, retypeEnvelope } from '../support/package/forger.ts';
import { readGolden, zipGolden, type GoldenPackage } from '../support/package/golden.ts';
import { writeFolder } from '../support/package-on-disk.ts';
import { Pugmark } from '../support/pugmark.ts';
import { buildRawZip } from '../support/raw-zip.ts';
import { keptTempFolder, tempFolder } from '../support/temp-folder.ts';
import { mountSmallDisk, NEEDS_MOUNT } from '../storage/small-disk.ts';

const folder = keptTempFolder();
const pugmark = new Pugmark(folder);
let golden: GoldenPackage;
beforeAll(async () => {
  golden = await readGolden('evidence-first');
});

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('verify, of a package of today', () => {
  it('ends with 0 as long as nobody had a hand in it, and with 1 after', async () => {
    const { files, zipPath, keyPath } = golden;
    const flipped = Buffer.from(golden.zip);
    flipped[50_000] = (flipped[50_000] ?? 0) ^ 1;
    const stripped = new Map(files);
    stripped.delete('seal/seal.dsse.json');
    const forged = new Map(files);
    forge(forged);
    const forgery = write('forged.zip', await zipGolden(golden, forged));
    const runs: readonly (readonly [path: string, words: readonly string[], code: number])[] = [
      [zipPath, ['--trust-key', keyPath, '--require', 'integrity,authorship,custody,completeness'], 0],
      [zipPath, [], 0],
      [zipPath, ['--require', 'authorship'], 1],
      [write('flipped.zip', flipped), [], 1],
      [write('stripped.zip', await zipGolden(golden, stripped)), [], 1],
      [write('prefixed.zip', Buffer.concat([Buffer.from('MZ'), golden.zip])), [], 1],
      [forgery, ['--trust-key', keyPath], 1],
      [forgery, ['--after', zipPath], 1],
    ];
    for (const [path, words, code] of runs) {
      const ran = await pugmark.run(['verify', path, ...words]);
      expect([path, words, ran.code, ran.stderr]).toEqual([path, words, code, '']);
    }
    // Nothing but a key from elsewhere, or an older package, tells it from a true one: the verdict says whose key is unknown.
    const alone = await pugmark.run(['verify', forgery]);
    expect([alone.code, alone.stdout]).toEqual([0, expect.stringMatching(/key-untrusted .*Signed by unknown key sha256:[0-9a-f]{64}/)]);
  });

  it('shows nothing of a hostile package but text, on one line each', async () => {
    const hostile = '<script>alert(1)</script>\u001b[2J\u202e\u0007\r\n';
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]/;
    const files = new Map(golden.files);
    forge(files, { statement: (seal) => ({ ...seal, case: { ...seal.case, reference: hostile } }) });
    const entries = [...files].map(([path, content]) => ({ name: `${golden.bag}/${path}`, content }));
    const path = write('hostile \u202e.zip', buildRawZip([...entries, { name: `${golden.bag}/${hostile}`, content: 'x' }]));
    const words = await pugmark.run(['verify', path]);
    expect([words.code, unsafe.test(words.stdout), unsafe.test(words.stderr)]).toEqual([1, false, false]);
    expect(words.stdout).toContain('<script>alert(1)</script>\\u{1b}[2J\\u{202e}');
    const json = await pugmark.json<Verdict>(['verify', path]);
    expect(unsafe.test(json.stdout)).toBe(false);
    expect(json.document.scope?.case).toBe(hostile);
  });

  it('is as good from a medium that nobody can write to', async (context) => {
    const root = tempFolder();
    const disk = mountSmallDisk(join(root, 'stick'), 4);
    if (disk === undefined) {
      context.skip(NEEDS_MOUNT);
      return;
    }
    cpSync(golden.zipPath, join(disk.folder, 'package.zip'));
    writeFolder(disk.folder, golden.bag, new Map(golden.files));
    disk.makeReadOnly();
    expect(() => writeFileSync(join(disk.folder, 'x'), '')).toThrow(/EROFS/);
    for (const name of ['package.zip', golden.bag]) {
      const { code, stderr } = await pugmark.run([
        'verify',
        join(disk.folder, name),
        '--trust-key',
        golden.keyPath,
        '--require',
        'authorship',
      ]);
      expect([name, code, stderr]).toEqual([name, 0, '']);
    }
  });
});

describe('verify, of something else', () => {
  const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=', 'base64');
  const office = [
    { name: '[Content_Types].xml', content: '<Types/>', deflate: true },
    { name: 'word/document.xml', content: '<w:document/>', deflate: true },
  ];
  it.each<[what: string, make: (path: string) => void, says: RegExp]>([
    ['a picture', (path) => writeFileSync(path, PNG), /is not a ZIP file/],
    ['an empty file', (path) => writeFileSync(path, ''), /is not a ZIP file/],
    ['a ZIP file of pictures', (path) => writeFileSync(path, buildRawZip([{ name: 'a.png', content: PNG }])), /is not a case package/],
    ['a document of an office', (path) => writeFileSync(path, buildRawZip(office)), /is not a case package/],
    [
      'a folder of something else',
      (path) => {
        mkdirSync(join(path, 'data'), { recursive: true });
        writeFileSync(join(path, 'data', 'a.txt'), 'a');
      },
      /is not a case package/,
    ],
    ['nothing at all', () => undefined, /cannot be opened: there is no such file/],
  ])('ends with 2 and one line that says what it is: %s', async (_, make, says) => {
    const path = join(tempFolder(), 'foreign.zip');
    make(path);
    const { code, stdout, stderr } = await pugmark.run(['verify', path]);
    expect([code, stdout, stderr.trimEnd().split('\n')]).toEqual([2, '', [expect.stringMatching(says)]]);
    expect(stderr).toMatch(/^pugmark: foreign\.zip /);
  });

  it('ends with 2 and a document that says so, with --json', async () => {
    const { code, document } = await pugmark.json<{ format: string; code: string }>(['verify', write('picture.png', PNG)]);
    expect([code, document.format, document.code]).toEqual([2, 'error/v1', 'package-unreadable']);
  });

  it('ends with 2 and one line for keys and earlier packages that are none', async () => {
    const certificate = [...golden.files].find(([path]) => path.startsWith('data/custody/keys/'))?.[1] ?? Buffer.alloc(0);
    const strange = [
      ['--trust-key', write('picture.pem', PNG)],
      ['--trust-key', write('retyped.json', retypeEnvelope(certificate, '{"predicate":{}}'))],
      ['--trust-key', write('two.pem', readFileSync(golden.keyPath, 'utf8').repeat(2))],
      ['--after', write('picture.zip', PNG)],
    ] as const;
    for (const words of strange) {
      const { code, stdout, stderr } = await pugmark.run(['verify', golden.zipPath, ...words]);
      expect([words, code, stdout, stderr.trimEnd().split('\n').length]).toEqual([words, 2, '', 1]);
    }
  });
});
