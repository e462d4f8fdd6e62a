import { describe, expect, it } from 'vitest';
import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { buildEntryLine, parseEntryLine, type CustodyEntry } from '../../../src/core/custody/entry.ts';
import type { LogFindingCode } from '../../../src/core/custody/log-report.ts';
import { buildMerkleRoot, hashLeaf } from '../../../src/core/custody/merkle.ts';
import { buildTextCommitment } from '../../../src/core/custody/text-commitment.ts';
import { verifyCustodyLog, type LogSegment } from '../../../src/core/custody/verify-log.ts';
import { sha256DigestOf } from '../../../src/core/digest/digest.ts';
import { toBase64, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { JsonValue } from '../../../src/core/model/primitives.ts';
import { nodeCryptography, nodeHashing } from '../../../src/platform/cryptography.ts';
import { isLongTier } from '../../support/tier.ts';

const CASE = '2f6e1c1e-6c29-4a57-8d9e-0f2f6f9b1c11';
const ATTEMPTS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', '33333333-3333-4333-8333-333333333333'];
const STATION = `sha256:${'5a'.repeat(32)}` as const;
const ORIGIN = 'pugmark.aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const SECOND = 'pugmark.bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const { signer } = nodeCryptography.signingKeys.generate();
const stranger = nodeCryptography.signingKeys.generate().signer;
const expected = { subject: CASE, station: STATION, logKeys: [signer.publicKey] };

let nonce = 0;
function entry(seq: number, type: CustodyEntry['type'], exhibit?: string, details: Record<string, JsonValue> = {}): CustodyEntry {
  nonce += 1;
  return {
    format: 'custody-entry/v1',
    seq,
    nonce: toBase64(Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? nonce % 256 : nonce >> 8))),
    time: '2026-03-02T08:00:00.000Z',
    type,
    actor: 'NL-1234',
    station: STATION,
    tool: 'pugmark/0.1.0+abababababab',
    case: CASE,
    ...(exhibit === undefined ? {} : { exhibit }),
    details,
  };
}

/** start, seal of E-0001; start, failure of E-0002; start of E-0003. */
function entries(): CustodyEntry[] {
  return [
    entry(0, 'session.started'),
    entry(1, 'capture.started', 'E-0001', { attempt: ATTEMPTS[0] ?? '' }),
    entry(2, 'capture.sealed', 'E-0001', { attempt: ATTEMPTS[0] ?? '' }),
    entry(3, 'capture.started', 'E-0002', { attempt: ATTEMPTS[1] ?? '' }),
    entry(4, 'capture.failed', 'E-0002', { attempt: ATTEMPTS[1] ?? '' }),
    entry(5, 'capture.started', 'E-0003', { attempt: ATTEMPTS[2] ?? '' }),
  ];
}

function headOf(origin: string, lines: readonly string[], size = lines.length): { origin: string; size: number; root: `sha256:${string}` } {
  const leaves = lines.map((line) => hashLeaf(nodeHashing, toUtf8(line)));
  return { origin, size, root: sha256DigestOf(buildMerkleRoot(nodeHashing, leaves, size)) };
}

function note(origin: string, lines: readonly string[], size = lines.length, key = signer): string {
  return buildCheckpointNote(nodeHashing, headOf(origin, lines, size), key);
}

function segment(all: readonly CustodyEntry[], origin = ORIGIN): LogSegment {
  const lines = all.map(buildEntryLine);
  return { origin, lines, notes: [3, 5, lines.length].filter((size) => size <= lines.length).map((size) => note(origin, lines, size)) };
}

function codes(...segments: readonly LogSegment[]): LogFindingCode[] {
  return verifyCustodyLog(nodeCryptography, segments, expected).findings.map(({ code }) => code);
}

