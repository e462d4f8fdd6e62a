import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CASE_EVENT_TYPES } from '../../src/core/custody/event-types.ts';
import { ARTIFACT_ROLES } from '../../src/core/model/artifact.ts';
import { CAPTURE_REASONS, CAPTURE_STAGES } from '../../src/core/model/capture-record.ts';
import { COMPLETENESS_PROBLEMS } from '../../src/core/model/exchange.ts';
import { PACKAGE_LANGUAGES, type PackageLanguage } from '../../src/core/package/report-input.ts';
import { REDACTION_REASONS } from '../../src/core/redaction/redaction.ts';
import {
  EVENT_TYPES,
  HANDLING_CODES,
  ITEM_KINDS,
  MEANS_OF_COMMUNICATION,
  PERSON_STATUSES,
  RELATION_TYPES,
  TRUTH_OPINIONS,
} from '../../src/core/statements/codes.ts';
import { STATEMENT_KINDS } from '../../src/core/statements/statement.ts';
import { CLOSING_SENTENCE } from '../../src/core/package/verdict.ts';
import { formatBytes, formatLocal, formatUtc } from '../../src/reporting/texts/quantities.ts';
import { CATALOGUES, createTexts } from '../../src/reporting/texts/texts.ts';
import { listProjectFiles, projectPath } from '../support/project.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string): string => key.replace(PLURAL, '');
const placeholdersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name))].toSorted();

const englishOf = (key: string): string => CATALOGUES.en[key] ?? CATALOGUES.en[`${baseOf(key)}_other`] ?? '';
const basesOf = (keys: readonly string[]): readonly string[] => [...new Set(keys.map(baseOf))].toSorted();
const sayExchanges = (language: PackageLanguage, count: number): string =>
  createTexts(language).say('report.headline.exchanges', { count });

describe.each(PACKAGE_LANGUAGES)('catalogue %s', (language) => {
  const catalogue = CATALOGUES[language];
  const keys = Object.keys(catalogue);

  it('has the keys of the English one', () => {
    expect(basesOf(keys)).toEqual(basesOf(Object.keys(CATALOGUES.en)));
    expect(keys.length).toBeGreaterThan(300);
  });

  it('has exactly the plural forms of its language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const plurals = [...new Set(keys.filter((key) => PLURAL.test(key)).map(baseOf))];
    expect(plurals.length).toBeGreaterThan(10);
    const wrong = plurals.filter((base) => {
      const own = keys.filter((key) => PLURAL.test(key) && baseOf(key) === base).map((key) => key.slice(base.length + 1));
      return own.toSorted().join() !== forms.join() || keys.includes(base);
    });
    expect(wrong).toEqual([]);
  });

  it('has the same placeholders everywhere, and no empty text', () => {
    const entries = Object.entries(catalogue);
    expect(entries.filter(([, text]) => text.trim() === '')).toEqual([]);
    expect(entries.filter(([key, text]) => placeholdersOf(text).join() !== placeholdersOf(englishOf(key)).join())).toEqual([]);
  });

  it('claims nothing that no capture can claim', () => {
    const forbidden =
      /court-admissible|tamper.?proof|certified|proves that|guarantee|constat|certifi(é|e\b)|infalsifiable|inviolable|recevable|scellé|huissier|onvervalsbaar|gecertificeerd|rechtsgeldig|gegarandeerd|suspect|verdacht/i;
    expect(forbidden.test('un constat')).toBe(true);
    // The name of a status that a person may choose, never one that is given by itself.
    const found = Object.entries(catalogue).filter(([, text]) => forbidden.test(text));
    expect(found.map(([key]) => key)).toEqual(['statement.status.suspect']);
  });

  it('has words for every code of the closed lists', () => {
    const texts = createTexts(language);
    const codes: Readonly<Record<string, readonly string[]>> = {
      'report.role': ARTIFACT_ROLES,
      'report.reason': CAPTURE_REASONS,
      'report.stage': CAPTURE_STAGES,
      'report.problem': COMPLETENESS_PROBLEMS,
      'report.event': CASE_EVENT_TYPES,
      'report.class': ['shown', 'supporting', 'background'],
      'report.state': ['sealed', 'partial', 'failed'],
      'report.kind': STATEMENT_KINDS,
      'report.handlingCode': HANDLING_CODES,
      'report.redactionReason': REDACTION_REASONS,
      // Nobody is called a suspect by a text of ours: that status stands in a report as the code that its author chose.
      'report.value': [
        ...PERSON_STATUSES,
        ...MEANS_OF_COMMUNICATION,
        ...ITEM_KINDS,
        ...EVENT_TYPES,
        ...RELATION_TYPES,
        ...TRUTH_OPINIONS,
      ].filter((code) => code !== 'suspect'),
    };
    const wordless = Object.entries(codes).flatMap(([prefix, list]) => list.filter((code) => texts.sayCode(prefix, code) === undefined));
    expect(wordless).toEqual([]);
    expect(texts.sayCode('report.role', 'no-such-role')).toBeUndefined();
  });
});

