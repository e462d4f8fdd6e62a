import { spawnSync } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareByBytes } from '../../src/core/package/entry-names.ts';
import { readZip } from '../../src/core/package/read-zip.ts';
import { nodeDecompression } from '../../src/packaging/decompression.ts';
import { openFileReader } from '../../src/packaging/file-source.ts';
import { writeZip, type ZipInput } from '../../src/packaging/zip-writer.ts';
import { findMissingPrograms } from '../support/needs.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { collect, PACKAGE_TIME, packFiles, packInputs, readBytes } from '../support/zip-bytes.ts';

const text = (length: number): Uint8Array => Buffer.from('tusk, horn, scale, feather; '.repeat(Math.ceil(length / 28)).slice(0, length));

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield text(300_000);
  throw new Error('the object is gone');
}

const nameArbitrary = fc.stringMatching(/^[a-z0-9é日][a-z0-9._-]{0,12}[a-z0-9😀]$/u);
const pathArbitrary = fc.array(nameArbitrary, { minLength: 1, maxLength: 4 }).map((parts) => `bag/${parts.join('/')}.txt`);

describe('writeZip', () => {
  it('is read back as it was written, whatever is in it', async () => {
    const files = fc.uniqueArray(fc.record({ path: pathArbitrary, bytes: fc.uint8Array({ maxLength: 3_000 }) }), {
      selector: ({ path }) => path,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const inputs = given
          .toSorted((a, b) => compareByBytes(a.path, b.path))
          .map(({ path, bytes }) => ({ path, sizeBytes: bytes.length, source: bytes }));
        const { source, findings } = await readBytes(await packInputs(inputs));
        expect(findings).toEqual([]);
        expect(source.entries).toEqual(inputs.map(({ path, source: bytes }) => ({ path, kind: 'file', sizeBytes: bytes.length })));
        for (const { path, source: bytes } of inputs) expect((await collect(source.stream(path))).equals(bytes)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same bytes for the same files, however their bytes arrive', async () => {
    const long = text(900_000);
    const once = await packFiles({ 'bag/a.txt': long, 'bag/b.txt': '' });
    for (const length of [1_000, 65_536, 300_001]) {
      const inputs = [
        { path: 'bag/a.txt', source: inPieces(long, length), sizeBytes: long.length },
        { path: 'bag/b.txt', source: inPieces(text(0), 1), sizeBytes: 0 },
      ];
      expect((await packInputs(inputs)).equals(once)).toBe(true);
    }
  });

  it('writes the time of the package in UTC, in whole even seconds, wherever it runs', async () => {
    const bytes = await packFiles({ 'bag/a.txt': 'a' });
    const [time, date] = [bytes.readUInt16LE(10), bytes.readUInt16LE(12)];
    expect([1980 + (date >> 9), (date >> 5) & 15, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2]).toEqual([2026, 3, 2, 8, 0, 0]);
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'Pacific/Auckland';
      expect((await packFiles({ 'bag/a.txt': 'a' })).equals(bytes)).toBe(true);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
    await expect(collect(writeZip([], { createdAt: '1979-12-31T23:59:59.000Z' }))).rejects.toMatchObject({ code: 'program-fault' });
  });

  it.each([
    ['out of order', ['bag/b.txt', 'bag/a.txt']],
    ['twice', ['bag/a.txt', 'bag/a.txt']],
    ['in the order of UTF-16 instead of bytes', ['bag/😀', 'bag/\uff5e']],
    ['upwards', ['../a.txt']],
    ['at the root', ['/a.txt']],
  ])('refuses a path %s', async (_, paths) => {
    const inputs = paths.map((path) => ({ path, sizeBytes: 3, source: text(3) }));
    await expect(packInputs(inputs)).rejects.toMatchObject({ code: 'program-fault' });
  });

  it('takes paths in the order of their bytes', async () => {
    const inputs = ['bag/a', 'bag/\uff5e', 'bag/😀'].map((path) => ({ path, sizeBytes: 3, source: text(3) }));
    expect((await readBytes(await packInputs(inputs))).findings).toEqual([]);
  });

  it.each([
    ['more', 9],
    ['fewer', 11],
  ])('refuses a source that gives %s bytes than was said', async (_, sizeBytes) => {
    const input: ZipInput = { path: 'bag/a', sizeBytes, source: inPieces(text(10), 4) };
    await expect(packInputs([input])).rejects.toMatchObject({ code: 'program-fault' });
    await expect(packInputs([{ ...input, sizeBytes: 10, source: inPieces(text(10), 4) }])).resolves.toBeInstanceOf(Buffer);
  });

  it('stops when it is cancelled and lets go of the source', async () => {
    const stop = new AbortController();
    let isReleased = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield text(100_000);
      } finally {
        isReleased = true;
      }
    };
    const written = (async () => {
      const input: ZipInput = { path: 'bag/a', sizeBytes: 200_000_000, source: endless() };
      for await (const piece of writeZip([input], { createdAt: PACKAGE_TIME, signal: stop.signal })) {
        if (piece.length > 0) stop.abort();
      }
    })();
    await expect(written).rejects.toMatchObject({ code: 'cancelled' });
    expect(isReleased).toBe(true);
  });

  it('passes on what a source throws', async () => {
    await expect(packInputs([{ path: 'bag/a', sizeBytes: 600_000, source: broken() }])).rejects.toThrow('the object is gone');
  });

  it('writes what Python reads, with plain permissions', async () => {
    const file = join(tempFolder(), 'a.zip');
    writeFileSync(file, await packFiles({ 'bag/data/a.txt': text(5_000), 'bag/data/z.png': text(100), 'bag/data/é.txt': '' }));
    const python = spawnSync('python3', ['-c', PYTHON_READS, file], { encoding: 'utf8' });
    expect(python.stderr).toBe('');
    expect(JSON.parse(python.stdout)).toEqual([
      ['bag/data/a.txt', 5_000, 0, '0o100644'],
      ['bag/data/z.png', 100, 0, '0o100644'],
      ['bag/data/é.txt', 0, 0, '0o100644'],
    ]);
  });

  it('writes what unzip finds no fault with', async (context) => {
    const missing = findMissingPrograms('unzip');
    context.skip(missing !== undefined, missing);
    const file = join(tempFolder(), 'a.zip');
    writeFileSync(file, await packFiles({ 'bag/data/a.txt': text(5_000), 'bag/data/z.png': '' }));
    expect(spawnSync('unzip', ['-tq', file], { encoding: 'utf8' })).toMatchObject({ status: 0 });
  });

  it.each(withLongerTier<number>([], [66_000]))('writes more entries than 65,535: %d', async (length) => {
    const inputs = Array.from({ length }, (_, i) => ({
      path: `bag/data/${String(i).padStart(6, '0')}`,
      sizeBytes: 1,
      source: text(1),
    }));
    const file = join(tempFolder(), 'many.zip');
    await pipeline(writeZip(inputs, { createdAt: PACKAGE_TIME }), createWriteStream(file));
    const reader = await openFileReader(file);
    const { source, findings } = await readZip(reader, 'many.zip', nodeDecompression);
    expect(findings).toEqual([]);
    expect(source.entries.length).toBe(66_000);
    expect((await collect(source.stream('bag/data/065999'))).toString()).toBe('t');
    await reader.close();
    const python = spawnSync('python3', ['-c', 'import sys,zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))', file], {
      encoding: 'utf8',
    });
    expect(python.stdout.trim()).toBe('66000');
  });
});

const PYTHON_READS = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, i.file_size, i.compress_type, oct(i.external_attr >> 16)] for i in z.infolist()]))
`;
import { withLongerTier } from '../support/tier.ts';
