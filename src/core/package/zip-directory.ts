import { buildByteWindow } from './byte-window.ts';
import { MAX_ENTRIES } from './check-entries.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { FindingList } from './finding-list.ts';
import type { ByteReader } from './package-source.ts';
import {
  buildEndRecords,
  CENTRAL_BYTES,
  CENTRAL_SIGNATURE,
  END_BYTES,
  END_SIGNATURE,
  LOCAL_BYTES,
  LOCAL_SIGNATURE,
  MARKER_16,
  MARKER_32,
  ZIP64_END_BYTES,
  ZIP64_END_SIGNATURE,
  ZIP64_EXTRA,
  ZIP64_LOCATOR_BYTES,
  ZIP64_LOCATOR_SIGNATURE,
  type ZipEndFacts,
  type ZipEntryFacts,
} from './zip-form.ts';

/** A record of the central directory as it stands there. */
export interface ZipRecord extends ZipEntryFacts {
  readonly madeBy: number;
  readonly flags: number;
  readonly attributes: number;
  /** Its bytes, to compare with what they should be. */
  readonly bytes: Uint8Array;
  /** Why its data must not be read; undefined when nothing speaks against it so far. */
  readonly fault?: string;
}

/** Where the directory is, and how far everything in front of it is shifted by bytes put before the container. */
export interface ZipEnd extends ZipEndFacts {
  readonly shift: number;
}

const NOT_CANONICAL = 'container-not-canonical';
/** `<slug>_<profile>_<UTC basic timestamp>/`, as packages name their folder. */
const TOP_FOLDER = /^[a-z0-9-]+_[a-z]+_\d{8}T\d{6}Z\//;
const MAX_TOP_BYTES = 128;
/** Its records are held in memory; 200,000 files with long names take this. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;

/**
 * The end records (APPNOTE 4.3.14 to 4.3.16). Anything but the canonical end is a finding; undefined for a package that was cut off.
 * Throws `package-unreadable` when there is no end record in anything else: then it is no ZIP file.
 */
export async function readZipEnd(reader: ByteReader, name: string, list: FindingList): Promise<ZipEnd | undefined> {
  const at = await findEnd(reader, name, list);
  if (at === undefined) return undefined;
  const end = viewOf(await reader.read(at, END_BYTES));
  let facts: ZipEndFacts = {
    entries: end.getUint16(10, true),
    directoryBytes: end.getUint32(12, true),
    directoryOffset: end.getUint32(16, true),
  };
  let endsAt = at;
  const locatorAt = at - ZIP64_LOCATOR_BYTES;
  const zip64At = locatorAt - ZIP64_END_BYTES;
  if (locatorAt >= 0) {
    const locator = viewOf(await reader.read(locatorAt, ZIP64_LOCATOR_BYTES));
    if (locator.getUint32(0, true) === ZIP64_LOCATOR_SIGNATURE) {
      const zip64 = zip64At < 0 ? undefined : viewOf(await reader.read(zip64At, ZIP64_END_BYTES));
      if (zip64?.getUint32(0, true) === ZIP64_END_SIGNATURE) {
        facts = {
          entries: Number(zip64.getBigUint64(32, true)),
          directoryBytes: Number(zip64.getBigUint64(40, true)),
          directoryOffset: Number(zip64.getBigUint64(48, true)),
        };
        endsAt = zip64At;
      } else {
        list.add(NOT_CANONICAL, name, 'The Zip64 end record is not where its locator must have it');
        endsAt = locatorAt;
      }
    }
  }
  // Rebuilt from its own numbers it must be the same: no comment, no disks, no Zip64 without need, no number told in two ways.
  const canonical = buildEndRecords(facts);
  const actual = await reader.read(endsAt, Math.min(canonical.length, reader.sizeBytes - endsAt));
  if (!isSameBytes(actual, canonical)) list.add(NOT_CANONICAL, name, 'The end records are not in the form of a package');
  const shift = endsAt - (facts.directoryOffset + facts.directoryBytes);
  if (shift > 0) list.add(NOT_CANONICAL, name, `There are ${shift} bytes that belong to nothing, before the container or its end`);
  if (shift < 0) list.add(NOT_CANONICAL, name, 'The central directory is said to reach beyond its end');
  return { ...facts, shift: shift !== 0 && (await isDirectoryAt(reader, facts.directoryOffset)) ? 0 : shift };
}

async function isDirectoryAt(reader: ByteReader, offset: number): Promise<boolean> {
  return offset + 4 <= reader.sizeBytes && viewOf(await reader.read(offset, 4)).getUint32(0, true) === CENTRAL_SIGNATURE;
}