describe('catalogues', () => {
  it('hold no key that nothing says', () => {
    const sources = listProjectFiles()
      .filter((path) => path.startsWith('src/') && path.endsWith('.ts'))
      .map((path) => readFileSync(projectPath(path), 'utf8'))
      .join('\n');
    const said = [...sources.matchAll(/'(report\.[A-Za-z.]+)'/g)].map(([, key = '']) => key);
    const prefixes = [
      ...[...sources.matchAll(/`(report\.[A-Za-z]+)\.\$\{/g)].map(([, prefix = '']) => prefix),
      ...[...sources.matchAll(/sayCode\('(report\.[A-Za-z]+)'/g)].map(([, prefix = '']) => prefix),
    ];
    const isUsed = (key: string): boolean => said.includes(key) || prefixes.some((prefix) => key.startsWith(`${prefix}.`));
    expect(isUsed('report.nobodySaysThis')).toBe(false);
    const reports = Object.keys(CATALOGUES.en).filter((key) => key.startsWith('report.'));
    expect([...new Set(reports.map(baseOf))].filter((key) => !isUsed(key))).toEqual([]);
  });

  it('say the closing sentence of the verdict in English word for word', () => {
    expect(CATALOGUES.en['report.closing']).toBe(CLOSING_SENTENCE);
  });

  it('put numbers into the plural form and the manner of the language', () => {
    expect([sayExchanges('en', 0), sayExchanges('en', 1), sayExchanges('en', 1_200)]).toEqual([
      '0 exchanges',
      '1 exchange',
      '1,200 exchanges',
    ]);
    expect([sayExchanges('fr', 0), sayExchanges('fr', 1), sayExchanges('fr', 2)]).toEqual([
      '0 échange réseau',
      '1 échange réseau',
      '2 échanges réseau',
    ]);
    expect(sayExchanges('fr', 1_200)).toBe('1\u202F200 échanges réseau');
    expect([sayExchanges('nl', 0), sayExchanges('nl', 1), sayExchanges('nl', 1_200)]).toEqual([
      '0 netwerkuitwisselingen',
      '1 netwerkuitwisseling',
      '1.200 netwerkuitwisselingen',
    ]);
  });

  it('take values as they are: no value is a text of the catalogue or a placeholder', () => {
    const name = '$t(report.closing) {{count}} <b>&';
    expect(createTexts('en').say('report.browser.withSession', { name })).toContain(`“${name}”`);
  });

  it('throw for a text that is not there', () => {
    // @ts-expect-error no such key
    expect(() => createTexts('nl').say('report.no.such.key')).toThrow(/no text/);
  });
});

describe('times and sizes', () => {
  const texts = createTexts('nl');

  it('name the zone, over a change of day and of the clocks', () => {
    expect(formatUtc(texts, '2026-03-02T23:30:05.250Z')).toBe('2 maart 2026, 23:30:05 UTC');
    expect(formatLocal(texts, '2026-03-02T23:30:05.250Z', 'Europe/Brussels')).toBe('3 maart 2026, 00:30:05 (Europe/Brussels, UTC+1)');
    expect(formatLocal(createTexts('fr'), '2026-07-02T23:30:05.000Z', 'Europe/Brussels')).toBe(
      '3 juillet 2026, 01:30:05 (Europe/Brussels, UTC+2)',
    );
    expect(formatLocal(createTexts('en'), '2026-07-02T10:00:00.000Z', 'Asia/Kolkata')).toBe(
      '2 July 2026, 15:30:00 (Asia/Kolkata, UTC+5:30)',
    );
    expect(formatLocal(texts, '2026-07-02T10:00:00.000Z', 'No/Where')).toBeUndefined();
  });

  it('give sizes in units of the language', () => {
    expect(formatBytes(createTexts('en'), 999)).toBe('999 byte');
    expect(formatBytes(createTexts('fr'), 26_150_000)).toMatch(/^26,2\sMo$/);
    expect(formatBytes(createTexts('nl'), 45_300)).toMatch(/^45\skB$/);
  });
});
