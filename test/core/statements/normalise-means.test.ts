import { domainToASCII, domainToUnicode } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CODE_LISTS, findCode, isCurrency } from '../../../src/core/statements/code-lists.ts';
import { ITEM_UNITS } from '../../../src/core/statements/codes.ts';
import { decodeIdn } from '../../../src/core/statements/decode-idn.ts';
import { normaliseMeans } from '../../../src/core/statements/normalise-means.ts';
import type { MEANS_OF_COMMUNICATION } from '../../../src/core/statements/codes.ts';

describe('means of communication', () => {
  it.each<
    readonly [type: (typeof MEANS_OF_COMMUNICATION)[number], shown: string, country: string | undefined, normalised: string | undefined]
  >([
    ['phone', '+32 470 12 34 56', undefined, '+32470123456'],
    ['phone', '0032 (0)470/12.34.56', undefined, '+32470123456'],
    ['phone', '0470 12 34 56', 'BE', '+32470123456'],
    ['phone', '06 12 34 56 78', 'FR', '+33612345678'],
    // Whose 0470 this is nobody can say.
    ['phone', '0470 12 34 56', undefined, undefined],
    ['phone', '0470 12 34 56', 'XX', undefined],
    ['phone', '+32 470 12', undefined, undefined],
    ['phone', 'call +32 470 12 34 56', undefined, undefined],
    ['email', ' Jan.B@XN--BCHER-KVA.example ', undefined, 'Jan.B@bücher.example'],
    ['email', 'nobody', undefined, undefined],
    ['url', 'HTTPS://xn--bcher-kva.example:8443/Ad?x=Y#z', undefined, 'https://bücher.example:8443/Ad?x=Y#z'],
    ['url', 'https://a:b@ads.example/', undefined, undefined],
    ['url', 'javascript:alert(1)', undefined, undefined],
    ['iban', 'be71 0961 2345 6769', undefined, 'BE71096123456769'],
    ['iban', 'BE72 0961 2345 6769', undefined, undefined],
    ['handle', '@Jan', undefined, undefined],
  ])('%s %s (%s) is %s', (type, shown, country, normalised) => {
    expect(normaliseMeans({ type, shown }, country)).toBe(normalised);
  });

  it('have domains decoded as the system decodes them', () => {
    for (const domain of [
      'bücher.example',
      'ivoire-éléphant.example',
      'δοκιμή.example',
      '例え.テスト',
      'слон.example',
      'aé🦜b.example',
    ].map((name) => domainToASCII(name))) {
      expect(domain === '' ? domain : decodeIdn(domain)).toBe(domainToUnicode(domain));
    }
    for (const domain of ['xn--', 'xn--\u00e9', 'xn--99999999999999', 'xn--a-', 'plain.example'])
      expect(decodeIdn(domain)).toEqual(expect.any(String));
  });
});

describe('code lists', () => {
  it('have each code once, with a source and a day', () => {
    for (const { codes, source, asOf } of Object.values(CODE_LISTS)) {
      expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
      expect([source.length > 10, asOf]).toEqual([true, expect.stringMatching(/^20\d\d-\d\d-\d\d$/)]);
    }
    expect(CODE_LISTS.units.codes.map(({ code }) => code)).toEqual(ITEM_UNITS);
    expect(CODE_LISTS.countries.codes).toHaveLength(249);
    const units = new Set<string>(ITEM_UNITS);
    expect(CODE_LISTS.terms.codes.flatMap(({ units: preferred = [] }) => preferred).filter((unit) => !units.has(unit))).toEqual([]);
    expect(findCode('terms', 'IVC')).toMatchObject({ units: ['kg'] });
    for (const list of ['purposes', 'sources'] as const)
      for (const { label } of CODE_LISTS[list].codes) expect(Object.keys(label ?? {})).toEqual(['en', 'fr', 'nl']);
    expect([findCode('sources', 'Y')?.code, findCode('purposes', 'X'), isCurrency('EUR'), isCurrency('XYZ')]).toEqual([
      'Y',
      undefined,
      true,
      false,
    ]);
  });
});
