import { toUtf8 } from '../digest/encoding.ts';
import { CENTRAL_BYTES, LOCAL_BYTES } from './zip-form.ts';

const DESCRIPTOR_BYTES = 16;
/** Digest in hex, two blanks, path, line feed: once in each manifest. */
const MANIFEST_LINES = 64 + 128 + 2 * 3;
/** Declaration, bag-info, tag manifests, seal and end record together have less: recipient and purpose are at most 2,500 characters. */
const AROUND_BYTES = 64 * 1024;
/** A signature of an agency with its certificates. */
const AGENCY_SEAL_BYTES = 64 * 1024;
const AGE_PIECE_BYTES = 64 * 1024;
const AGE_TAG_BYTES = 16;
/** Header of an encrypted file, and one stanza. */
const AGE_HEADER_BYTES = 512;
const AGE_STANZA_BYTES = 256;

/** What one file of the payload takes of a package: its bytes, its headers in the container, its lines in the manifests. */
export function measureFile(packageName: string, { path, sizeBytes }: { readonly path: string; readonly sizeBytes: number }): number {
  const inBag = toUtf8(path).length;
  const inZip = toUtf8(packageName).length + 1 + inBag;
  return sizeBytes + LOCAL_BYTES + CENTRAL_BYTES + 2 * inZip + DESCRIPTOR_BYTES + MANIFEST_LINES + 2 * inBag;
}

/** What files of the payload may take together, so that the file of the package has at most `limitBytes`; less than nothing when that is too little for any. */
export function findPayloadRoom(
  limitBytes: number,
  { agencySeal, recipients }: { readonly agencySeal: boolean; /** Undefined: not encrypted. */ readonly recipients: number | undefined },
): number {
  const plain =
    recipients === undefined
      ? limitBytes
      : Math.floor(
          ((limitBytes - AGE_HEADER_BYTES - recipients * AGE_STANZA_BYTES) * AGE_PIECE_BYTES) / (AGE_PIECE_BYTES + AGE_TAG_BYTES),
        ) - AGE_TAG_BYTES;
  return plain - AROUND_BYTES - (agencySeal ? AGENCY_SEAL_BYTES : 0);
}
