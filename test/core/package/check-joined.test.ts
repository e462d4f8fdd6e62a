import { describe, expect, it } from 'vitest';
import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { findJoinDifferences, isContinuationOf } from '../../../src/core/package/verify/check-joined.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';

const SENDER = '5f0f3c0a-0000-4000-8000-000000000001';
const digest = (digit: string): `sha256:${string}` => `sha256:${digit.repeat(64)}`;
const HEAD = { origin: 'pugmark.sender', size: 7, root: digest('a') };
const key = nodeCryptography.signingKeys.generate();
const noteOf = (head: typeof HEAD, signer = key.signer): string => toBase64(toUtf8(buildCheckpointNote(nodeHashing, head, signer)));
const ports = { hashing: nodeHashing, verifier: nodeCryptography.verifier };

type Log = Parameters<typeof isContinuationOf>[0];
type Before = Parameters<typeof isContinuationOf>[1];
// What is looked at of both, and nothing else.
const BEFORE = {
  digest: digest('b'),
  statement: { package: SENDER, station: digest('c'), case: { id: SENDER, reference: 'C-1' }, checkpoint: HEAD },
} as Before;
function logWith(changes: Readonly<Record<string, unknown>> = {}, entry: Readonly<Record<string, unknown>> = {}): Log {
  const details = {
    reason: 'received',
    ...HEAD,
    checkpoint: noteOf(HEAD),
    package: SENDER,
    sender: digest('c'),
    senderCase: SENDER,
    receipt: SENDER,
    receiptDigest: digest('d'),
    ...changes,
  };
  return { report: { leaves: [{ entry: { type: 'segment.joined', digest: digest('b'), details, ...entry } }] } } as unknown as Log;
}
const differencesOf = (log: Log): readonly string[] => findJoinDifferences(ports, log, BEFORE, [key.signer.publicKey]);

describe('the first entry of a continued case', () => {
  it('is that of the package when everything in it is', () => {
    expect(isContinuationOf(logWith(), BEFORE)).toBe(true);
    expect(differencesOf(logWith())).toEqual([]);
  });

  it.each([
    ['another seal', logWith({}, { digest: digest('e') })],
    ['another state of the log', logWith({ size: 8, checkpoint: noteOf({ ...HEAD, size: 8 }) })],
    ['another checkpoint', logWith({ checkpoint: noteOf({ ...HEAD, size: 6 }) })],
    ['another checkpoint', logWith({ checkpoint: noteOf(HEAD, nodeCryptography.signingKeys.generate().signer) })],
    ['another checkpoint', logWith({ checkpoint: 'AAAA' })],
    ['another station', logWith({ sender: digest('e') })],
    ['another case', logWith({ senderCase: '5f0f3c0a-0000-4000-8000-000000000002' })],
  ])('names %s', (what, log) => {
    expect(differencesOf(log)).toEqual([what]);
  });

  it('is of no other package', () => {
    expect(isContinuationOf(logWith({ package: '5f0f3c0a-0000-4000-8000-000000000002' }), BEFORE)).toBe(false);
    expect(isContinuationOf(logWith({ reason: 'rolled-back' }), BEFORE)).toBe(false);
  });
});
