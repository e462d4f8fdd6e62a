import type { ContainedPart, Unpacking } from './unpacking.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;

/**
 * The files of a small ZIP container (`.docx`) with their names, unpacked. Anything that this plain reading does not understand (encryption, ZIP64,
 * another method, sizes that do not fit) is a part that could not be read.
 */
export async function readZipParts(bytes: Uint8Array, unpacking: Unpacking): Promise<readonly ContainedPart[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return [{ place: 'zip', as: 'file' }];
  const parts: ContainedPart[] = [];
  // Comments, and what lies between and behind the entries.
  const told: [number, number][] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) return [...parts, { place: 'zip directory', as: 'file' }];
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
    const packed = findPacked(view, at);
    if (packed !== undefined) told.push([packed.offset, packed.end]);
    const content =
      packed === undefined ? undefined : await unpack(bytes.subarray(packed.offset, packed.end), view.getUint16(at + 10, true), unpacking);
    parts.push({ place: name, as: 'file', ...(content === undefined ? {} : { content }) });
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return [...parts, { place: 'zip', content: cover(bytes, told), as: 'file' }];
}

/** The whole container with the data of its entries blanked: names, extra fields, comments, gaps. */
function cover(bytes: Uint8Array, told: readonly (readonly [number, number])[]): Uint8Array {
  // Not `slice`: that of a Buffer is no copy.
  const rest = new Uint8Array(bytes);
  for (const [from, to] of told) rest.fill(0x0a, from, to);
  // Its first bytes would have it read as a container again.
  rest.fill(0x0a, 0, 4);
  return rest;
}

function findEnd(view: DataView): number | undefined {
  for (let at = view.byteLength - END_BYTES; at >= Math.max(0, view.byteLength - END_BYTES - 0xffff); at -= 1)
    if (view.getUint32(at, true) === END) return at;
  return undefined;
}

function findPacked(view: DataView, at: number): { readonly offset: number; readonly end: number } | undefined {
  const local = view.getUint32(at + 42, true);
  const sizeBytes = view.getUint32(at + 20, true);
  const isEncrypted = (view.getUint16(at + 8, true) & 1) !== 0;
  if (isEncrypted || local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL) return undefined;
  const offset = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  return offset + sizeBytes > view.byteLength ? undefined : { offset, end: offset + sizeBytes };
}

async function unpack(packed: Uint8Array, method: number, unpacking: Unpacking): Promise<Uint8Array | undefined> {
  if (method === 0) return packed;
  return method === 8 ? unpacking.inflateRaw(packed) : undefined;
}
