import { isSameBytes, parseUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import type { ByteReader } from '../package-source.ts';

/** An entry of a WACZ: stored, so that its bytes stand in the file as they are. */
export interface WaczEntry {
  readonly name: string;
  readonly dataOffset: number;
  readonly sizeBytes: number;
  readonly crc32: number;
}

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const MAX_DIRECTORY_BYTES = 64 * 1024;
const MAX_32 = 0xffffffff;
/** CRC and sizes follow the data. */
const FLAG_DESCRIPTOR = 0x0008;

interface CentralRecord {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly time: number;
  readonly crc32: number;
  readonly sizeBytes: number;
  readonly offset: number;
  readonly isZip64: boolean;
  readonly sizeInRecord: number;
}

/**
 * The entries of a WACZ (docs/formats/archive.md, "Container"). Every byte of the file belongs to one entry or to the directory, what is
 * told of an entry in two places agrees, and nothing is compressed: two readers cannot see two archives. Throws `record-invalid`, or
 * `input-unreadable` for a damaged file.
 */
export async function readWacz(reader: ByteReader): Promise<readonly WaczEntry[]> {
  const { count, offset: directoryOffset, sizeBytes: directoryBytes } = await readEnd(reader);
  if (directoryBytes > MAX_DIRECTORY_BYTES) throw invalid('its directory is too large');
  const records = parseDirectory(await reader.read(directoryOffset, directoryBytes), count);
  const entries: WaczEntry[] = [];
  let cursor = 0;
  for (const record of records) {
    if (record.offset !== cursor) throw invalid('there are bytes between its entries, or they overlap');
    const dataOffset = cursor + LOCAL_BYTES + record.name.length;
    if (dataOffset + record.sizeBytes > directoryOffset) throw invalid('an entry reaches beyond its place');
    await assertLocal(reader, record, cursor);
    cursor = dataOffset + record.sizeBytes;
    if ((record.flags & FLAG_DESCRIPTOR) !== 0) cursor += await assertDescriptor(reader, record, cursor);
    entries.push({ name: parseUtf8(record.name), dataOffset, sizeBytes: record.sizeBytes, crc32: record.crc32 });
  }
  if (cursor !== directoryOffset) throw invalid('there are bytes before its directory');
  if (new Set(entries.map(({ name }) => name)).size !== entries.length) throw invalid('two entries have one name');
  return entries;
}

async function readEnd(reader: ByteReader): Promise<{ readonly count: number; readonly offset: number; readonly sizeBytes: number }> {
  const at = reader.sizeBytes - END_BYTES;
  if (at < 0) throw invalid('it is too short');
  const end = viewOf(await reader.read(at, END_BYTES));
  if (end.getUint32(0, true) !== 0x06054b50 || end.getUint32(4, true) !== 0 || end.getUint16(20, true) !== 0)
    throw invalid('it does not end with the end of its directory');
  const count = end.getUint16(10, true);
  if (end.getUint16(8, true) !== count) throw invalid('it is split over disks');
  let sizeBytes = end.getUint32(12, true);
  let offset = end.getUint32(16, true);
  let endOfDirectory = at;
  if (sizeBytes === MAX_32 || offset === MAX_32) {
    endOfDirectory = at - LOCATOR_BYTES - ZIP64_END_BYTES;
    if (endOfDirectory < 0) throw invalid('it is too short');
    const zip64 = viewOf(await reader.read(endOfDirectory, ZIP64_END_BYTES + LOCATOR_BYTES));
    const isWhole =
      zip64.getUint32(0, true) === 0x06064b50 &&
      readSize(zip64, 4) === ZIP64_END_BYTES - 12 &&
      zip64.getUint32(ZIP64_END_BYTES, true) === 0x07064b50 &&
      readSize(zip64, ZIP64_END_BYTES + 8) === endOfDirectory &&
      readSize(zip64, 24) === readSize(zip64, 32);
    if (!isWhole) throw invalid('the end of its directory contradicts itself');
    sizeBytes = readSize(zip64, 40);
    offset = readSize(zip64, 48);
  }
  if (offset + sizeBytes !== endOfDirectory) throw invalid('its directory does not end where it says');
  return { count, offset, sizeBytes };
}

function parseDirectory(bytes: Uint8Array, count: number): readonly CentralRecord[] {
  const view = viewOf(bytes);
  const records: CentralRecord[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < CENTRAL_BYTES || view.getUint32(at, true) !== 0x02014b50) throw invalid('its directory is damaged');
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const end = at + CENTRAL_BYTES + nameBytes + extraBytes;
    if (end > bytes.length || view.getUint16(at + 32, true) !== 0) throw invalid('its directory is damaged');
    if (view.getUint16(at + 10, true) !== 0) throw invalid('an entry is compressed');
    const sizeInRecord = view.getUint32(at + 24, true);
    if (view.getUint32(at + 20, true) !== sizeInRecord) throw invalid('an entry has two sizes');
    const extra = at + CENTRAL_BYTES + nameBytes;
    const isZip64 = extraBytes > 0;
    if (isZip64 && (extraBytes !== 28 || view.getUint16(extra, true) !== 1 || view.getUint16(extra + 2, true) !== 24))
      throw invalid('an entry has unknown extra fields');
    const sizeBytes = isZip64 ? readSize(view, extra + 4) : sizeInRecord;
    if (isZip64 && readSize(view, extra + 12) !== sizeBytes) throw invalid('an entry has two sizes');
    records.push({
      name: bytes.slice(at + CENTRAL_BYTES, extra),
      flags: view.getUint16(at + 8, true),
      time: view.getUint32(at + 12, true),
      crc32: view.getUint32(at + 16, true),
      sizeBytes,
      offset: isZip64 ? readSize(view, extra + 20) : view.getUint32(at + 42, true),
      isZip64,
      sizeInRecord,
    });
    at = end;
  }
  if (records.length !== count) throw invalid('its directory has another number of entries than it says');
  return records;
}

