import { nodeDecompression } from '../../src/packaging/decompression.ts';
import { writeZip, type ZipInput } from '../../src/packaging/zip-writer.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import type { ByteReader } from '../../src/core/package/package-source.ts';
import { readZip, type ZipReading } from '../../src/core/package/read-zip.ts';

export const PACKAGE_TIME = '2026-03-02T08:00:01.500Z';

/** Files by path, packed and read in the package's own form. */
export function packFiles(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const contents = Object.entries(files).map(([path, content]) => [path, Buffer.from(content)] as const);
  return packInputs(contents.map(([path, source]) => ({ path, sizeBytes: source.length, source })));
}

export async function packInputs(inputs: readonly ZipInput[]): Promise<Buffer> {
  return collect(writeZip(inputs, { createdAt: PACKAGE_TIME }));
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function readerOf(bytes: Uint8Array): ByteReader {
  return {
    sizeBytes: bytes.length,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw new PugmarkError('input-unreadable', 'beyond the end');
      return bytes.subarray(offset, offset + length);
    },
  };
}

export function readBytes(bytes: Uint8Array): Promise<ZipReading> {
  return readZip(readerOf(bytes), 'test.zip', nodeDecompression);
}

/** `code subject` of every finding. */
export function tell(reading: Pick<ZipReading, 'findings'>): readonly string[] {
  return reading.findings.map(({ code, subject }) => `${code} ${subject}`);
}
