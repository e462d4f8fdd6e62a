import { describe, expect, it } from 'vitest';
import { findPictureDifference, findTextDifference } from '../../../src/core/package/verify/check-covered.ts';
import { redactText } from '../../../src/core/redaction/redact-text.ts';
import type { BoxMask } from '../../../src/core/redaction/redaction.ts';
import { burnIn } from '../../../src/imaging/burn-in.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { rulerTile } from '../../support/ruler-tile.ts';

describe('a redacted text beside its original', () => {
  const original = 'Jan de Boer sold it to Jan, and Jan told nobody. Ask Jan';
  const spans = [0, 23, 32, 53].map((start) => ({ kind: 'span', start, end: start + 3, reason: 'third-party' }) as const);
  const { text, markers } = redactText(original, spans, { everywhere: false });

  it('says the same outside of its markers', () => {
    expect(findTextDifference(original, text, markers)).toBeUndefined();
    expect(findTextDifference(original, text, markers.toReversed())).toBeUndefined();
    const everywhere = redactText(original, spans.slice(0, 1), { everywhere: true });
    expect(findTextDifference(original, everywhere.text, everywhere.markers)).toBeUndefined();
    const all = redactText(original, [{ kind: 'span', start: 0, end: original.length, reason: 'minor' }], { everywhere: false });
    expect(findTextDifference(original, all.text, all.markers)).toBeUndefined();
  });

  it.each([
    ['a word changed', (copy: string) => copy.replace('sold', 'gave')],
    ['an end of its own', (copy: string) => `${copy}!`],
    ['a beginning of its own', (copy: string) => copy.replace('[REDACTED: third-party] de', '[REDACTED: third-party] De')],
  ])('is found out with %s', (_what, edit) => {
    expect(findTextDifference(original, edit(text), markers)).toMatch(/outside of its markers/);
  });

  it('is found out where nothing was taken away, or its markers lie over one another', () => {
    const nothing = '[REDACTED: minor]Jan';
    expect(findTextDifference('Jan', nothing, [{ kind: 'span', start: 0, end: 17, reason: 'minor' }])).toMatch(/outside/);
    const twice = [0, 5].map((start) => ({ kind: 'span', start, end: start + 17, reason: 'minor' }) as const);
    expect(findTextDifference('Jan and so on', `${nothing} and`, twice)).toMatch(/over one another/);
  });
});

describe('a redacted picture beside its original', () => {
  const original = rulerTile(300, 500, 3);
  const boxes: readonly BoxMask[] = [
    { kind: 'box', x: 0, y: 0, width: 20, height: 10, reason: 'minor' },
    { kind: 'box', x: 100, y: 400, width: 200, height: 100, reason: 'other' },
  ];
  const differenceOf = async (copy: Uint8Array, before: Uint8Array = original): Promise<string | undefined> =>
    await findPictureDifference(nodeDecompression, { original: before, copy }, boxes);

  it('is the original with its boxes burned in', async () => {
    expect(await differenceOf((await burnIn(original, boxes)).png)).toBeUndefined();
    // A photo that only a general decoder reads is not compared.
    expect(await differenceOf((await burnIn(original, boxes)).png, Buffer.from('no picture of ours'))).toBeUndefined();
  });

  it('is found out with one box more, in another picture, and in another size', async () => {
    const more: BoxMask = { kind: 'box', x: 299, y: 300, width: 1, height: 1, reason: 'other' };
    expect(await differenceOf((await burnIn(original, [...boxes, more])).png)).toMatch(/something else than its original/);
    expect(await differenceOf((await burnIn(rulerTile(300, 500, 4), boxes)).png)).toMatch(/something else than its original/);
    expect(await differenceOf((await burnIn(rulerTile(300, 501, 3), boxes)).png)).toMatch(/not as large/);
    const cut = Buffer.from(original);
    expect(await differenceOf((await burnIn(original, boxes)).png, cut.subarray(0, -20))).toBeUndefined();
  });
});
