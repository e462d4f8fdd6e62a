import { crc32, deflateRawSync } from 'node:zlib';
import type { UtcTime } from '../../src/core/clock.ts';
import { buildCentralRecord, buildDescriptor, buildDosTime, buildEndRecords, buildLocalHeader } from '../../src/core/package/zip-form.ts';
import { PACKAGE_TIME } from './zip-bytes.ts';

/** An entry as a forger writes it: canonical but for what is said. */
export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly deflate?: boolean;
  /** Changes the bytes of a record after they were made. */
  readonly local?: (bytes: Buffer) => void;
  readonly central?: (bytes: Buffer) => void;
  /** Facts that both headers tell, in place of the true ones. */
  readonly claim?: {
    readonly sizeBytes?: number;
    readonly packedBytes?: number;
    readonly crc32?: number;
    readonly offset?: number;
    readonly method?: number;
  };
  /** Bytes between this entry and the next. */
  readonly gap?: number;
}

/** A container of these entries in this order; nothing is checked. */
export function buildRawZip(entries: readonly RawEntry[], createdAt: UtcTime = PACKAGE_TIME): Buffer {
  const dosTime = buildDosTime(createdAt);
  const pieces: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  let offset = 0;
  const push = (piece: Uint8Array): void => {
    if (piece.length === 0) return;
    pieces.push(piece);
    offset += piece.length;
  };
  for (const { name, content = '', deflate = false, local, central, claim, gap = 0 } of entries) {
    const plain = Buffer.from(content);
    const packed = deflate ? deflateRawSync(plain) : plain;
    const facts = {
      name: Buffer.from(name),
      method: deflate ? 8 : 0,
      dosTime,
      crc32: crc32(plain),
      packedBytes: packed.length,
      sizeBytes: plain.length,
      offset,
      ...claim,
    };
    const header = Buffer.from(buildLocalHeader(facts));
    local?.(header);
    push(header);
    push(packed);
    push(buildDescriptor(facts));
    push(Buffer.alloc(gap));
    const record = Buffer.from(buildCentralRecord(facts));
    central?.(record);
    records.push(record);
  }
  const directory = Buffer.concat(records);
  const end = buildEndRecords({ entries: entries.length, directoryOffset: offset, directoryBytes: directory.length });
  return Buffer.concat([...pieces, directory, end]);
}
