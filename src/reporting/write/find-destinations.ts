/**
 * On which pages of a PDF its named places stand (ISO 32000-1, 7.5 and 12.3.2.3), counted from 1. Reads only what the browser writes: objects in
 * plain bytes, a table of references at the end, a dictionary of places. Undefined for anything else: a page that is not known is not told.
 */
export function findDestinations(pdf: Uint8Array): { readonly pages: ReadonlyMap<string, number>; readonly pageCount: number } | undefined {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const offsets = readOffsets(bytes);
  if (offsets === undefined) return undefined;
  const read = (id: string | undefined): string => (id === undefined ? '' : readObject(bytes, offsets.byId.get(id)));
  const catalogue = read(offsets.root);
  const order = listPages(read, refOf(catalogue, 'Pages'));
  if (order.length === 0) return undefined;
  const numbers = new Map(order.map((id, index) => [id, index + 1]));
  const pages = new Map<string, number>();
  for (const [, name = '', id = ''] of read(refOf(catalogue, 'Dests')).matchAll(/\/([A-Za-z0-9-]+)\s*\[\s*(\d+) 0 R/g)) {
    const number = numbers.get(id);
    if (number !== undefined) pages.set(name, number);
  }
  return { pages, pageCount: order.length };
}

interface Offsets {
  readonly root: string;
  readonly byId: ReadonlyMap<string, number>;
}

const TAIL_BYTES = 2_048;
/** Longest object that is of interest: a list of pages or places. */
const MAX_OBJECT_BYTES = 4_000_000;
const MAX_DEPTH = 16;

/** The last table of references; a file with several was changed by someone since. */
function readOffsets(bytes: Buffer): Offsets | undefined {
  const tail = bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)).toString('latin1');
  const root = /\/Root\s+(\d+) 0 R/.exec(tail)?.[1];
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? Number.NaN);
  if (root === undefined || !(start < bytes.length)) return undefined;
  const end = bytes.indexOf('trailer', start);
  if (end < 0) return undefined;
  const byId = new Map<string, number>();
  let id = 0;
  for (const line of bytes.subarray(start, end).toString('latin1').split(/\r?\n/)) {
    const section = /^(\d+) \d+\s*$/.exec(line);
    const entry = /^(\d{10}) \d{5} ([nf])/.exec(line);
    if (entry !== null) {
      if (entry[2] === 'n') byId.set(String(id), Number(entry[1]));
      id += 1;
    } else if (section !== null) id = Number(section[1]);
  }
  return { root, byId };
}

function readObject(bytes: Buffer, offset: number | undefined): string {
  if (offset === undefined) return '';
  const end = bytes.indexOf('endobj', offset);
  return end < 0 || end - offset > MAX_OBJECT_BYTES ? '' : bytes.subarray(offset, end).toString('latin1');
}

function refOf(object: string, name: string): string | undefined {
  return new RegExp(`/${name}\\s+(\\d+) 0 R`).exec(object)?.[1];
}

/** Pages in their order, from the tree that holds them. */
function listPages(read: (id: string | undefined) => string, root: string | undefined, depth = 0): readonly string[] {
  if (root === undefined || depth > MAX_DEPTH) return [];
  const object = read(root);
  const kids = /\/Kids\s*\[([^\]]*)\]/.exec(object)?.[1];
  if (kids === undefined) return /\/Type\s*\/Page\b/.test(object) ? [root] : [];
  return [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, kid = '']) => listPages(read, kid, depth + 1));
}
