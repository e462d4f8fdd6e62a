import type { Hashing } from '../digest/digest.ts';
import { concatBytes, isSameBytes } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';

type Sha256 = Pick<Hashing, 'sha256'>;

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** Leaf hash: SHA-256(0x00 || leaf bytes) (RFC 6962 section 2.1). */
export function hashLeaf(hashing: Sha256, leafBytes: Uint8Array): Uint8Array {
  return hashing.sha256(concatBytes(LEAF_PREFIX, leafBytes));
}

/** Node hash: SHA-256(0x01 || left || right) (RFC 6962 section 2.1). */
export function hashNode(hashing: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hashing.sha256(concatBytes(NODE_PREFIX, left, right));
}

/**
 * The state that appending needs: the roots of the complete subtrees at the right edge, largest first.
 * Never changed in place; `append` gives the next one, so that a rolled-back transaction leaves nothing behind.
 */
export class MerkleFrontier {
  readonly size: number;
  private readonly peaks: readonly Uint8Array[];
  private readonly hashing: Sha256;

  private constructor(hashing: Sha256, size: number, peaks: readonly Uint8Array[]) {
    this.hashing = hashing;
    this.size = size;
    this.peaks = peaks;
  }

  static empty(hashing: Sha256): MerkleFrontier {
    return new MerkleFrontier(hashing, 0, []);
  }

  append(leafHash: Uint8Array): MerkleFrontier {
    const peaks = [...this.peaks];
    let node = leafHash;
    // Each trailing one bit of the size is a complete subtree as high as what we carry: merge.
    for (let bits = this.size; bits % 2 === 1; bits = Math.floor(bits / 2)) {
      const left = peaks.pop();
      if (left === undefined) throw new PugmarkError('log-inconsistent', 'Merkle state does not fit its size');
      node = hashNode(this.hashing, left, node);
    }
    peaks.push(node);
    return new MerkleFrontier(this.hashing, this.size + 1, peaks);
  }

  /** MTH (RFC 6962 section 2.1); of the empty tree SHA-256 of nothing. */
  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (let i = this.peaks.length - 1; i >= 0; i -= 1) {
      const peak = this.peaks[i];
      if (peak === undefined) continue;
      root = root === undefined ? peak : hashNode(this.hashing, peak, root);
    }
    return root ?? this.hashing.sha256(new Uint8Array());
  }
}

/** Root over the first `size` leaf hashes. */
export function buildMerkleRoot(hashing: Sha256, leafHashes: readonly Uint8Array[], size: number = leafHashes.length): Uint8Array {
  assertRange(size, leafHashes.length);
  let frontier = MerkleFrontier.empty(hashing);
  for (const leaf of leafHashes.slice(0, size)) frontier = frontier.append(leaf);
  return frontier.root();
}

/** Roots of subtrees by `<first leaf>-<end>`: many proofs over the same leaves need the same ones. */
export type SubtreeRoots = Map<string, Uint8Array>;

/**
 * PATH(index, D[size]) (RFC 6962 section 2.1.1). `known` is filled; give the same again for the next proof over the same leaves.
 * Throws `proof-invalid` when the leaf is not in the tree.
 */
export function buildInclusionProof(
  hashing: Sha256,
  leafHashes: readonly Uint8Array[],
  index: number,
  size: number,
  known: SubtreeRoots = new Map(),
): Uint8Array[] {
  assertRange(size, leafHashes.length);
  assertRange(index, size - 1);
  const path = (start: number, end: number): Uint8Array[] => {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...path(start, middle), subtreeRoot(hashing, leafHashes, middle, end, known)]
      : [...path(middle, end), subtreeRoot(hashing, leafHashes, start, middle, known)];
  };
  return path(0, size);
}

/** PROOF(oldSize, D[newSize]) (RFC 6962 section 2.1.2). Empty when the sizes are equal. Throws `proof-invalid`. */
export function buildConsistencyProof(hashing: Sha256, leafHashes: readonly Uint8Array[], oldSize: number, newSize: number): Uint8Array[] {
  assertRange(newSize, leafHashes.length);
  assertRange(oldSize, newSize);
  if (oldSize === 0) return [];
  const subproof = (start: number, end: number, isWhole: boolean): Uint8Array[] => {
    if (oldSize === end) return isWhole ? [] : [subtreeRoot(hashing, leafHashes, start, end)];
    const middle = start + splitOf(end - start);
    return oldSize <= middle
      ? [...subproof(start, middle, isWhole), subtreeRoot(hashing, leafHashes, middle, end)]
      : [...subproof(middle, end, false), subtreeRoot(hashing, leafHashes, start, middle)];
  };
  return subproof(0, newSize, true);
}

/**
 * RFC 9162 section 2.1.3.2: the leaf stands at `index` of the tree of `size` with this root.
 * Throws `proof-invalid`.
 */
