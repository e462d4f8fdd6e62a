import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync, inflateRawSync } from 'node:zlib';

const LIMITS = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 256 * 1024 * 1024 } as const;
const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const ZIP_ENTRY = Buffer.from('PK\u0003\u0004');
const ZIP_HEADER_BYTES = 30;

/** What somebody looks for in a stolen folder, in every form in which it could lie there. */
export type Needle = { readonly text: string } | { readonly digest: string };

/** The needles that are found in the folder: in names of files, in their bytes, and in what unpacks of these. */
export function searchFolder(folder: string, needles: readonly Needle[]): readonly Needle[] {
  const forms = needles.map((needle) => ({ needle, forms: formsOf(needle) }));
  const found = new Set<Needle>();
  for (const bytes of readEverything(folder)) {
    for (const { needle, forms: ofNeedle } of forms) {
      if (!found.has(needle) && ofNeedle.some((form) => bytes.includes(form))) found.add(needle);
    }
  }
  return needles.filter((needle) => found.has(needle));
}

function formsOf(needle: Needle): readonly Buffer[] {
  if ('text' in needle) {
    const utf16 = Buffer.from(needle.text, 'utf16le');
    return [Buffer.from(needle.text), utf16, Buffer.from(utf16).swap16(), Buffer.from(encodeURIComponent(needle.text))];
  }
  const raw = Buffer.from(needle.digest.replace(/^sha\d+:/, ''), 'hex');
  const texts = [
    raw.toString('hex'),
    raw.toString('hex').toUpperCase(),
    raw.toString('base64').replace(/=+$/, ''),
    raw.toString('base64url'),
  ];
  return [raw, ...texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])];
}

function* readEverything(folder: string): Generator<Buffer> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    yield Buffer.from(entry.name);
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    yield bytes;
    yield* unpack(bytes);
  }
}

/** Every gzip member and every deflated entry of a ZIP file that begins anywhere in these bytes. */
function* unpack(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf(GZIP); at >= 0;) {
    const { buffer, consumed } = tryUnpack(() => gunzipSync(bytes.subarray(at), { ...LIMITS, info: true }));
    if (buffer.length > 0) yield buffer;
    at = bytes.indexOf(GZIP, at + Math.max(1, consumed));
  }
  for (let at = bytes.indexOf(ZIP_ENTRY); at >= 0 && at + ZIP_HEADER_BYTES <= bytes.length; at = bytes.indexOf(ZIP_ENTRY, at + 1)) {
    if (bytes.readUInt16LE(at + 8) !== 8) continue;
    const start = at + ZIP_HEADER_BYTES + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const { buffer } = tryUnpack(() => inflateRawSync(bytes.subarray(start), { ...LIMITS, info: true }));
    if (buffer.length > 0) yield buffer;
  }
}

function tryUnpack(work: () => unknown): { readonly buffer: Buffer; readonly consumed: number } {
  try {
    const { buffer, engine } = work() as { buffer: Buffer; engine: { bytesWritten: number } };
    return { buffer, consumed: engine.bytesWritten };
  } catch {
    // These bytes only look like a beginning.
    return { buffer: Buffer.alloc(0), consumed: 0 };
  }
}
