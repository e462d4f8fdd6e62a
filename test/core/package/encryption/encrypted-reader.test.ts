import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { isAgeFile, parseIdentities } from '../../../../src/core/package/encryption/encryption.ts';
import { openEncryptedReader } from '../../../../src/core/package/encryption/encrypted-reader.ts';
import type { ByteReader } from '../../../../src/core/package/package-source.ts';
import { openPackage } from '../../../../src/packaging/open-package.ts';
import { findMissingPrograms, skipAllWithout } from '../../../support/needs.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { readerOf } from '../../../support/zip-bytes.ts';

const PIECE = 64 * 1024;
let identity = '';
let recipient = '';
beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});

/** Bytes that differ from piece to piece. */
function bytesOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 32) createHash('sha256').update(String(at)).digest().copy(bytes, at);
  return bytes;
}

async function encrypt(bytes: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(bytes));
}

const open = (sealed: Uint8Array, identities = [identity]): Promise<ByteReader> =>
  openEncryptedReader(readerOf(sealed), 'package.age', { identities });

/** Bytes of a header of age. */
const base64 = (length: number): string => Buffer.alloc(length, 1).toString('base64').replaceAll('=', '');

/** All of it, front to back; throws what any read throws. */
async function readThrough(sealed: Uint8Array): Promise<Buffer> {
  const reader = await open(sealed);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < reader.sizeBytes; at += 50_000) pieces.push(await reader.read(at, Math.min(50_000, reader.sizeBytes - at)));
  return Buffer.concat(pieces);
}

