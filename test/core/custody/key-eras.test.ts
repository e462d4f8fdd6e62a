import { describe, expect, it } from 'vitest';
import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { buildEntryLine, type CustodyEntry } from '../../../src/core/custody/entry.ts';
import type { LogKeyLink } from '../../../src/core/custody/key-eras.ts';
import { buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { verifyCustodyLog, type LogExpectations } from '../../../src/core/custody/verify-log.ts';
import { sha256DigestOf, type Sha256Digest } from '../../../src/core/digest/digest.ts';
import { toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Signer } from '../../../src/core/ports.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';

const ORIGIN = 'pugmark.aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const CASE = '11111111-1111-4111-8111-111111111111';
const digest = (byte: string): Sha256Digest => `sha256:${byte.repeat(32)}`;
const [first, second] = [digest('f1'), digest('f2')];
const { signer: oldKey } = nodeCryptography.signingKeys.generate();
const { signer: newKey } = nodeCryptography.signingKeys.generate();
const idOf = (signer: Signer): Sha256Digest => fingerprintOf(nodeHashing, signer.publicKey);
const logLink: LogKeyLink = { purpose: 'log', from: idOf(oldKey), to: idOf(newKey), digest: digest('a1') };
const stationLink: LogKeyLink = { purpose: 'identity', from: first, to: second, digest: digest('a2') };

type Sketch = Pick<CustodyEntry, 'type' | 'station'> & Partial<CustodyEntry>;
const said = (station: Sha256Digest): Sketch => ({ type: 'note.added', station });
const rotated = ({ purpose, from, to, digest: ofLink }: LogKeyLink, station: Sha256Digest): Sketch => ({
  type: 'key.rotated',
  station,
  digest: ofLink,
  details: { key: from, next: to, purpose, practice: false },
});

function linesOf(sketches: readonly Sketch[]): readonly string[] {
  return sketches.map((sketch, seq) =>
    buildEntryLine({
      format: 'custody-entry/v1',
      seq,
      nonce: toBase64(nodeHashing.sha256(toUtf8(String(seq))).slice(0, 16)),
      time: '2026-03-02T08:00:00.000Z',
      actor: 'NL-1',
      tool: 'pugmark/1',
      case: CASE,
      details: {},
      ...sketch,
    }),
  );
}

/** Codes found in a log whose checkpoints cover these sizes, each signed by its key. */
function codes(
  sketches: readonly Sketch[],
  signed: readonly (readonly [size: number, signer: Signer])[],
  known: Partial<LogExpectations> = {},
): readonly string[] {
  const lines = linesOf(sketches);
  const leaves = lines.map((line) => hashLeaf(nodeHashing, toUtf8(line)));
  const notes = signed.map(([size, signer]) =>
    buildCheckpointNote(nodeHashing, { origin: ORIGIN, size, root: sha256DigestOf(buildMerkleRoot(nodeHashing, leaves, size)) }, signer),
  );
  const { findings } = verifyCustodyLog(nodeCryptography, [{ origin: ORIGIN, lines, notes }], {
    subject: CASE,
    station: second,
    logKeys: [oldKey, newKey].map(({ publicKey }) => publicKey),
    links: [logLink, stationLink],
    ...known,
  });
  return findings.map(({ code }) => code);
}

describe('a log whose keys were rotated', () => {
  const whole = [said(first), rotated(logLink, first), said(first), rotated(stationLink, second), said(second)];
  const signed = [
    [1, oldKey],
    [2, newKey],
    [5, newKey],
  ] as const;

  it('holds with the links, each key in its place', () => {
    expect(codes(whole, signed)).toEqual([]);
    // Entries that the old key had not signed yet are covered by the new one.
    expect(codes(whole, [[5, newKey]])).toEqual([]);
  });

  it('does not hold without a link, or with another one', () => {
    expect(codes(whole, signed, { links: [stationLink] })).toEqual(['key-link-missing']);
    expect(codes(whole, signed, { links: [logLink] })).toEqual(['key-link-missing']);
    expect(codes(whole, signed, { links: [logLink, { ...stationLink, digest: digest('bb') }] })).toEqual(['key-link-missing']);
    expect(codes(whole, signed, { links: [stationLink, { ...logLink, from: digest('cc') }] })).toEqual(['key-link-missing']);
  });

  it('does not hold where a key signs outside its time', () => {
    expect(codes(whole, [...signed, [3, oldKey]])).toEqual(['checkpoint-signature']);
    expect(codes(whole, [[1, newKey], ...signed])).toEqual(['checkpoint-signature']);
    expect(codes(whole, [...signed.slice(0, 2), [5, oldKey]])).toEqual(['checkpoint-signature', 'checkpoint-missing']);
    // Whoever has only the old key cannot put it in force again.
    const back = { ...logLink, from: idOf(newKey), to: idOf(oldKey) };
    expect(codes([...whole, rotated(back, second)], [...signed, [6, oldKey]])).toContain('key-link-missing');
    // Two keys, and no word of a rotation.
    expect(
      codes(
        [said(second), said(second)],
        [
          [1, oldKey],
          [2, newKey],
        ],
      ),
    ).toEqual(['checkpoint-signature']);
  });

  it('does not hold where an entry names an identity that is not in force', () => {
    expect(codes([...whole, said(first)], [...signed, [6, newKey]])).toEqual(['line-foreign']);
    expect(codes([said(second), ...whole.slice(1)], signed)).toEqual(['line-foreign']);
    expect(codes(whole, signed, { station: first })).toContain('key-link-missing');
  });

  it('counts nothing that a revoked key signed, unless something else shows when', () => {
    const isDiscounted = (key: Sha256Digest): boolean => key === idOf(oldKey);
    expect(codes(whole, signed, { isDiscounted })).toEqual([]);
    expect(codes([said(second)], [[1, oldKey]], { isDiscounted, logKeys: [oldKey.publicKey] })).toEqual(['checkpoint-missing']);
    expect(codes([said(second)], [[1, oldKey]], { isDiscounted: () => false, logKeys: [oldKey.publicKey] })).toEqual([]);
  });
});
