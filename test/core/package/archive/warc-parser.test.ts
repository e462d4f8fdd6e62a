import { describe, expect, it } from 'vitest';
import { WarcParser } from '../../../../src/core/package/archive/warc-parser.ts';
import { toUtf8 } from '../../../../src/core/digest/encoding.ts';

const record = (address: string): Uint8Array => toUtf8(`WARC/1.1\r\nWARC-Target-URI: ${address}\r\nContent-Length: 2\r\n\r\nab\r\n\r\n`);

/** Reads `count` records with an address of 1,000 characters, and tells how many began. */
function readMany(count: number, headersBytes: number): number {
  let begun = 0;
  const handler = { begin: () => void (begun += 1), block: () => undefined, end: () => undefined };
  const parser = new WarcParser(handler, { headersBytes });
  for (let i = 0; i < count; i += 1) parser.push(record(`https://x.example/${'a'.repeat(1_000)}`));
  parser.finish();
  return begun;
}

describe('the headers of a file of records', () => {
  it('are read one after the other, and refused when they are too long together', () => {
    expect(readMany(100, 200_000)).toBe(100);
    expect(() => readMany(200, 200_000)).toThrow('the headers of its records are too long');
  });
});