describe('an encrypted file read in its place', () => {
  it.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 10 * PIECE + 77])('has the bytes that went in, of %d', async (length) => {
    const plain = bytesOf(length);
    const sealed = await encrypt(plain);
    expect(isAgeFile(sealed)).toBe(true);
    const reader = await open(sealed);
    expect(reader.sizeBytes).toBe(length);
    expect((await readThrough(sealed)).equals(plain)).toBe(true);
    for (const [offset, size] of [
      [0, Math.min(length, 3)],
      [Math.max(0, length - 5), Math.min(5, length)],
      [Math.min(length, PIECE - 2), Math.min(4, Math.max(0, length - PIECE + 2))],
    ] as const)
      expect(Buffer.from(await reader.read(offset, size)).equals(plain.subarray(offset, offset + size))).toBe(true);
    await expect(reader.read(length, 1)).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('is told from a plain one, and opens with its key only', async () => {
    expect(isAgeFile(Buffer.from('PK\u0003\u0004'))).toBe(false);
    const sealed = await encrypt(bytesOf(100));
    await expect(open(sealed, [await generateX25519Identity()])).rejects.toMatchObject({ code: 'package-locked' });
    await expect(open(sealed, [])).rejects.toMatchObject({ code: 'package-locked' });
    await expect(open(sealed, ['AGE-SECRET-KEY-1XYZ'])).rejects.toMatchObject({ code: 'key-invalid' });
    expect((await open(sealed, [await generateX25519Identity(), identity])).sizeBytes).toBe(100);
  });

  it('is read in its binary form alone, and its writer says how much work a passphrase is only up to a bound', async () => {
    const sealed = await encrypt(bytesOf(100));
    const folder = tempFolder();
    writeFileSync(join(folder, 'mailed.age'), armor.encode(sealed));
    await expect(open(Buffer.from(armor.encode(sealed)))).rejects.toMatchObject({ code: 'input-unreadable', message: /age -d/ });
    await expect(openPackage(join(folder, 'mailed.age'))).rejects.toMatchObject({ code: 'input-unreadable', message: /age -d/ });
    const [version, ...rest] = sealed.toString('latin1').split('\n');
    for (const work of ['40', '21', '0', '-5', '1e1', '20.5', '99999999999999999999']) {
      const stanza = [`-> scrypt ${base64(16)} ${work}`, base64(32)];
      for (const lines of [
        [...stanza, `--- ${base64(32)}`, 'x'.repeat(99)],
        [...stanza, ...rest],
      ])
        await expect(
          openEncryptedReader(readerOf(Buffer.from([version, ...lines].join('\n'), 'latin1')), 'package.age', {
            identities: [identity],
            passphrase: 'one two three four five',
          }),
        ).rejects.toMatchObject({ code: 'input-unreadable' });
    }
  });

  it('gives out no byte that was changed, moved or cut, wherever that was', async () => {
    const sealed = await encrypt(bytesOf(3 * PIECE + 10));
    const start = sealed.length - (3 * PIECE + 10 + 4 * 16);
    const flip = (at: number): Buffer => {
      const copy = Buffer.from(sealed);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    const piece = (index: number): Buffer => sealed.subarray(start + index * (PIECE + 16), start + (index + 1) * (PIECE + 16));
    const wrong: readonly (readonly [string, Buffer])[] = [
      ['the sum of the head', flip(start - 18)],
      ['the nonce', flip(start - 1)],
      ['the first piece', flip(start)],
      ['a tag', flip(start + PIECE + 15)],
      ['the last byte', flip(sealed.length - 1)],
      ['cut in a piece', sealed.subarray(0, sealed.length - 3)],
      ['cut between pieces', sealed.subarray(0, start + 3 * (PIECE + 16))],
      ['cut after the head', sealed.subarray(0, start)],
      ['cut in the head', sealed.subarray(0, 50)],
      ['a piece twice', Buffer.concat([sealed.subarray(0, start), piece(0), piece(0), sealed.subarray(start + 2 * (PIECE + 16))])],
      [
        'two pieces changed places',
        Buffer.concat([sealed.subarray(0, start), piece(1), piece(0), sealed.subarray(start + 2 * (PIECE + 16))]),
      ],
      ['a byte after it', Buffer.concat([sealed, Buffer.from('x')])],
      ['a piece after it', Buffer.concat([sealed, piece(0)])],
    ];
    for (const [what, bytes] of wrong) {
      const code = await readThrough(bytes).then(
        () => 'read',
        (error: unknown) => (error as { readonly code?: string }).code,
      );
      expect([what, code]).toEqual([what, 'input-unreadable']);
    }
    expect(await readThrough(sealed)).toHaveLength(3 * PIECE + 10);
  });
});

describe('a file of keys', () => {
  it('may have comments, and is never quoted when it is none', () => {
    expect(parseIdentities(`# created: today\r\n# public key: ${recipient}\r\n\n${identity}\n`)).toEqual([identity]);
    for (const text of ['', '# nothing', `${identity} x`, 'AGE-PLUGIN-X-1ABC', 'secret words', 'age-encryption.org/v1\n-> scrypt']) {
      let thrown: unknown;
      try {
        parseIdentities(text);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'key-invalid', message: expect.not.stringMatching(/secret words|AGE-PLUGIN-X/) });
    }
  });
});

describe('the program age', () => {
  skipAllWithout(findMissingPrograms('age', 'age-keygen'));

  it('writes what is read here, to several recipients', async () => {
    const folder = tempFolder();
    const plain = bytesOf(5 * PIECE + 3);
    writeFileSync(join(folder, 'plain'), plain);
    const keygen = spawnSync('age-keygen', ['-o', join(folder, 'key.txt')], { encoding: 'utf8' });
    const other = /age1[a-z0-9]+/.exec(keygen.stderr)?.[0] ?? '';
    expect(spawnSync('age', ['-r', recipient, '-r', other, '-o', join(folder, 'x.age'), join(folder, 'plain')]).status).toBe(0);
    const sealed = readFileSync(join(folder, 'x.age'));
    expect((await readThrough(sealed)).equals(plain)).toBe(true);
    const theirs = parseIdentities(readFileSync(join(folder, 'key.txt'), 'utf8'));
    expect((await open(sealed, [...theirs])).sizeBytes).toBe(plain.length);
  });
});
