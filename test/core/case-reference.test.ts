import { describe, expect, it } from 'vitest';
import { isCaseReference } from '../../src/core/model/case.ts';

describe('a reference of a case', () => {
  it.each(['OP-2026/17', 'Zaak 12 (élan)', '案件-7', '١٢'])('may be %j', (text) => {
    expect(isCaseReference(text)).toBe(true);
  });

  it.each([
    '',
    '  ',
    'A\nB',
    'A\rB',
    'A\u2028B',
    'A\u0000',
    '\u001b[31mA',
    'A\u0085B',
    'A\u202eB',
    'A\u2066B',
    'A\u061cB',
    'A\u200bB',
    '\ufeffA',
    'A\ud800',
  ])('may not be %j', (text) => {
    expect(isCaseReference(text)).toBe(false);
  });
});
