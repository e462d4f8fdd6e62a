import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildBagInfo, findValues, parseBagInfo } from '../../../../src/core/package/bag/bag-info.ts';
import { buildBagDeclaration, parseBagDeclaration, parseTagText, type BagVersion } from '../../../../src/core/package/bag/declaration.ts';
import { buildManifest, parseManifestName, readManifest } from '../../../../src/core/package/bag/manifest.ts';
import { compareByBytes, findNameFault } from '../../../../src/core/package/entry-names.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What a reader takes from a manifest, and what it refuses. */
function read(
  text: string,
  version: BagVersion = '1.0',
  name = 'manifest-sha256.txt',
): { readonly digests: Readonly<Record<string, string>>; readonly refused: readonly string[] } {
  const named = parseManifestName(name);
  if (named === undefined) throw new Error('not the name of a manifest');
  const refused: string[] = [];
  const { digests } = readManifest(named, text, version, (subject, message) => refused.push(`${subject}: ${message}`));
  return { digests: Object.fromEntries(digests), refused };
}

describe('bagit.txt', () => {
  it('is read as it is written', () => {
    expect(parseBagDeclaration(buildBagDeclaration())).toEqual({ version: '1.0', encoding: 'UTF-8' });
    expect(parseBagDeclaration(utf8('BagIt-Version: 0.97\r\nTag-File-Character-Encoding: utf-16'))).toEqual({
      version: '0.97',
      encoding: 'UTF-16',
    });
  });

  it.each([
    ['\ufeffBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'],
    ['BagIt-Version: 1.0\n'],
    ['BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n'],
    ['BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n'],
    ['BagIt-Version: 1.1\nTag-File-Character-Encoding: UTF-8\n'],
    ['BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n'],
    ['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-7\n'],
    ['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n'],
    ['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: 1\n'],
    ['Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n'],
    [''],
  ])('refuses %j', (text) => {
    expect(() => parseBagDeclaration(utf8(text))).toThrow(expect.objectContaining({ code: 'record-invalid' }));
  });

  it('names the encoding of the other tag files', () => {
    expect(parseTagText(Uint8Array.of(0xff, 0xfe, 0xe9, 0), 'UTF-16')).toBe('é');
    expect(parseTagText(Uint8Array.of(0xfe, 0xff, 0, 0xe9), 'UTF-16')).toBe('é');
    expect(parseTagText(Uint8Array.of(0xe9, 0x80), 'ISO-8859-1')).toBe('é\u0080');
    expect(() => parseTagText(Uint8Array.of(0xe9), 'UTF-8')).toThrow('Expected UTF-8');
    expect(() => parseTagText(Uint8Array.of(0xfe, 0xff, 0xd8), 'UTF-16')).toThrow('Expected UTF-16');
  });
});

describe('bag-info.txt', () => {
  it('carries any value without line breaks verbatim', () => {
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[A-Z][A-Za-z-]{0,20}$/), value)), (fields) => {
        expect(parseBagInfo(textOf(buildBagInfo(fields)), '1.0')).toEqual(fields);
      }),
    );
  });

  it.each([
    ['Case', 'a\nSeal: none'],
    ['Case', 'a\rSeal: none'],
    ['Case', 'a\u2028b'],
    ['Case', 'a\u0000'],
    ['Case: a', 'b'],
    [' Case', 'a'],
    ['Case ', 'a'],
    ['', 'a'],
  ])('cannot carry %j with the value %j', (label, value) => {
    expect(() => buildBagInfo([[label, value]])).toThrow(expect.objectContaining({ code: 'record-invalid' }));
  });

  it('reads repeated labels, continued values and any end of line', () => {
    const fields = parseBagInfo('Contact: Ana\r\ncontact: Ivo\rNote: one\n  two\n\tthree', '1.0');
    expect(fields).toEqual([
      ['Contact', 'Ana'],
      ['contact', 'Ivo'],
      ['Note', 'one two three'],
    ]);
    expect(findValues(fields, 'CONTACT')).toEqual(['Ana', 'Ivo']);
  });

  it('lets white space stand around the colon in drafts only', () => {
    expect(parseBagInfo('Test :   3', '0.97')).toEqual([['Test', '3']]);
    for (const line of ['Test : 3', 'Test:3', ' Test: 3', 'no field', '']) {
      expect(() => parseBagInfo(`Test: 1\n${line}\nTest: 2`.replace(/^Test: 1\n(?= )/, ''), '1.0')).toThrow(/is no label/);
    }
  });
});

