import type { Hashing, Sha256Digest, Sha512Digest } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import type { ImageCodec, SignatureVerifier } from '../../ports.ts';
import type { CertificateCryptography } from '../../cryptography-ports.ts';
import type { ByteReader, Decompression } from '../package-source.ts';

/** Everything that a verification needs of its surroundings. */
export interface VerifyPorts {
  readonly hashing: Hashing;
  readonly verifier: SignatureVerifier;
  readonly decompression: Decompression;
  /** For time stamps: `createCertificateCryptography(crypto.subtle)`. */
  readonly certificates: CertificateCryptography;
  /** Absent: pictures are not put together again, and a note says so. */
  readonly images?: Pick<ImageCodec, 'compareStitched' | 'comparedSideBySide'>;
}

/** A file as it is here, not as a manifest says: one reading gave size and both digests. */
export interface BagFile {
  readonly sizeBytes: number;
  readonly sha256: Sha256Digest;
  readonly sha512: Sha512Digest;
}

/** Files of a bag by their paths relative to its folder. */
export interface BagFiles {
  readonly files: ReadonlyMap<string, Pick<BagFile, 'sizeBytes'>>;
  stream(path: string): AsyncIterable<Uint8Array>;
}

/** The bag after its own steps: what the later steps look at. */
export interface CheckedBag extends BagFiles {
  /** Name of its folder, and the time of its entries, where it lies in a ZIP file. */
  readonly name?: string;
  readonly dosTime?: number;
  readonly files: ReadonlyMap<string, BagFile>;
  /** Values of bag-info.txt by label. */
  readonly info: ReadonlyMap<string, string>;
  open(path: string): ByteReader | undefined;
}

/** Held whole: anything longer that has to be parsed is refused. */
export const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** All bytes of a small file. Throws `input-unreadable` when it is damaged, missing, or longer than `maxBytes`. */
export async function readHeld(bag: BagFiles, path: string, maxBytes = MAX_HELD_BYTES): Promise<Uint8Array> {
  const file = bag.files.get(path);
  if (file === undefined) throw new PugmarkError('input-unreadable', `${path} is not in the package`);
  if (file.sizeBytes > maxBytes) throw new PugmarkError('input-unreadable', `${path} is longer than ${maxBytes} bytes`);
  const bytes = new Uint8Array(file.sizeBytes);
  let sizeBytes = 0;
  for await (const piece of bag.stream(path)) {
    if (sizeBytes + piece.length > bytes.length) throw new PugmarkError('input-unreadable', `${path} gives more bytes than it said`);
    bytes.set(piece, sizeBytes);
    sizeBytes += piece.length;
  }
  return sizeBytes === bytes.length ? bytes : bytes.slice(0, sizeBytes);
}

/** Paths of files below `folder`, each without it. */
export function listBelow(bag: BagFiles, folder: string): readonly string[] {
  const prefix = `${folder}/`;
  return [...bag.files.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}