async function assertLocal(reader: ByteReader, record: CentralRecord, offset: number): Promise<void> {
  const bytes = await reader.read(offset, LOCAL_BYTES + record.name.length);
  const view = viewOf(bytes);
  const isDescribed = (record.flags & FLAG_DESCRIPTOR) !== 0;
  const size = isDescribed ? 0 : record.sizeInRecord;
  const isSame =
    view.getUint32(0, true) === 0x04034b50 &&
    view.getUint16(6, true) === record.flags &&
    view.getUint16(8, true) === 0 &&
    view.getUint32(10, true) === record.time &&
    view.getUint32(14, true) === (isDescribed ? 0 : record.crc32) &&
    view.getUint32(18, true) === size &&
    view.getUint32(22, true) === size &&
    view.getUint16(26, true) === record.name.length &&
    view.getUint16(28, true) === 0 &&
    isSameBytes(bytes.subarray(LOCAL_BYTES), record.name);
  if (!isSame) throw invalid('an entry is told otherwise in its directory');
}

/** Length of the descriptor after the data. */
async function assertDescriptor(reader: ByteReader, record: CentralRecord, offset: number): Promise<number> {
  const length = record.isZip64 ? 24 : 16;
  const view = viewOf(await reader.read(offset, length));
  const sizes = record.isZip64 ? [readSize(view, 8), readSize(view, 16)] : [view.getUint32(8, true), view.getUint32(12, true)];
  if (view.getUint32(0, true) !== 0x08074b50 || view.getUint32(4, true) !== record.crc32 || sizes.some((size) => size !== record.sizeBytes))
    throw invalid('an entry is told otherwise in its directory');
  return length;
}

function readSize(view: DataView, at: number): number {
  const size = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(size)) throw invalid('a size is too large');
  return size;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function invalid(why: string): PugmarkError {
  return new PugmarkError('record-invalid', `Not an archive in the form that captures write: ${why}`);
}