describe('verification of a custody log', () => {
  it('finds nothing in a whole log, and lists starts without an end', () => {
    const report = verifyCustodyLog(nodeCryptography, [segment(entries())], expected);
    expect(report.findings).toEqual([]);
    expect(report.open).toEqual([{ exhibit: 'E-0003', attempt: ATTEMPTS[2] }]);
    expect(report).toMatchObject({ checkpoints: 3, covered: 6, skipped: [] });
    expect(report.heads).toEqual(
      [headOf(ORIGIN, segment(entries()).lines)].map(({ origin, size }) => expect.objectContaining({ origin, size })),
    );
  });

  it('accepts withheld leaves: root, signatures and gaplessness still verify', () => {
    const whole = segment(entries());
    const lines = whole.lines.map((line, seq) =>
      seq === 2 || seq === 4 ? `{"seq":${seq},"withheld":"${sha256DigestOf(hashLeaf(nodeHashing, toUtf8(line)))}"}` : line,
    );
    expect(codes({ ...whole, lines })).toEqual([]);
    const other = lines.with(2, `{"seq":2,"withheld":"sha256:${'00'.repeat(32)}"}`);
    expect(codes({ ...whole, lines: other })).toContain('checkpoint-root');
    expect(codes({ ...whole, lines: lines.with(2, (lines[2] ?? '').replace('2', '7')) })).toContain('sequence-gap');
  });

  // In the long tier: at every change a container of 100,000 files stands for it (test/core/package/tamper).
  it.each(isLongTier() ? [130_000] : [])('comes to its end with more entries than a call may have arguments: %i', (count) => {
    const lines = Array.from({ length: count }, (_, seq) => `{"seq":${seq},"withheld":"sha256:${'00'.repeat(32)}"}`);
    const report = verifyCustodyLog(nodeCryptography, [{ origin: ORIGIN, lines, notes: [] }], expected);
    expect(report.leaves).toHaveLength(count);
    expect(report.findings.map(({ code }) => code)).toEqual(['checkpoint-missing']);
  });

  it('names what is wrong with a line', () => {
    const whole = segment(entries());
    const line = whole.lines[2] ?? '';
    const changed = (text: string): LogFindingCode[] => codes({ ...whole, lines: whole.lines.with(2, text) });
    expect(changed(line.replace('{', '{ '))).toEqual(expect.arrayContaining(['line-not-canonical', 'checkpoint-root']));
    expect(changed(line.replace('"actor":"NL-1234",', ''))).toEqual(expect.arrayContaining(['line-invalid', 'checkpoint-root']));
    expect(changed('nonsense')).toContain('line-invalid');
    expect(changed(line.replace('NL-1234', 'NL-4321'))).toEqual([
      'checkpoint-root',
      'checkpoint-root',
      'checkpoint-root',
      'checkpoint-missing',
    ]);
    expect(changed(line.replace('"seq":2', '"seq":9'))).toContain('sequence-gap');
    expect(changed(line.replace(CASE, ATTEMPTS[0] ?? ''))).toContain('line-foreign');
    expect(changed(line.replace('5a5a', '5b5b'))).toContain('line-foreign');
    expect(codes({ ...whole, lines: whole.lines.toSpliced(2, 1) })).toEqual(
      expect.arrayContaining(['sequence-gap', 'checkpoint-beyond-log']),
    );
    expect(codes()).toEqual(['log-empty']);
  });

  it('sees a nonce that comes twice', () => {
    const all = entries();
    const repeated = all.with(4, { ...(all[4] ?? entry(4, 'note.added')), nonce: all[1]?.nonce ?? '' });
    expect(codes(segment(repeated))).toEqual(['nonce-repeated']);
  });

  it('names what is wrong with a checkpoint', () => {
    const whole = segment(entries());
    const withNote = (extra: string): LogFindingCode[] => codes({ ...whole, notes: [...whole.notes, extra] });
    const changed = whole.lines.with(1, buildEntryLine(entry(1, 'note.added')));
    expect(withNote(note(ORIGIN, whole.lines, 4))).toEqual([]);
    expect(withNote('nonsense')).toEqual(['checkpoint-invalid']);
    expect(withNote(note(SECOND, whole.lines, 4))).toEqual(['checkpoint-invalid']);
    expect(withNote(note(ORIGIN, whole.lines, 4, stranger))).toEqual(['checkpoint-signature']);
    expect(withNote(note(ORIGIN, changed, 4))).toEqual(['checkpoint-root']);
    expect(withNote(note(ORIGIN, changed, 5))).toEqual(['checkpoint-inconsistent', 'checkpoint-root']);
    expect(withNote(note(ORIGIN, [...whole.lines, 'x']))).toEqual(['checkpoint-beyond-log']);
    expect(codes({ ...whole, notes: whole.notes.slice(0, -1) })).toEqual(['checkpoint-missing']);
    // A key that nobody certified for `log` signs nothing here.
    expect(verifyCustodyLog(nodeCryptography, [whole], { ...expected, logKeys: [] }).findings.map(({ code }) => code)).toContain(
      'checkpoint-signature',
    );
  });

  it('holds captures to one start, one end, and numbers without gaps', () => {
    const all = entries();
    const also = (...more: CustodyEntry[]): LogFindingCode[] => codes(segment([...all, ...more]));
    const [first = '', second = '', third = ''] = ATTEMPTS;
    expect(also(entry(6, 'capture.cancelled', 'E-0003', { attempt: third }))).toEqual([]);
    expect(also(entry(6, 'capture.sealed', 'E-0001', { attempt: first }))).toEqual(['end-repeated']);
    expect(also(entry(6, 'capture.sealed', 'E-0003', { attempt: first }))).toEqual(['end-without-start']);
    expect(also(entry(6, 'capture.sealed', 'E-0009', { attempt: first }))).toEqual(['end-without-start']);
    expect(also(entry(6, 'capture.started', 'E-0003', { attempt: second }))).toEqual(['start-repeated']);
    expect(also(entry(6, 'capture.started', 'E-0005', { attempt: second }))).toEqual(['number-gap']);
    expect(also(entry(6, 'capture.started', 'E-0004'))).toEqual(['line-invalid']);
  });

  it('follows a log into its next segment', () => {
    const first = segment(entries());
    const head = headOf(ORIGIN, first.lines);
    const carried = toBase64(toUtf8(first.notes.at(-1) ?? ''));
    const second = (details: Record<string, JsonValue>, type: CustodyEntry['type'] = 'segment.joined'): LogSegment =>
      segment([entry(0, type, undefined, details), entry(1, 'capture.started', 'E-0008', { attempt: ATTEMPTS[0] ?? '' })], SECOND);
    const good = { ...head, checkpoint: carried, highestAttempt: 7 };
    const report = verifyCustodyLog(nodeCryptography, [first, second(good)], expected);
    expect(report.findings).toEqual([]);
    expect(report.skipped).toEqual([{ first: 'E-0004', last: 'E-0007' }]);
    // A tail that no checkpoint of the old segment covers is covered by the entry that joins it.
    expect(codes({ ...first, notes: first.notes.slice(0, -1) }, second(good))).toEqual([]);
    expect(codes(first, second({ ...good, highestAttempt: 6 }))).toEqual(['number-gap']);
    expect(codes(first, second({ ...good, size: 5 }))).toEqual(['segment-differs']);
    expect(codes(first, second({ ...good, root: STATION }))).toEqual(['segment-differs']);
    expect(codes(first, second({ ...good, checkpoint: toBase64(toUtf8(note(ORIGIN, first.lines, 6, stranger))) }))).toEqual([
      'segment-differs',
    ]);
    expect(codes(first, second({ highestAttempt: 7 }))).toEqual(['segment-not-joined']);
    expect(codes(first, second(good, 'note.added'))).toContain('segment-not-joined');
  });
});