describe('a manifest', () => {
  const digest = '0123456789abcdef'.repeat(4);

  it('is read as it is written, sorted by bytes, whatever the paths are', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `data/${parts.join('/')}%`);
    const paths = fc.uniqueArray(path.filter((text) => findNameFault(text) === undefined));
    fc.assert(
      fc.property(paths, (given) => {
        const { digests, refused } = read(textOf(buildManifest(given.map((path) => ({ path, digest })))));
        expect(refused).toEqual([]);
        expect(Object.keys(digests)).toEqual(given.toSorted((a, b) => compareByBytes(a, b)));
      }),
    );
  });

  it('writes escapes and reads them', () => {
    const text = textOf(buildManifest([{ path: 'data/100%25 %0A.txt', digest }]));
    expect(text).toBe(`${digest}  data/100%2525 %250A.txt\n`);
    expect(Object.keys(read(text).digests)).toEqual(['data/100%25 %0A.txt']);
    expect(textOf(buildManifest([{ path: 'data/a\r\nb', digest }]))).toBe(`${digest}  data/a%0D%0Ab\n`);
    expect(read(`${digest}  data/a%0ab`).refused).toEqual([expect.stringContaining('not seen')]);
    expect(read(`${digest}  data/%7Ea`).refused).toEqual([expect.stringContaining('percent sign')]);
    expect(Object.keys(read(`${digest}  data/%7Ea`, '0.97').digests)).toEqual(['data/%7Ea']);
  });

  it('takes any blank between digest and path, and digits in capitals', () => {
    expect(read(`${digest.toUpperCase()} \t data/a b\r\n`)).toEqual({ digests: { 'data/a b': digest }, refused: [] });
  });

  it.each([
    ['a path twice', `${digest}  data/a\n${digest}  data/a\n`, 'twice'],
    ['no path', `${digest}\n`, 'no digest with a path'],
    ['a blank line', `${digest}  data/a\n\n${digest}  data/b\n`, 'no digest with a path'],
    ['a digest of another length', `${digest.slice(2)}  data/a\n`, '62 digits'],
    ['what is no digest', `${digest.slice(1)}g  data/a\n`, 'no digest with a path'],
    ['a path outside the payload', `${digest}  bagit.txt\n`, 'below data/'],
    ['a path upwards', `${digest}  data/../../a\n`, 'another folder'],
    ['an asterisk', `${digest} *data/a\n`, 'below data/'],
  ])('refuses %s', (_, text, reason) => {
    expect(read(text).refused).toEqual([expect.stringContaining(reason)]);
  });

  it('lists tag files in a tag manifest, no payload and no tag manifest', () => {
    const text = ['bagit.txt', 'data/a', 'tagmanifest-md5.txt', 'manifest-sha256.txt'].map((path) => `${digest}  ${path}\n`).join('');
    const { digests, refused } = read(text, '1.0', 'tagmanifest-sha256.txt');
    expect(Object.keys(digests)).toEqual(['bagit.txt', 'manifest-sha256.txt']);
    expect(refused.length).toBe(2);
  });

  it('takes what drafts allow in drafts only', () => {
    const twice = `${digest} *data/a\n${digest}  ./data/a\n`;
    expect(read(twice, '0.97')).toEqual({ digests: { 'data/a': digest }, refused: [] });
    expect(read(`${twice}${digest.replace('0', '1')}  data/a\n`, '0.97').refused.length).toBe(1);
  });

  it('is not written for a path twice or a digest that is none', () => {
    for (const files of [
      [
        { path: 'data/a', digest },
        { path: 'data/a', digest },
      ],
      [{ path: 'data/a', digest: 'sha256:00' }],
    ]) {
      expect(() => buildManifest(files)).toThrow(expect.objectContaining({ code: 'record-invalid' }));
    }
  });
});
