import { PieceBuffers, sliceReader, streamRange } from './byte-window.ts';
import { checkEntries } from './check-entries.ts';
import { PugmarkError } from '../errors.ts';
import { compareByBytes } from './entry-names.ts';
import { gatherFindings, shorten } from './finding-list.ts';
import type { ByteReader, Decompression, PackageEntry, PackageSource } from './package-source.ts';
import type { PackageFinding } from './verdict.ts';
import { beginsLikePackage, isInPackageFolder, readZipEnd, readZipRecords, type ZipRecord } from './zip-directory.ts';
import { METHOD_DEFLATED } from './zip-form.ts';
import { placeEntries, type PlacedEntry } from './zip-layout.ts';

/** A container as far as it can be read, and everything in which it is not the one form of docs/formats/package.md. */
export interface ZipReading {
  readonly source: PackageSource;
  readonly findings: readonly PackageFinding[];
}

/**
 * Reads a ZIP file strictly. `name` is that of the file, for findings. Every header is compared byte for byte with the only one that the
 * facts of its entry allow; what is told of the same entry in two places must agree. Whatever is wrong is a finding; what can still be
 * read without doubt can be streamed. Entries and names are bounded, data is streamed.
 *
 * Throws `package-unreadable` when it is no ZIP file: no end record, and no beginning of a package. Otherwise only what `reader` throws.
 */
export async function readZip(reader: ByteReader, name: string, decompression: Decompression): Promise<ZipReading> {
  const list = gatherFindings();
  const end = await readZipEnd(reader, name, list);
  const cutOff = (): ZipReading => {
    const message = 'The file is cut off: it begins like a package, and its end is missing; get it again';
    const findings = [{ code: 'container-not-canonical', subject: name, message }] as const;
    return { source: buildZipSource(reader, name, [], [], decompression), findings };
  };
  if (end === undefined) return cutOff();
  const records = await readZipRecords(reader, name, end, list);
  const named = records.map((record) => ({ record, path: readName(record.name) }));
  for (let i = 1; i < named.length; i += 1) {
    if (compareByBytes(named[i - 1]?.path ?? '', named[i]?.path ?? '') > 0) {
      list.addOnce('container-not-canonical', 'order', named[i]?.path ?? '', 'The entries are not sorted by the bytes of their names');
    }
  }
  // Cut off behind a file that is a ZIP itself: the end that was found is that of an archive within the package.
  if (!named.some(({ path }) => isInPackageFolder(path)) && (await beginsLikePackage(reader))) return cutOff();
  const placed = await placeEntries(reader, named, end, list);
  const entries = placed.map((entry) => buildEntry(entry));
  for (const { kind, path } of entries) {
    if (kind === 'folder') list.addOnce('container-not-canonical', 'folder', path, 'A package lists files only, no folders');
  }
  checkEntries(entries, list);
  return { source: buildZipSource(reader, name, placed, entries, decompression), findings: explainRepacking(list.findings) };
}

/** Bytes that are not UTF-8 become U+FFFD, which no name may hold: a finding of {@link checkEntries}. */
function readName(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function buildEntry({ record, path }: PlacedEntry): PackageEntry {
  return { path, kind: kindOf(record, path), sizeBytes: record.sizeBytes };
}

/** The upper half of the attributes is a Unix mode, whichever system the record names: unpackers differ in whom they believe. */
function kindOf({ attributes }: ZipRecord, path: string): PackageEntry['kind'] {
  const type = (attributes >>> 16) & 0o170000;
  if (type === 0o120000) return 'symlink';
  if (path.endsWith('/') || type === 0o040000 || (attributes & 0x10) !== 0) return 'folder';
  return type === 0 || type === 0o100000 ? 'file' : 'other';
}

/** Zipping an unpacked package again changes no content, but nothing is left that this reader could check before it unpacks. */
function explainRepacking(findings: readonly PackageFinding[]): readonly PackageFinding[] {
  const first = findings.findIndex(({ code }) => code === 'container-not-canonical');
  return findings.map((finding, i) =>
    i === first
      ? { ...finding, message: `${finding.message}. If the package was unpacked and zipped again, unpack it and verify the folder` }
      : finding,
  );
}

function buildZipSource(
  reader: ByteReader,
  name: string,
  placed: readonly PlacedEntry[],
  entries: readonly PackageEntry[],
  decompression: Decompression,
): PackageSource {
  // The first of two with the same name, as most unpackers do; that there are two is a finding.
  const byPath = new Map(placed.toReversed().map((entry) => [entry.path, entry]));
  const refuse = (path: string, what: string): never => {
    throw new PugmarkError('input-unreadable', `${shorten(path)} in ${name} ${what}`);
  };
  const find = (path: string): PlacedEntry => {
    const entry = byPath.get(path);
    if (entry === undefined) return refuse(path, 'is not there');
    return entry.fault === undefined ? entry : refuse(path, entry.fault);
  };
  const dosTime = placed[0]?.record.dosTime;
  const buffers = new PieceBuffers();
  return {
    container: 'zip',
    name,
    ...(dosTime === undefined ? {} : { dosTime }),
    entries,
    async *stream(path) {
      const { record, dataOffset } = find(path);
      const isPacked = record.method === METHOD_DEFLATED;
      // What unpacks may hold a piece while the next one comes.
      const stored = streamRange(reader, dataOffset, record.packedBytes, isPacked ? undefined : buffers);
      let sizeBytes = 0;
      let crc32 = 0;
      for await (const piece of isPacked ? decompression.inflateRaw(stored) : stored) {
        sizeBytes += piece.length;
        if (sizeBytes > record.sizeBytes) refuse(path, `holds more than the ${record.sizeBytes} bytes that it says`);
        crc32 = decompression.crc32(piece, crc32);
        yield piece;
      }
      if (sizeBytes < record.sizeBytes) refuse(path, `holds ${sizeBytes} bytes, not the ${record.sizeBytes} that it says`);
      if (crc32 !== record.crc32) refuse(path, 'is damaged: its CRC-32 differs');
    },
    open(path) {
      const { record, dataOffset } = find(path);
      if (record.method === METHOD_DEFLATED) return undefined;
      return sliceReader(reader, dataOffset, record.sizeBytes, (message) => refuse(path, `is read beyond its end: ${message}`));
    },
  };
}
