import { PugmarkError } from '../errors.ts';
import type { UtcTime } from '../clock.ts';

// The one form of a package's ZIP file (docs/formats/package.md, section Container). Writer and strict reader share these builders: what
// the reader accepts is, byte for byte, what the writer would have written for the same facts.

export const LOCAL_SIGNATURE = 0x04034b50;
export const DESCRIPTOR_SIGNATURE = 0x08074b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const ZIP64_END_SIGNATURE = 0x06064b50;
export const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
export const END_SIGNATURE = 0x06054b50;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const ZIP64_END_BYTES = 56;
export const ZIP64_LOCATOR_BYTES = 20;
export const END_BYTES = 22;

export const ZIP64_EXTRA = 0x0001;
export const MARKER_16 = 0xffff;
export const MARKER_32 = 0xffffffff;

/** The only method of a package: deflate leaves bits that mean nothing, and gives other bytes with each version of zlib. */
export const METHOD_STORED = 0;
/** Read in containers that others zipped again, and a finding there. */
export const METHOD_DEFLATED = 8;

/** Bit 3: CRC and sizes follow the data. Bit 11: the name is UTF-8. */
const FLAGS = 0x0808;
/** Unix, version 4.5 of the specification. */
const MADE_BY = 0x032d;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** A regular file that its owner may write and all may read. */
const ATTRIBUTES = 0o100644 * 0x10000;

/** Facts of an entry from which all its headers follow. */
export interface ZipEntryFacts {
  /** UTF-8. */
  readonly name: Uint8Array;
  readonly method: number;
  /** MS-DOS date in the upper, time in the lower 16 bits. */
  readonly dosTime: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  /** Where the local header begins. */
  readonly offset: number;
}

export interface ZipEndFacts {
  readonly entries: number;
  readonly directoryOffset: number;
  readonly directoryBytes: number;
}

/** MS-DOS date and time of a UTC time, whole even seconds. Throws `program-fault` outside 1980 to 2107. */
export function buildDosTime(time: UtcTime): number {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (!(year >= 1980 && year <= 2107)) throw new PugmarkError('program-fault', `A ZIP file cannot hold the time ${time}`);
  const day = ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const clock = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return day * 0x10000 + clock;
}

/** True when its sizes do not fit 32 bits (APPNOTE 4.5.3). */
function isLarge(entry: ZipEntryFacts): boolean {
  return entry.sizeBytes >= MARKER_32 || entry.packedBytes >= MARKER_32;
}

function versionOf(entry: ZipEntryFacts): number {
  return isLarge(entry) || entry.offset >= MARKER_32 ? VERSION_ZIP64 : VERSION;
}

/** APPNOTE 4.3.7. CRC and sizes are zero: they follow the data (bit 3). */
export function buildLocalHeader(entry: ZipEntryFacts): Uint8Array {
  const large = isLarge(entry);
  const [bytes, view] = allocate(LOCAL_BYTES + entry.name.length + (large ? 20 : 0));
  view.setUint32(0, LOCAL_SIGNATURE, true);
  view.setUint16(4, versionOf(entry), true);
  view.setUint16(6, FLAGS, true);
  view.setUint16(8, entry.method, true);
  view.setUint32(10, entry.dosTime, true);
  view.setUint32(18, large ? MARKER_32 : 0, true);
  view.setUint32(22, large ? MARKER_32 : 0, true);
  view.setUint16(26, entry.name.length, true);
  view.setUint16(28, large ? 20 : 0, true);
  bytes.set(entry.name, LOCAL_BYTES);
  if (large) {
    view.setUint16(LOCAL_BYTES + entry.name.length, ZIP64_EXTRA, true);
    view.setUint16(LOCAL_BYTES + entry.name.length + 2, 16, true);
  }
  return bytes;
}

/** APPNOTE 4.3.9: signature, CRC, packed and unpacked size, the sizes in 8 bytes for a Zip64 entry. */
export function buildDescriptor(entry: ZipEntryFacts): Uint8Array {
  const large = isLarge(entry);
  const [bytes, view] = allocate(large ? 24 : 16);
  view.setUint32(0, DESCRIPTOR_SIGNATURE, true);
  view.setUint32(4, entry.crc32, true);
  if (large) {
    view.setBigUint64(8, BigInt(entry.packedBytes), true);
    view.setBigUint64(16, BigInt(entry.sizeBytes), true);
  } else {
    view.setUint32(8, entry.packedBytes, true);
    view.setUint32(12, entry.sizeBytes, true);
  }
  return bytes;
}