/** Where the end record begins. */
async function findEnd(reader: ByteReader, name: string, list: FindingList): Promise<number | undefined> {
  const tailBytes = Math.min(reader.sizeBytes, END_BYTES + MARKER_16);
  const tail = tailBytes < END_BYTES ? new Uint8Array(0) : await reader.read(reader.sizeBytes - tailBytes, tailBytes);
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    const position = reader.sizeBytes - tailBytes + at;
    const after = tail.length - at - END_BYTES;
    if (after > 0) list.add(NOT_CANONICAL, name, `There are ${after} bytes after the end record`);
    return position;
  }
  if (await beginsLikePackage(reader)) {
    return undefined;
  }
  const head = reader.sizeBytes < 4 ? 0 : viewOf(await reader.read(0, 4)).getUint32(0, true);
  throw new PugmarkError(
    'package-unreadable',
    head === LOCAL_SIGNATURE
      ? `${name} begins like a ZIP file but has no end record: it is cut off; get it again`
      : `${name} is not a ZIP file: it has no end record`,
  );
}

/** True for a path that lies in a folder named like a package. */
export function isInPackageFolder(path: string): boolean {
  return TOP_FOLDER.test(path);
}

/** True when the first entry lies in a folder named like a package, whatever the end of the file says. */
export async function beginsLikePackage(reader: ByteReader): Promise<boolean> {
  const head = await reader.read(0, Math.min(reader.sizeBytes, LOCAL_BYTES + MAX_TOP_BYTES));
  if (head.length < LOCAL_BYTES || viewOf(head).getUint32(0, true) !== LOCAL_SIGNATURE) return false;
  return isInPackageFolder(new TextDecoder().decode(head.subarray(LOCAL_BYTES)));
}

/** The records of the central directory (APPNOTE 4.3.12), as many as are there, never more than {@link MAX_ENTRIES}. */
export async function readZipRecords(reader: ByteReader, name: string, end: ZipEnd, list: FindingList): Promise<readonly ZipRecord[]> {
  if (end.entries > MAX_ENTRIES) {
    list.add('size-limit', name, `The container says it has ${end.entries} entries; more than ${MAX_ENTRIES} are not read`);
    return [];
  }
  if (end.directoryBytes > MAX_DIRECTORY_BYTES) {
    list.add('size-limit', name, `The central directory has ${end.directoryBytes} bytes; more than ${MAX_DIRECTORY_BYTES} are not read`);
    return [];
  }
  const start = end.directoryOffset + end.shift;
  const stop = Math.min(start + end.directoryBytes, reader.sizeBytes);
  const window = buildByteWindow(reader);
  const records: ZipRecord[] = [];
  let at = start;
  while (at >= 0 && at + CENTRAL_BYTES <= stop && records.length < MAX_ENTRIES) {
    const head = viewOf(await window.read(at, CENTRAL_BYTES));
    if (head.getUint32(0, true) !== CENTRAL_SIGNATURE) break;
    const length = CENTRAL_BYTES + head.getUint16(28, true) + head.getUint16(30, true) + head.getUint16(32, true);
    if (at + length > stop) break;
    records.push(parseRecord((await window.read(at, length)).slice(), end.shift));
    at += length;
  }
  if (records.length !== end.entries || at !== stop || start < 0) {
    list.add(NOT_CANONICAL, name, `The end record tells of ${end.entries} entries, the central directory holds ${records.length}`);
  }
  return records;
}

function parseRecord(bytes: Uint8Array, shift: number): ZipRecord {
  const view = viewOf(bytes);
  const nameEnd = CENTRAL_BYTES + view.getUint16(28, true);
  const extra = bytes.subarray(nameEnd, nameEnd + view.getUint16(30, true));
  const stated = [view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)] as const;
  const [sizeBytes, packedBytes, offset] = readZip64(extra, stated) ?? stated;
  const fault = findRecordFault(view, stated.includes(MARKER_32) && readZip64(extra, stated) === undefined);
  return {
    name: bytes.subarray(CENTRAL_BYTES, nameEnd),
    madeBy: view.getUint16(4, true),
    flags: view.getUint16(8, true),
    method: view.getUint16(10, true),
    dosTime: view.getUint32(12, true),
    crc32: view.getUint32(16, true),
    packedBytes,
    sizeBytes,
    attributes: view.getUint32(38, true),
    offset: offset + shift,
    bytes,
    ...(fault === undefined ? {} : { fault }),
  };
}

function findRecordFault(view: DataView, lacksZip64: boolean): string | undefined {
  const flags = view.getUint16(8, true);
  if ((flags & 0x2041) !== 0) return 'is encrypted';
  if (lacksZip64) return 'has sizes that are told nowhere';
  const method = view.getUint16(10, true);
  return method === 0 || method === 8 ? undefined : `is packed by method ${method}, which is not read here`;
}

/** Size, packed size and offset with what the Zip64 field says in place of markers (APPNOTE 4.5.3); undefined when it does not. */
function readZip64(extra: Uint8Array, stated: readonly [number, number, number]): readonly [number, number, number] | undefined {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_EXTRA) continue;
    const stop = Math.min(at + 4 + view.getUint16(at + 2, true), extra.length);
    let next = at + 4;
    let isWhole = true;
    const take = (value: number): number => {
      if (value !== MARKER_32) return value;
      if (next + 8 > stop) {
        isWhole = false;
        return value;
      }
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    };
    const values = [take(stated[0]), take(stated[1]), take(stated[2])] as const;
    return isWhole ? values : undefined;
  }
  return undefined;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
