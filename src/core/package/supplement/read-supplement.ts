import { PugmarkError } from '../../errors.ts';
import type { ByteReader, Decompression } from '../package-source.ts';
import { readZip } from '../read-zip.ts';
import { readHeld } from '../verify/checked-bag.ts';

/** A token that came after a package was sealed, as a checker was given it beside the package: over its seal, or over a checkpoint in it. */
export interface SuppliedToken {
  /** What it is called: for findings, and the word of whoever sent it. */
  readonly name: string;
  /** TimeStampResp as it came. */
  readonly response: Uint8Array;
  /** What was asked, where it came along. */
  readonly request?: Uint8Array;
}

/** Longer ones are none of ours: some tokens with their certificates. */
const MAX_SUPPLEMENT_BYTES = 8 * 1024 * 1024;
/** As in a package. */
const MAX_TOKEN_BYTES = 1024 * 1024;
/** A package has a few authorities, each with a token over its seal and one over a checkpoint. */
const MAX_TOKENS = 16;
/** A request or a response in a supplement, with or without the folder around it. */
const TOKEN_PATH = /^(?:[^/]+\/)?((?:seal|time)\/[^/]+)\.(tsq|tsr)$/;
/** What a ZIP file begins with. */
const ZIP_MARK = [0x50, 0x4b];

/**
 * Tokens of a supplement (docs/formats/timestamp.md, "Supplement"), or of one response (`.tsr`) by itself. Nothing is judged: each token is verified with
 * the package, and shows by itself what it is over. Throws `input-unreadable` when nothing of the kind can be read.
 */
export async function readSupplement(file: ByteReader, name: string, decompression: Decompression): Promise<readonly SuppliedToken[]> {
  if (file.sizeBytes < 2 || file.sizeBytes > MAX_SUPPLEMENT_BYTES)
    throw new PugmarkError('input-unreadable', `${name} is neither a supplement nor a time stamp: it has ${file.sizeBytes} bytes`);
  const head = await file.read(0, 2);
  if (ZIP_MARK.some((byte, index) => head[index] !== byte)) {
    if (file.sizeBytes > MAX_TOKEN_BYTES) throw new PugmarkError('input-unreadable', `${name} is longer than any time stamp`);
    return [{ name, response: await file.read(0, file.sizeBytes) }];
  }
  try {
    return await readTokens(file, name, decompression);
  } catch (cause) {
    if (!(cause instanceof PugmarkError) || cause.code === 'program-fault') throw cause;
    throw new PugmarkError('input-unreadable', `No supplement can be read from ${name}: ${cause.message}`, { cause });
  }
}

async function readTokens(file: ByteReader, name: string, decompression: Decompression): Promise<readonly SuppliedToken[]> {
  const { source } = await readZip(file, name, decompression);
  const requests = new Map<string, Uint8Array>();
  const responses = new Map<string, Uint8Array>();
  for (const { path, kind, sizeBytes } of source.entries) {
    const [, stem, extension] = TOKEN_PATH.exec(path) ?? [];
    if (kind !== 'file' || stem === undefined) continue;
    if (sizeBytes > MAX_TOKEN_BYTES) throw new PugmarkError('input-unreadable', `${path} is longer than any time stamp`);
    const into = extension === 'tsq' ? requests : responses;
    if (into.has(stem) || into.size === MAX_TOKENS) throw new PugmarkError('input-unreadable', 'It holds more time stamps than it may');
    into.set(stem, await readHeld({ files: new Map([[path, { sizeBytes }]]), stream: (one) => source.stream(one) }, path, MAX_TOKEN_BYTES));
  }
  if (responses.size === 0) throw new PugmarkError('input-unreadable', 'It holds no time stamp');
  return [...responses].map(([stem, response]) => {
    const request = requests.get(stem);
    return { name: `${name}: ${stem}.tsr`, response, ...(request === undefined ? {} : { request }) };
  });
}
