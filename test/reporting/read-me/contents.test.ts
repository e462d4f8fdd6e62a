import { describe, expect, it } from 'vitest';
import { PACKAGE_LANGUAGES, type PackageLanguage, type ReportInput } from '../../../src/core/package/report-input.ts';
import { CLOSING_SENTENCE } from '../../../src/core/package/verdict.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { createReadMeMaker } from '../../../src/reporting/read-me/create-read-me-maker.ts';
import { makeReportCase } from '../../support/report-case.ts';

const maker = createReadMeMaker(nodeCryptography.hashing);
const FILES = ['data/summary.en.pdf', 'data/report.en.v01.pdf'];

function write(report: ReportInput, files: readonly string[] = FILES): string {
  return maker.buildReadMe({ report, seal: report.seal, files, agencySeal: true });
}

/** What stands in a README between two lines of a system, as it would be pasted. */
function commandsOf(readMe: string): readonly string[] {
  return [...readMe.matchAll(/^-{8} [^\n]+ -{8}\n\n([^]*?)\n\n-{8} [a-z]+ -{8}$/gm)].map(([, commands = '']) => commands);
}

it('lists reports by name and forms by their folder, where there are any', async () => {
  const report = await makeReportCase();
  const contentsOf = (names: readonly string[]): string => /WHAT IS IN IT\n\n(.*?)\n\n/s.exec(write(report, names))?.[1] ?? '';
  const withForms = contentsOf([...FILES, 'data/forms/acquisition-record.en.pdf', 'data/forms/acquisition-record.en.json']);
  expect(withForms).toMatch(/^data\/report\.en\.v01\.pdf {5}for reading/m);
  expect(withForms.match(/^data\/forms\/ {16}forms, filled from the record/gm)).toHaveLength(1);
  expect(withForms).not.toContain('acquisition-record');
  expect(contentsOf(FILES)).not.toContain('data/forms/');
});

describe.each(PACKAGE_LANGUAGES)('in the language %s', (language: PackageLanguage) => {
  it('has the same commands as in English, and says in which words they answer', async () => {
    const report = await makeReportCase();
    const own = write({ ...report, language });
    const english = commandsOf(write({ ...report, language: 'en' }));
    expect(english).toHaveLength(5);
    expect(commandsOf(own)).toEqual(english);
    for (const word of ['Files', 'STOP', 'Nothing was checked']) {
      expect(english.slice(0, 2).every((commands) => commands.includes(word))).toBe(true);
      expect(own.slice(0, own.indexOf('--------'))).toContain(word);
    }
    expect([own.includes('WHAT IS IN IT'), own.replaceAll('\n', ' ').includes(CLOSING_SENTENCE)]).toEqual([
      language === 'en',
      language === 'en',
    ]);
  });

  it('fits a narrow window outside of commands, in two columns that do not run into each other', async () => {
    const report = await makeReportCase();
    const readMe = write({ ...report, language }, [...FILES, 'data/time/README.txt', 'data/entities/x.csv']);
    const words = commandsOf(readMe).reduce((text, commands) => text.replace(commands, ''), readMe);
    const long = words.split('\n').filter((line) => line.length > 110 && !/^(?:--------|  openssl)/.test(line));
    expect(long).toEqual([]);
    const contents = /\n\n(START-HERE[^]*?|data\/exhibits[^]*?)\n\n/.exec(words)?.[1] ?? '';
    expect(contents.split('\n').length).toBeGreaterThan(10);
    expect(contents.split('\n').filter((line) => !/^(?:\S+(?: \.\.\.)? +\S| {27}\S)/.test(line))).toEqual([]);
  });

  it('explains the files of time stamps, and names roots by their fingerprints', () => {
    const text = maker.buildTimeReadMe(language, ['digicert', 'somebody']);
    expect(text).toMatch(/^ {2}[0-9a-f]{64}$/m);
    expect(text).toMatch(/^somebody\s?: \S/m);
  });
});

it('gives back what persons wrote letter by letter, also what a catalogue would read', async () => {
  const report = await makeReportCase();
  const reference = 'A-1 {{number}} $t(report.closing)';
  const seal = { ...report.seal, case: { ...report.seal.case, reference }, recipient: '{{here}}', purpose: 'a\nSTOP' };
  const readMe = write({ ...report, seal });
  expect(readMe).toContain(reference);
  expect(readMe).toContain('For:');
  expect(readMe).toContain('{{here}}');
  expect(readMe).not.toMatch(/^STOP/m);
});