describe('custody entry', () => {
  it('survives its own line, and holds no text', () => {
    const one = entry(0, 'note.added', 'E-0001', { code: 'dns-failed', n: 3, list: ['a', { b: true }] });
    expect(parseEntryLine(buildEntryLine(one))).toEqual(one);
    for (const details of [
      { a: 'two words' },
      { a: 'https://market.example/ad' },
      { a: ['ligne\n'] },
      { a: { b: 'é' } },
      { a: 'x'.repeat(1025) },
    ]) {
      expect(() => buildEntryLine({ ...one, details })).toThrow(expect.objectContaining({ code: 'record-invalid' }));
    }
    expect(() => buildEntryLine({ ...one, details: { a: 1.5 } })).toThrow(expect.objectContaining({ code: 'record-invalid' }));
    expect(() => buildEntryLine({ ...one, nonce: 'AAAAAAAAAAAAAAAAAAAAAB==' })).toThrow(
      expect.objectContaining({ code: 'record-invalid' }),
    );
  });

  it('commits to a text with a nonce that stands elsewhere', () => {
    const ones = new Uint8Array(16).fill(1);
    expect(buildTextCommitment(nodeHashing, ones, 'abc')).toBe(
      sha256DigestOf(nodeHashing.sha256(Uint8Array.of(...ones, 0x61, 0x62, 0x63))),
    );
    expect(buildTextCommitment(nodeHashing, new Uint8Array(16), 'abc')).not.toBe(buildTextCommitment(nodeHashing, ones, 'abc'));
  });
});
