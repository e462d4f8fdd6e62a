import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/package/verdict.ts';
import { identityKeySchema } from '../../src/core/signing/identity-key.ts';
import { buildPublicKeyPem } from '../../src/core/signing/public-key.ts';
import { buildPackage, type BuiltPackage } from '../support/package/builder.ts';
import { writeFolder, writePackageZip } from '../support/package-on-disk.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

const folder = keptTempFolder();
const pugmark = new Pugmark(folder);
let whole: BuiltPackage;
let zip: string;
let pem: string;

beforeAll(async () => {
  whole = await buildPackage();
  zip = await writePackageZip(folder, whole.name, whole.files);
  pem = join(folder, 'station.pem');
  writeFileSync(pem, buildPublicKeyPem(whole.station.identity.publicKey));
});

describe('pugmark verify', () => {
  it('says of each axis what may be said, and the closing sentence last', async () => {
    const { code, stdout } = await pugmark.run(['verify', zip]);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'op-2026-17_prosecutor_20260302T090000Z.zip  case OP-2026/17  profile prosecutor',
      `package 77777777-7777-4777-8777-777777777777  signed by ${whole.station.id}`,
    ]);
    for (const line of [
      /^integrity +pass$/m,
      /^authorship +not checked$/m,
      /^custody +pass$/m,
      /^time +not checked$/m,
      /^completeness +as recorded$/m,
    ])
      expect(stdout).toMatch(line);
    expect(stdout).toContain(`key-untrusted  ${whole.station.id}: Signed by unknown key ${whole.station.id}`);
    expect(stdout).toContain('E-0001  sealed   claimed 2026-03-02 08:00:02 UTC  3 exchanges, 1 not complete, 0 of them shown content');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'That the site really sent this content cannot be shown by this package; it rests on the operator, the tool and corroboration.',
    );
    expect(code).toBe(0);
  });

  it('gives the verdict as JSON, and the same for the unpacked folder', async () => {
    const ofZip = await pugmark.json<Verdict>([
      'verify',
      zip,
      '--trust-key',
      pem,
      '--require',
      'integrity,authorship,custody,completeness',
    ]);
    expect(ofZip.code).toBe(0);
    expect(ofZip.document).toMatchObject({ format: 'verdict/v1', axes: { authorship: { state: 'pass' } } });
    const unpacked = writeFolder(join(folder, 'unpacked'), whole.name, whole.files);
    const ofFolder = await pugmark.json<Verdict>(['verify', unpacked, '--trust-key', pem]);
    expect(ofFolder.document).toEqual(ofZip.document);
  });

  it('takes the certificate of an identity as a key too', async () => {
    const [path] = [...whole.files.keys()].filter((name) => name.includes(`/keys/${whole.station.id.slice(7, 23)}`));
    const file = join(folder, 'station.dsse.json');
    writeFileSync(file, Buffer.concat([whole.files.get(path ?? '') ?? new Uint8Array(), Buffer.from('\n')]));
    const { document } = await pugmark.json<Verdict>(['verify', zip, '--trust-key', file]);
    expect(document.axes.authorship.state).toBe('pass');
  });

  it('ends with 1 where an axis failed, or one that was asked for did not pass', async () => {
    expect((await pugmark.run(['verify', zip, '--require', 'time'])).code).toBe(1);
    const damaged = await buildPackage({ sealed: (files) => void files.delete('data/README.txt') });
    const path = await writePackageZip(join(folder), 'damaged', damaged.files);
    const { code, stdout } = await pugmark.run(['verify', path]);
    expect(stdout).toMatch(/file-missing +data\/README.txt/);
    expect(code).toBe(1);
  });

  it('says first that a package is practice', async () => {
    const practice = await buildPackage({ practice: true });
    const { stdout, code } = await pugmark.run(['verify', await writePackageZip(folder, practice.name, practice.files)]);
    expect(stdout.split('\n')[0]).toBe('PRACTICE: made for practising. This is no evidence.');
    expect(code).toBe(0);
  });

  it('ends with 2 and one line for what is no package, no key or no axis', async () => {
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'nothing');
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    for (const words of [
      [text],
      [empty],
      [join(folder, 'nowhere.zip')],
      [zip, '--trust-key', text],
      [zip, '--require', 'luck'],
      [zip, '--after', text],
    ]) {
      const { code, stderr, stdout } = await pugmark.run(['verify', ...words]);
      expect([words.length, code, stdout]).toEqual([words.length, 2, '']);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  it('compares with a package got before', async () => {
    const { code, document } = await pugmark.json<Verdict>(['verify', zip, '--after', zip]);
    expect(code).toBe(0);
    expect(document.axes.custody.notes.map((note) => note.code)).toContain('earlier-package-matches');
  });
});

describe('pugmark key show', () => {
  it('gives the fingerprint and the PEM of the identity, evidence and practice apart', async () => {
    const station = await new Pugmark(join(folder, 'station')).init();
    const evidence = await station.json<{ fingerprint: string; publicKey: string; practice: boolean }>(['key', 'show']);
    const practice = await station.json<{ fingerprint: string; publicKey: string; practice: boolean }>(['key', 'show', '--practice']);
    for (const { document } of [evidence, practice]) expect(identityKeySchema.parse(document)).toEqual(document);
    expect([evidence.document.practice, practice.document.practice]).toEqual([false, true]);
    expect(practice.document.fingerprint).not.toBe(evidence.document.fingerprint);
    const { stdout } = await station.run(['key', 'show']);
    expect(stdout.split('\n')[0]).toBe(evidence.document.fingerprint);
    expect(stdout).toContain(evidence.document.publicKey.trimEnd());
  });
});