/** APPNOTE 4.3.12. The Zip64 field holds what does not fit, nothing else: both sizes of a large file, an offset beyond 4 GiB. */
export function buildCentralRecord(entry: ZipEntryFacts): Uint8Array {
  const large = isLarge(entry);
  const far = entry.offset >= MARKER_32;
  const zip64 = [...(large ? [entry.sizeBytes, entry.packedBytes] : []), ...(far ? [entry.offset] : [])];
  const extraBytes = zip64.length === 0 ? 0 : 4 + 8 * zip64.length;
  const [bytes, view] = allocate(CENTRAL_BYTES + entry.name.length + extraBytes);
  view.setUint32(0, CENTRAL_SIGNATURE, true);
  view.setUint16(4, MADE_BY, true);
  view.setUint16(6, versionOf(entry), true);
  view.setUint16(8, FLAGS, true);
  view.setUint16(10, entry.method, true);
  view.setUint32(12, entry.dosTime, true);
  view.setUint32(16, entry.crc32, true);
  view.setUint32(20, large ? MARKER_32 : entry.packedBytes, true);
  view.setUint32(24, large ? MARKER_32 : entry.sizeBytes, true);
  view.setUint16(28, entry.name.length, true);
  view.setUint16(30, extraBytes, true);
  view.setUint32(38, ATTRIBUTES, true);
  view.setUint32(42, far ? MARKER_32 : entry.offset, true);
  bytes.set(entry.name, CENTRAL_BYTES);
  if (extraBytes > 0) {
    const at = CENTRAL_BYTES + entry.name.length;
    view.setUint16(at, ZIP64_EXTRA, true);
    view.setUint16(at + 2, extraBytes - 4, true);
    zip64.forEach((value, i) => view.setBigUint64(at + 4 + 8 * i, BigInt(value), true));
  }
  return bytes;
}

/** APPNOTE 4.3.14 to 4.3.16: the end record, before it the two of Zip64 where a number does not fit. */
export function buildEndRecords(end: ZipEndFacts): Uint8Array {
  const zip64 = end.entries >= MARKER_16 || end.directoryOffset >= MARKER_32 || end.directoryBytes >= MARKER_32;
  const endAt = zip64 ? ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES : 0;
  const [bytes, view] = allocate(endAt + END_BYTES);
  if (zip64) {
    view.setUint32(0, ZIP64_END_SIGNATURE, true);
    view.setBigUint64(4, BigInt(ZIP64_END_BYTES - 12), true);
    view.setUint16(12, MADE_BY, true);
    view.setUint16(14, VERSION_ZIP64, true);
    view.setBigUint64(24, BigInt(end.entries), true);
    view.setBigUint64(32, BigInt(end.entries), true);
    view.setBigUint64(40, BigInt(end.directoryBytes), true);
    view.setBigUint64(48, BigInt(end.directoryOffset), true);
    view.setUint32(ZIP64_END_BYTES, ZIP64_LOCATOR_SIGNATURE, true);
    view.setBigUint64(ZIP64_END_BYTES + 8, BigInt(end.directoryOffset + end.directoryBytes), true);
    view.setUint32(ZIP64_END_BYTES + 16, 1, true);
  }
  const entries = Math.min(end.entries, MARKER_16);
  view.setUint32(endAt, END_SIGNATURE, true);
  view.setUint16(endAt + 8, entries, true);
  view.setUint16(endAt + 10, entries, true);
  view.setUint32(endAt + 12, Math.min(end.directoryBytes, MARKER_32), true);
  view.setUint32(endAt + 16, Math.min(end.directoryOffset, MARKER_32), true);
  return bytes;
}

function allocate(length: number): [Uint8Array, DataView] {
  const bytes = new Uint8Array(length);
  return [bytes, new DataView(bytes.buffer)];
}
