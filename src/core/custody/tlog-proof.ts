import type { Hashing } from '../digest/digest.ts';
import { sha256BytesOf } from '../digest/digest.ts';
import { parseBase64, toBase64 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { SignatureVerifier } from '../ports.ts';
import { openCheckpointNote, type TreeHead } from './checkpoint.ts';
import { assertInclusion } from './merkle.ts';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

/** C2SP tlog-proof: one leaf of a log, its path to the root, and the checkpoint with that root. */
export interface TlogProof {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The checkpoint note, verbatim. */
  readonly checkpoint: string;
}

export function buildTlogProof(proof: TlogProof): string {
  const path = proof.proof.map((hash) => `${toBase64(hash)}\n`).join('');
  return `${FIRST_LINE}\nindex ${proof.index}\n${path}\n${proof.checkpoint}`;
}

/** Throws `proof-invalid`. An `extra` line is allowed by the format, is not authenticated, and is dropped. */
export function parseTlogProof(text: string): TlogProof {
  const split = text.indexOf('\n\n');
  if (split < 0) throw invalid('no checkpoint');
  const [first, ...rest] = text.slice(0, split).split('\n');
  if (first !== FIRST_LINE) throw invalid(`expected ${FIRST_LINE}`);
  if (rest[0]?.startsWith('extra ') === true) rest.shift();
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(rest.shift() ?? '')?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw invalid('expected the index of the entry');
  return { index: Number(index), proof: rest.map(parseHash), checkpoint: text.slice(split + 2) };
}

/**
 * The tree head under which the leaf is proven to stand at the proof's index.
 * Throws `proof-invalid`, or `note-invalid` for the checkpoint.
 */
export function openTlogProof(
  ports: { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier },
  text: string,
  expected: { readonly leafHash: Uint8Array; readonly publicKey: Uint8Array },
): { readonly index: number; readonly head: TreeHead } {
  const { index, proof, checkpoint } = parseTlogProof(text);
  const head = openCheckpointNote(ports, checkpoint, expected.publicKey);
  assertInclusion(ports.hashing, { leafHash: expected.leafHash, index, size: head.size, root: sha256BytesOf(head.root), proof });
  return { index, head };
}

function parseHash(line: string): Uint8Array {
  let hash: Uint8Array;
  try {
    hash = parseBase64(line);
  } catch (cause) {
    throw new PugmarkError('proof-invalid', 'Log proof: a hash is not strict base64', { cause });
  }
  if (hash.length !== 32) throw invalid('a hash has not 32 bytes');
  return hash;
}

function invalid(why: string): PugmarkError {
  return new PugmarkError('proof-invalid', `Log proof: ${why}`);
}
