import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildCanonicalJson, MAX_JSON_DEPTH, parseCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { parseUtf8, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { jsonValueSchema } from '../../../src/core/model/primitives.ts';
import { findMissingMaterial, findSharedMaterial } from '../../support/shared-material.ts';

const vectors = findSharedMaterial('data', 'jcs');
const anything = z.unknown();

describe('canonical JSON', () => {
  it('gives the bytes of the RFC 8785 vectors, and accepts exactly these', (context) => {
    context.skip(vectors === undefined, findMissingMaterial('data', 'jcs'));
    const folder = vectors ?? '';
    const names = readdirSync(join(folder, 'input'));
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names) {
      const input = new Uint8Array(readFileSync(join(folder, 'input', name)));
      const output = new Uint8Array(readFileSync(join(folder, 'output', name)));
      const hex = readFileSync(join(folder, 'outhex', name.replace('.json', '.txt')), 'utf8').replaceAll(/\s/g, '');
      const value: unknown = JSON.parse(parseUtf8(input));
      expect(buildCanonicalJson(value)).toEqual(output);
      expect(Buffer.from(buildCanonicalJson(value)).toString('hex')).toBe(hex);
      expect(parseCanonicalJson(output, anything)).toEqual(value);
      expect(() => parseCanonicalJson(input, anything)).toThrow(expect.objectContaining({ code: 'json-not-canonical' }));
    }
  });

  it('refuses what JSON would drop or change in silence', () => {
    expect(parseUtf8(buildCanonicalJson({ b: null, a: [1, 'x', true] }))).toBe('{"a":[1,"x",true],"b":null}');
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const bad = [
      undefined,
      { a: undefined },
      [undefined],
      { a: () => 1 },
      Number.NaN,
      { a: Infinity },
      1n,
      '\ud800',
      { '\udc00': 1 },
      new Date(0),
      new Map(),
      cycle,
    ];
    for (const value of bad) expect(() => buildCanonicalJson(value)).toThrow(expect.objectContaining({ code: 'json-invalid' }));
    // A sparse array has a hole that JSON would fill with null.
    expect(() => buildCanonicalJson(Array.from({ length: 1 }))).toThrow(expect.objectContaining({ code: 'json-invalid' }));
  });

  it('refuses every other spelling of the same value', () => {
    const schema = z.strictObject({ a: z.int(), b: z.string() });
    expect(parseCanonicalJson(toUtf8('{"a":1,"b":"é"}'), schema)).toEqual({ a: 1, b: 'é' });
    const others = [
      ['{"b":"é","a":1}', 'json-not-canonical'],
      ['{"a":1, "b":"é"}', 'json-not-canonical'],
      ['{"a":1,"b":"é"}\n', 'json-not-canonical'],
      ['{"a":1.0,"b":"é"}', 'json-not-canonical'],
      ['{"a":1e0,"b":"é"}', 'json-not-canonical'],
      ['{"a":1,"b":"\\u00e9"}', 'json-not-canonical'],
      ['{"a":2,"a":1,"b":"é"}', 'json-not-canonical'],
      ['{"a":1,"b":"\\ud800"}', 'json-invalid'],
      ['\ufeff{"a":1,"b":"é"}', 'json-invalid'],
      ['{"a":1,"b":"é"', 'json-invalid'],
      ['', 'json-invalid'],
      ['{"a":1,"b":"é","c":0}', 'record-invalid'],
      ['{"a":1.5,"b":"é"}', 'record-invalid'],
      ['{"a":9007199254740992,"b":"é"}', 'record-invalid'],
      ['{"a":1}', 'record-invalid'],
    ] as const;
    for (const [text, code] of others) expect(() => parseCanonicalJson(toUtf8(text), schema)).toThrow(expect.objectContaining({ code }));
    expect(() => parseCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22), anything)).toThrow(expect.objectContaining({ code: 'json-invalid' }));
  });

  it('bounds nesting before anything recursive sees it', () => {
    expect(parseCanonicalJson(nest(MAX_JSON_DEPTH), anything)).toBeInstanceOf(Array);
    expect(parseCanonicalJson(broad(100_000), anything)).toHaveLength(100_001);
    expect(() => parseCanonicalJson(broad(2_000_001), anything)).toThrow(expect.objectContaining({ code: 'json-invalid' }));
    for (const depth of [MAX_JSON_DEPTH + 1, 1_000_000]) {
      expect(() => parseCanonicalJson(nest(depth), anything)).toThrow(expect.objectContaining({ code: 'json-invalid' }));
    }
    // Brackets inside strings are no nesting.
    expect(parseCanonicalJson(toUtf8(`"${'['.repeat(1000)}\\"${'{'.repeat(1000)}"`), z.string())).toHaveLength(2001);
  });

  it('is a fixed point: what is built is parsed back to the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
        const bytes = buildCanonicalJson(value);
        expect(buildCanonicalJson(parseCanonicalJson(bytes, anything))).toEqual(bytes);
      }),
    );
  });

  it('holds published values to safe integers', () => {
    expect(jsonValueSchema.safeParse({ a: [1, -5, { b: 9_007_199_254_740_991 }] }).success).toBe(true);
    for (const value of [0.5, 9_007_199_254_740_992, { a: [1e30] }]) expect(jsonValueSchema.safeParse(value).success).toBe(false);
  });
});

function nest(depth: number): Uint8Array {
  return toUtf8('['.repeat(depth) + ']'.repeat(depth));
}

/** An array of `count` numbers after a text full of commas, which are none between values. */
function broad(count: number): Uint8Array {
  return toUtf8(`["${','.repeat(3_000_000)}"${',0'.repeat(count)}]`);
}
