import { spawnSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readZip } from '../../src/core/package/read-zip.ts';
import { nodeDecompression } from '../../src/packaging/decompression.ts';
import { openFileReader } from '../../src/packaging/file-source.ts';
import { writeZip, type ZipInput } from '../../src/packaging/zip-writer.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { collect, PACKAGE_TIME } from '../support/zip-bytes.ts';

const NOTHING = Buffer.alloc(8 * 1024 * 1024);
const LIMIT = 0xffffffff;

async function* zeros(sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let left = sizeBytes; left > 0; left -= NOTHING.length) yield NOTHING.subarray(0, Math.min(left, NOTHING.length));
}

/** Writes a container as a file with holes: zeros take no place on the disk. */
async function writeWithHoles(file: string, inputs: readonly ZipInput[]): Promise<void> {
  const handle = await open(file, 'w');
  let offset = 0;
  for await (const piece of writeZip(inputs, { createdAt: PACKAGE_TIME })) {
    if (piece.length !== NOTHING.length) await handle.write(piece, 0, piece.length, offset);
    offset += piece.length;
  }
  await handle.truncate(offset);
  await handle.close();
}

const PYTHON_LISTS = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    print(json.dumps([[i.filename, i.file_size, i.header_offset] for i in z.infolist()] + [z.read('bag/z.txt').decode()]))
`;

test.each([
  ['the largest that needs no Zip64', LIMIT - 1],
  ['the smallest that needs Zip64', LIMIT],
  ['larger than 4 GiB', LIMIT + 50_000_001],
])(
  'a container with a file that is %s is in its one form, also for the file behind it',
  async (_, sizeBytes) => {
    const file = join(tempFolder(), 'large.zip');
    await writeWithHoles(file, [
      { path: 'bag/a.bin', sizeBytes, source: zeros(sizeBytes) },
      { path: 'bag/z.txt', sizeBytes: 6, source: Buffer.from('behind') },
    ]);
    const reader = await openFileReader(file);
    const { source, findings } = await readZip(reader, 'large.zip', nodeDecompression);
    expect(findings).toEqual([]);
    expect(source.entries.map((entry) => entry.sizeBytes)).toEqual([sizeBytes, 6]);
    expect((await collect(source.stream('bag/z.txt'))).toString()).toBe('behind');
    let readBytes = 0;
    for await (const piece of source.stream('bag/a.bin')) readBytes += piece.length;
    expect(readBytes).toBe(sizeBytes);
    await reader.close();
    const python = spawnSync('python3', ['-c', PYTHON_LISTS, file], { encoding: 'utf8' });
    expect(python.stderr).toBe('');
    const descriptorBytes = sizeBytes >= LIMIT ? 24 : 16;
    const headerBytes = 30 + 9 + (sizeBytes >= LIMIT ? 20 : 0);
    expect(JSON.parse(python.stdout)).toEqual([
      ['bag/a.bin', sizeBytes, 0],
      ['bag/z.txt', 6, headerBytes + sizeBytes + descriptorBytes],
      'behind',
    ]);
  },
  300_000,
);
