import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertConsistency,
  assertInclusion,
  buildConsistencyProof,
  buildInclusionProof,
  buildMerkleRoot,
  hashLeaf,
  MerkleFrontier,
} from '../../../src/core/custody/merkle.ts';
import { parseHex, toHex } from '../../../src/core/digest/encoding.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';

// The vectors that certificate transparency implementations share.
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const A = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const B = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const C = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const D = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const E = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const INCLUSION: readonly (readonly [index: number, size: number, path: readonly string[]])[] = [
  [0, 1, []],
  [0, 8, [A, B, C]],
  [5, 8, [D, E, ROOTS[4] ?? '']],
  [2, 3, [ROOTS[2] ?? '']],
  [1, 5, [ROOTS[1] ?? '', B, D]],
];
const CONSISTENCY: readonly (readonly [oldSize: number, newSize: number, path: readonly string[]])[] = [
  [1, 1, []],
  [1, 8, [A, B, C]],
  [6, 8, ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', E, ROOTS[4] ?? '']],
  [2, 5, [B, D]],
];

const leafHashes = LEAVES.map((leaf) => hashLeaf(nodeHashing, parseHex(leaf)));
const rootOf = (size: number): Uint8Array => parseHex(ROOTS[size] ?? '');
const leafOf = (index: number): Uint8Array => leafHashes[index] ?? new Uint8Array();
const proofInvalid = expect.objectContaining({ code: 'proof-invalid' });

describe('Merkle tree (RFC 6962)', () => {
  it('gives the known roots, appended one by one and at once', () => {
    let frontier = MerkleFrontier.empty(nodeHashing);
    for (const [size, root] of ROOTS.entries()) {
      expect(toHex(buildMerkleRoot(nodeHashing, leafHashes, size))).toBe(root);
      expect(toHex(frontier.root())).toBe(root);
      if (size < leafHashes.length) frontier = frontier.append(leafOf(size));
    }
  });

  it('builds and verifies the known inclusion proofs', () => {
    for (const [index, size, path] of INCLUSION) {
      expect(buildInclusionProof(nodeHashing, leafHashes, index, size).map(toHex)).toEqual(path);
      assertInclusion(nodeHashing, { leafHash: leafOf(index), index, size, root: rootOf(size), proof: path.map(parseHex) });
    }
  });

  it('builds and verifies the known consistency proofs', () => {
    for (const [oldSize, newSize, path] of CONSISTENCY) {
      expect(buildConsistencyProof(nodeHashing, leafHashes, oldSize, newSize).map(toHex)).toEqual(path);
      assertConsistency(nodeHashing, { oldSize, oldRoot: rootOf(oldSize), newSize, newRoot: rootOf(newSize), proof: path.map(parseHex) });
    }
  });

  it('has no proof outside the tree', () => {
    for (const [index, size] of [
      [8, 8],
      [0, 0],
      [0, 9],
      [-1, 4],
      [1.5, 4],
    ] as const) {
      expect(() => buildInclusionProof(nodeHashing, leafHashes, index, size)).toThrow(proofInvalid);
    }
    for (const [oldSize, newSize] of [
      [5, 4],
      [1, 9],
      [-1, 4],
    ] as const) {
      expect(() => buildConsistencyProof(nodeHashing, leafHashes, oldSize, newSize)).toThrow(proofInvalid);
    }
  });

  const tree = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 70 });

  it('proves every leaf of any tree, and no other place, size, leaf, root or path', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), (leaves, someIndex, someSize) => {
        const size = 1 + (someSize % leaves.length);
        const index = someIndex % size;
        const root = buildMerkleRoot(nodeHashing, leaves, size);
        const proof = buildInclusionProof(nodeHashing, leaves, index, size);
        const claim = { leafHash: leaves[index] ?? new Uint8Array(), index, size, root, proof };
        assertInclusion(nodeHashing, claim);
        const broken = [
          { ...claim, leafHash: flip(claim.leafHash) },
          { ...claim, root: flip(root) },
          { ...claim, proof: [...proof, root] },
          ...(proof.length === 0
            ? []
            : [
                { ...claim, proof: proof.slice(1) },
                { ...claim, proof: proof.map((hash, i) => (i === 0 ? flip(hash) : hash)) },
              ]),
          { ...claim, index: size },
          { ...claim, index: -1 },
          { ...claim, size: size * 2 + 1 },
        ];
        for (const one of broken) expect(() => assertInclusion(nodeHashing, one)).toThrow(proofInvalid);
      }),
      { numRuns: 200 },
    );
  });

  it('proves every growth of any tree, and no other', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), (leaves, someOld, someNew) => {
        const newSize = someNew % (leaves.length + 1);
        const oldSize = newSize === 0 ? 0 : someOld % (newSize + 1);
        const oldRoot = buildMerkleRoot(nodeHashing, leaves, oldSize);
        const newRoot = buildMerkleRoot(nodeHashing, leaves, newSize);
        const proof = buildConsistencyProof(nodeHashing, leaves, oldSize, newSize);
        const claim = { oldSize, oldRoot, newSize, newRoot, proof };
        assertConsistency(nodeHashing, claim);
        const broken = [
          { ...claim, oldRoot: flip(oldRoot) },
          { ...claim, proof: [...proof, newRoot] },
          ...(oldSize === 0 ? [] : [{ ...claim, newRoot: flip(newRoot) }]),
          ...(proof.length === 0
            ? []
            : [
                { ...claim, proof: proof.slice(1) },
                { ...claim, proof: proof.slice(0, -1) },
              ]),
          { ...claim, oldSize: newSize + 1 },
        ];
        for (const one of broken) expect(() => assertConsistency(nodeHashing, one)).toThrow(proofInvalid);
      }),
      { numRuns: 200 },
    );
  });

  it('tells a rewritten history from a longer one', () => {
    const rewritten = leafHashes.with(3, hashLeaf(nodeHashing, parseHex('ff')));
    const proof = buildConsistencyProof(nodeHashing, rewritten, 6, 8);
    const newRoot = buildMerkleRoot(nodeHashing, rewritten, 8);
    assertConsistency(nodeHashing, { oldSize: 6, oldRoot: buildMerkleRoot(nodeHashing, rewritten, 6), newSize: 8, newRoot, proof });
    expect(() => assertConsistency(nodeHashing, { oldSize: 6, oldRoot: rootOf(6), newSize: 8, newRoot, proof })).toThrow(proofInvalid);
  });
});

function flip(hash: Uint8Array): Uint8Array {
  return hash.with(0, (hash[0] ?? 0) ^ 1);
}
