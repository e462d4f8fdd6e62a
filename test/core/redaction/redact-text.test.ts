import { describe, expect, it } from 'vitest';
import { markerOf, redactText } from '../../../src/core/redaction/redact-text.ts';
import { MAX_MASKS, REDACTION_REASONS, type Mask, type RedactionReason } from '../../../src/core/redaction/redaction.ts';

const MINOR = '[REDACTED: minor]';
const span = (start: number, end: number, reason: RedactionReason = 'minor'): Mask => ({ kind: 'span', start, end, reason });
const redacted = (text: string, masks: readonly Mask[], everywhere = false): string => redactText(text, masks, { everywhere }).text;

describe('a text', () => {
  it('has a marker for each span, as long whatever was there, and the markers are told', () => {
    const { text, markers } = redactText('Ask Jan or Marie-Louise.', [span(4, 7), span(11, 23, 'third-party')], {
      everywhere: false,
    });
    expect(text).toBe(`Ask ${MINOR} or [REDACTED: third-party].`);
    expect(markers.map(({ start, end }) => text.slice(start, end))).toEqual([MINOR, '[REDACTED: third-party]']);
    for (const reason of REDACTION_REASONS) expect(redacted('xy', [span(0, 1, reason)])).toBe(`${markerOf(reason)}y`);
  });

  it.each([
    ['half of a pair of surrogates', 'a🦜b', 1, 2, `a${MINOR}b`],
    ['the other half', 'a🦜b', 2, 3, `a${MINOR}b`],
    ['an accent without its letter', 'Zoe\u0308!', 3, 4, `Zo${MINOR}!`],
    ['a part of a family', '<👨‍👩‍👧>', 3, 5, `<${MINOR}>`],
    ['a half of a flag', '🇧🇪!', 0, 2, `${MINOR}!`],
    ['a half of a line end', 'a\r\nb', 1, 2, `a${MINOR}b`],
  ])('never shows half a character: %s', (_, text, start, end, expected) => {
    expect(redacted(text, [span(start, end)])).toBe(expected);
  });

  it('has the same words covered everywhere on request, and nothing but them', () => {
    const text = 'Jan, jan, Jan and Janne. aaaa';
    expect(redacted(text, [span(0, 3)])).toBe(`${MINOR}, jan, Jan and Janne. aaaa`);
    expect(redacted(text, [span(0, 3)], true)).toBe(`${MINOR}, jan, ${MINOR} and ${MINOR}ne. aaaa`);
    // What overlaps is covered as one.
    expect(redacted('aaaab', [span(0, 2)], true)).toBe(`${MINOR}b`);
    expect(redacted('a b c', [span(1, 2)], true)).toBe(`a${MINOR}b c`);
  });

  it.each<readonly [reason: string, masks: readonly Mask[], mask: number | undefined]>([
    ['outside', [span(0, 1), span(2, 9)], 2],
    ['empty', [span(2, 2)], 1],
    ['empty', [], undefined],
    ['overlapping', [span(1, 3), span(0, 2)], 2],
    ['wrong-kind', [{ kind: 'box', x: 0, y: 0, width: 1, height: 1, reason: 'minor' }], 1],
    ['too-many', Array.from({ length: MAX_MASKS + 1 }, () => span(0, 1)), MAX_MASKS + 1],
  ])('refuses masks: %s', (reason, masks, mask) => {
    const expected = { code: 'mask-refused', details: { reason, ...(mask === undefined ? {} : { mask }) } };
    expect(() => redacted('abcde', masks)).toThrow(expect.objectContaining(expected));
  });

  it('refuses a word that stands there more often than there may be masks', () => {
    expect(() => redacted('a,'.repeat(MAX_MASKS + 1), [span(0, 1)], true)).toThrow(expect.objectContaining({ code: 'mask-refused' }));
    expect(redacted('a,'.repeat(3), [span(0, 1)], true)).toBe(`${MINOR},`.repeat(3));
  });
});