export function assertInclusion(
  hashing: Sha256,
  claim: {
    readonly leafHash: Uint8Array;
    readonly index: number;
    readonly size: number;
    readonly root: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
): void {
  assertSafe(claim.index);
  assertSafe(claim.size);
  // 1. Compare leaf_index against tree_size.
  if (claim.index >= claim.size) throw invalidProof('the leaf is outside the tree');
  // 2. Set fn to leaf_index and sn to tree_size - 1. 3. Set r to hash.
  let fn = claim.index;
  let sn = claim.size - 1;
  let r = claim.leafHash;
  // 4. For each value p in the inclusion_path array:
  for (const p of claim.proof) {
    if (sn === 0) throw invalidProof('the path is too long');
    if (fn % 2 === 1 || fn === sn) {
      r = hashNode(hashing, p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      r = hashNode(hashing, r, p);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  // 5. Compare sn to 0, and r against the root_hash.
  if (sn !== 0) throw invalidProof('the path is too short');
  if (!isSameBytes(r, claim.root)) throw invalidProof('the path does not lead to the root');
}

/**
 * RFC 9162 section 2.1.4.2: the tree of `newSize` continues the tree of `oldSize`.
 * Throws `proof-invalid`.
 */
export function assertConsistency(
  hashing: Sha256,
  claim: {
    readonly oldSize: number;
    readonly oldRoot: Uint8Array;
    readonly newSize: number;
    readonly newRoot: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
): void {
  assertSafe(claim.oldSize);
  assertSafe(claim.newSize);
  if (claim.oldSize > claim.newSize) throw invalidProof('the newer tree is smaller');
  if (claim.oldSize === 0) {
    // Everything continues the empty tree; its root is fixed (RFC 9162 section 2.1.1).
    if (claim.proof.length !== 0) throw invalidProof('the path is too long');
    if (!isSameBytes(claim.oldRoot, hashing.sha256(new Uint8Array()))) throw invalidProof('the empty tree has another root');
    if (claim.newSize === 0 && !isSameBytes(claim.oldRoot, claim.newRoot)) throw invalidProof('equal sizes, different roots');
    return;
  }
  if (claim.oldSize === claim.newSize) {
    if (claim.proof.length !== 0) throw invalidProof('the path is too long');
    if (!isSameBytes(claim.oldRoot, claim.newRoot)) throw invalidProof('equal sizes, different roots');
    return;
  }
  // 1. If consistency_path is an empty array, stop and fail.
  if (claim.proof.length === 0) throw invalidProof('the path is too short');
  // 2. If first is an exact power of 2, prepend first_hash to the consistency_path array.
  const path = isPowerOfTwo(claim.oldSize) ? [claim.oldRoot, ...claim.proof] : [...claim.proof];
  // 3. Set fn to first - 1 and sn to second - 1. 4. If LSB(fn) is set, right-shift both until it is not.
  let fn = claim.oldSize - 1;
  let sn = claim.newSize - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  // 5. Set both fr and sr to the first value in the array.
  const [first, ...rest] = path;
  if (first === undefined) throw invalidProof('the path is too short');
  let fr = first;
  let sr = first;
  // 6. For each subsequent value c:
  for (const c of rest) {
    if (sn === 0) throw invalidProof('the path is too long');
    if (fn % 2 === 1 || fn === sn) {
      fr = hashNode(hashing, c, fr);
      sr = hashNode(hashing, c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      sr = hashNode(hashing, sr, c);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  // 7. fr equals first_hash, sr equals second_hash, and sn is 0.
  if (!isSameBytes(fr, claim.oldRoot)) throw invalidProof('the path does not lead to the older root');
  if (!isSameBytes(sr, claim.newRoot)) throw invalidProof('the path does not lead to the newer root');
  if (sn !== 0) throw invalidProof('the path is too short');
}

function subtreeRoot(
  hashing: Sha256,
  leafHashes: readonly Uint8Array[],
  start: number,
  end: number,
  known: SubtreeRoots = new Map(),
): Uint8Array {
  const leaf = leafHashes[start];
  if (end - start === 1 && leaf !== undefined) return leaf;
  const name = `${start}-${end}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const middle = start + splitOf(end - start);
  const root = hashNode(
    hashing,
    subtreeRoot(hashing, leafHashes, start, middle, known),
    subtreeRoot(hashing, leafHashes, middle, end, known),
  );
  known.set(name, root);
  return root;
}

/** The largest power of two smaller than `size` (RFC 6962 section 2.1). */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

function assertRange(value: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) throw invalidProof('no such place in the tree');
}

function assertSafe(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw invalidProof('not a size');
}

function invalidProof(why: string): PugmarkError {
  return new PugmarkError('proof-invalid', `Merkle proof: ${why}`);
}
