import { array, assert as check, asyncProperty, boolean, constantFrom, nat, stringMatching, tuple, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData } from '../../../src/core/personal-data/find-personal-data.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { isLongTier } from '../../support/tier.ts';

const RUNS = { numRuns: isLongTier() ? 500 : 40, seed: 20_261_122 };
const find = async (text: string | Uint8Array, known: readonly string[] = []): Promise<readonly string[]> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return (await findPersonalData(nodeDecompression, { files: [{ path: 'x', bytes }], known })).map(({ kind }) => kind);
};

/** Zeroes of scripts whose ten digits follow each other. */
const ZEROES = [0x30, 0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce, 0x1d7ec];
const INVISIBLE = ['', '\u200B', '\u200D', '\u2060', '\u00AD', '\u202E', '\u2066', '\uFEFF', '\uFE0F', '\u{E0020}'];
const GAPS = ['', ' ', '.', '-', '/', '\u00A0', '\u2009', '\u2011', ' - ', '\u2013'];
const numbers = constantFrom(
  '+32470123456',
  '0470123456',
  '+33612345678',
  '0612345678',
  '+31612345678',
  '+447911123456',
  '07911123456',
  '+4915123456789',
  '00491512345678',
);

/** A number as somebody writes it who does not want it to be found. */
const disguised = tuple(
  numbers,
  constantFrom(...ZEROES),
  array(tuple(constantFrom(...GAPS), constantFrom(...INVISIBLE)), { minLength: 15, maxLength: 15 }),
).map(([number, zero, between]) =>
  Array.from(number)
    .map((character, i) => {
      const [gap = '', invisible = ''] = between[i] ?? [];
      const shown = /\d/.test(character) ? String.fromCodePoint(zero + Number(character)) : character;
      return i === 0 ? shown : `${gap}${invisible}${shown}`;
    })
    .join(''),
);
const ENCODINGS: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  plain: (text) => text,
  percent: (text) => [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  references: (text) =>
    Array.from(text)
      .map((character) => `&#${character.codePointAt(0) ?? 0};`)
      .join(''),
  escapes: (text) => Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
};

/** Letters or digits as signs of a row that begins with what `base` becomes. */
const inRow = (text: string, first: number, base: string): string =>
  Array.from(text, (sign) => (/\w/.test(sign) ? String.fromCodePoint(first + sign.charCodeAt(0) - base.charCodeAt(0)) : sign)).join('');

describe('hidden values', () => {
  it.each([
    ['keys', Array.from('0470123456', (digit) => `${digit}\uFE0F\u20E3`).join('')],
    ['struck out', Array.from('0470123456', (digit) => `${digit}\u0336`).join('')],
    [
      'white on black',
      inRow('47123456', 0x2776, '1')
        .replace(/^/, '\u24FF')
        .replace(/(?<=^..)/, '\u24FF'),
    ],
    ['with commas', inRow('0470123456', 0x1f101, '0')],
    ['in Chinese', '〇四七〇 一二三 四五六'],
    ['with animals', '0470🐘12🐘34🐘56'],
  ])('a telephone number is found in signs that are drawn: %s', async (_how, text) => {
    expect(await find(text)).toContain('phone');
  });

  it.each([
    ['squares', inRow('JAN DE BOER', 0x1f170, 'A')],
    ['circles', inRow('JAN DE BOER', 0x1f150, 'A')],
    ['flags', inRow('JAN DE BOER', 0x1f1e6, 'A')],
    ['small capitals', 'ᴊᴀɴ ᴅᴇ ʙᴏᴇʀ'],
    ['Armenian', 'Jan de Bօer'],
  ])('a name is found in letters that are drawn: %s', async (_how, text) => {
    expect(await find(text, ['Jan de Boer'])).toEqual(['known-value']);
    expect(await find(text, ['Piet de Wit'])).toEqual([]);
  });

  it('counts, flags and rows of figures are no numbers of anybody', async () => {
    expect(await find('①②③ 一二三 🇧🇪 🇳🇱 🇫🇷 0,1,2,3,4,5,6,7,8 12 | 34 | 56 | 78 20🐘 7🐘', ['Jan de Boer'])).toEqual([]);
  });

  it('a telephone number is found in any digits, with anything invisible and any gap between them, however it is encoded', async () => {
    await check(
      asyncProperty(disguised, constantFrom(...Object.keys(ENCODINGS)), async (text, encoding) => {
        expect(await find(ENCODINGS[encoding]?.(`call ${text} now`) ?? '')).toContain('phone');
      }),
      RUNS,
    );
  });

  it('a known name is found in any case, with anything invisible and any sign between its letters', async () => {
    const name = 'Jozefien Vandenbroucke';
    const written = array(tuple(boolean(), constantFrom('', '', '.', '_', '-', ' '), constantFrom(...INVISIBLE)), {
      minLength: 22,
      maxLength: 22,
    }).map((ways) =>
      Array.from(name)
        .map((letter, i) => `${ways[i]?.[0] ? letter.toUpperCase() : letter}${ways[i]?.[2] ?? ''}${ways[i]?.[1] ?? ''}`)
        .join(''),
    );
    await check(
      asyncProperty(written, async (text) => {
        expect(await find(`by ${text} in March`, [name])).toContain('known-value');
      }),
      RUNS,
    );
    expect(await find('by somebody in March', [name])).toEqual([]);
  });

  it('tables of counts, keys and digests hold none of it', async () => {
    const hex = stringMatching(/^[0-9a-f]{64}$/);
    const row = tuple(
      constantFrom('Loxodonta africana', 'Psittacus erithacus'),
      constantFrom('IVC', 'LIV'),
      nat(1_000_000),
      nat(99_999_999),
    );
    const table = tuple(array(row, { minLength: 1, maxLength: 20 }), hex);
    await check(
      asyncProperty(table, async ([rows, digest]) => {
        const csv = rows.map((cells) => cells.join(',')).join('\n');
        const json = JSON.stringify({ digest: `sha256:${digest}`, rows: rows.map((cells) => cells.map(String)) });
        expect(await find(`${csv}\n${json}\nsha256:${digest}\n`, ['4711', 'Jan Peeters', '+32 470 12 34 56'])).toEqual([]);
      }),
      RUNS,
    );
  });

  it('bytes of any kind are gone through to their end', async () => {
    const magic = constantFrom('', '%PDF-1.7\n1 0 obj<</Length 9>>stream\n', 'PK\u0003\u0004', 'BT (');
    await check(
      asyncProperty(magic, uint8Array({ maxLength: 600 }), async (start, bytes) => {
        const kinds = await find(Buffer.concat([Buffer.from(start, 'latin1'), bytes]), ['known']);
        expect(kinds).not.toContain('known-value');
      }),
      RUNS,
    );
  });
});
