import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeExampleExhibit, makeExampleInput, makeExampleStatement } from '../../../scripts/forms/example-input.ts';
import { findBrowser } from '../../../src/capture/browser/find-browser.ts';
import { thisMachine } from '../../../src/capture/browser/this-machine.ts';
import { createChromiumReportPrinter } from '../../../src/capture/printing/chromium-report-printer.ts';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import { knownValuesOfRecord, knownValuesOfStatements } from '../../../src/core/personal-data/collect-known-values.ts';
import { findPersonalData } from '../../../src/core/personal-data/find-personal-data.ts';
import type { ReportFile } from '../../../src/core/package/report-input.ts';
import type { StatementContent } from '../../../src/core/statements/statement.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { buildForms } from '../../../src/reporting/forms/build-forms.ts';
import { createFormMaker } from '../../../src/reporting/forms/create-form-maker.ts';
import { nameOfTaxon } from '../../../src/reporting/forms/parts/taxon-name.ts';
import { findMissingPdfTools, runPdfTool } from '../../support/pdf-tools.ts';
import { skipAllWithout } from '../../support/needs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function makeFiles(input: FormInput, printer?: Parameters<typeof createFormMaker>[0]['printer']): Promise<readonly ReportFile[]> {
  const scratchFolder = join(tempFolder(), 'scratch');
  mkdirSync(scratchFolder);
  const maker = createFormMaker(printer === undefined ? {} : { printer });
  const files: ReportFile[] = [];
  for await (const file of maker.makeFiles(input, { scratchFolder, signal: new AbortController().signal })) files.push(file);
  return files;
}
const textOf = (files: readonly ReportFile[], path: string): string =>
  new TextDecoder().decode(files.find((file) => file.path === path)?.bytes);

async function knownOf({ statements, exhibits, seal }: FormInput): Promise<readonly string[]> {
  const records = await Promise.all(exhibits.map((exhibit) => exhibit.readRecord()));
  return [seal.operator, seal.case.reference, ...knownValuesOfStatements(statements), ...records.flatMap(knownValuesOfRecord)];
}

const parrot = (exhibits: readonly string[], number: number, fields: Partial<Extract<StatementContent, { kind: 'item' }>['fields']> = {}) =>
  makeExampleStatement(
    number,
    { kind: 'item', fields: { kind: 'specimen', taxon: 'Psittacus erithacus', term: 'LIV', ...fields } },
    { evidence: exhibits.map((exhibit) => ({ exhibit })) },
  );

describe('counts', () => {
  it('count an ad once, in the month of its first capture, and mark small numbers', async () => {
    const captures = [
      ['https://a.example/1', '2026-03-31T23:59:59.000Z'],
      ['https://a.example/2', '2026-03-01T00:00:00.000Z'],
      ['https://a.example/1', '2026-04-01T00:00:00.000Z'],
      ['https://a.example/3', '2026-04-01T00:00:00.000Z'],
      ['https://a.example/4', '2026-04-02T00:00:00.000Z'],
      ['https://a.example/5', '2026-04-03T00:00:00.000Z'],
      ['https://a.example/6', '2026-04-04T00:00:00.000Z'],
      ['https://a.example/7', '2026-04-05T00:00:00.000Z'],
    ] as const;
    const exhibits = captures.map(([address, clickedAt], index) => makeExampleExhibit(index + 1, { address, clickedAt }));
    exhibits.push(makeExampleExhibit(9, { address: 'https://a.example/gone', clickedAt: '2026-04-05T00:00:00.000Z', state: 'failed' }));
    const statements = [
      parrot(['E-0001', 'E-0003'], 1),
      parrot(['E-0002'], 2),
      // The same ad told twice is one ad.
      parrot(['E-0002', 'E-0002'], 3),
      parrot(['E-0004', 'E-0005', 'E-0006', 'E-0007', 'E-0008', 'E-0009'], 4),
      parrot(['E-0004'], 5, { taxon: 'from Jan, see 0470 12 34 56' }),
      parrot(['E-9999'], 6),
    ];
    const [counts] = await buildForms('pattern', makeExampleInput('pattern', 'en', { statements, exhibits, answers: {} }));
    const tables = counts?.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'table' ? block.rows : [])));
    expect(tables).toEqual([
      [null, 'LIV', null, '2026-04', '1', 'yes, below 5'],
      ['Psittacus erithacus', 'LIV', null, '2026-03', '2', 'yes, below 5'],
      ['Psittacus erithacus', 'LIV', null, '2026-04', '5', 'no'],
    ]);
    const fields = counts?.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'fields' ? block.fields : []))) ?? [];
    expect(fields.map(({ id, state, values }) => [id, state, ...values])).toEqual([
      ['ads', 'given', '7'],
      ['without-item', 'given', '0'],
      ['platform-type', 'missing'],
      ['items-without-page', 'given', '1'],
      ['public-contact', 'not-applicable'],
    ]);
  });

  it('take as a species only what is written as one', () => {
    expect(
      ['Psittacus erithacus', 'Loxodonta africana (Blumenbach, 1797)', 'Testudo spp.', 'Panthera tigris altaica', 'Python'].map(
        nameOfTaxon,
      ),
    ).toEqual(['Psittacus erithacus', 'Loxodonta africana', 'Testudo spp.', 'Panthera tigris altaica', 'Python']);
    for (const text of ['grey parrot', 'PARROT', 'Psittacus 0470', '@psittacus', 'see https://a.example', '', undefined])
      expect(nameOfTaxon(text)).toBeUndefined();
  });
});

describe('rows for CITES', () => {
  it('come as CSV in the columns of the report, each marked as no seizure, and nothing in it is computed or empty', async () => {
    const files = await makeFiles(makeExampleInput('pattern', 'fr', { practice: true }));
    const [head = '', ...rows] = textOf(files, 'data/forms/cites-rows.csv').trimEnd().split('\r\n');
    expect(head.split(',').slice(0, 9)).toEqual([
      'row',
      'status',
      'country',
      'date',
      'scientific-name',
      'description',
      'quantity',
      'unit',
      'location',
    ]);
    expect(head.split(',')).toHaveLength(23);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.split(',')[1]).toBe('no seizure');
      expect(row.split(',')).toHaveLength(23);
      expect(row.split(',').every((cell) => cell !== '' && !/^[=+@-]/.test(cell))).toBe(true);
      expect(row.endsWith(',PRACTICE - NOT EVIDENCE')).toBe(true);
    }
    expect(rows[0]).toContain(',BE,no seizure,Psittacus erithacus,LIV,2,no.,missing,');
  });
});

describe('a package without personal data', () => {
  skipAllWithout(findMissingPdfTools());

  it('holds none in any shape of its forms, and what is put into any of them is found', async () => {
    const folder = tempFolder();
    const printer = createChromiumReportPrinter({ findExecutable: () => findBrowser(thisMachine()).path, temporaryFolder: folder });
    const input = makeExampleInput('pattern', 'nl');
    const files = await makeFiles(input, printer);
    expect(files.map(({ path }) => path.split('.').at(-1) ?? '').toSorted()).toEqual([
      'csv',
      'docx',
      'docx',
      'json',
      'json',
      'pdf',
      'pdf',
      'txt',
      'txt',
    ]);
    const known = await knownOf(input);
    expect(await findPersonalData(nodeDecompression, { files, known })).toEqual([]);
    // Positive control: what the case knows stands in those of another profile, in each of their shapes that can be read.
    const told = await makeFiles(makeExampleInput('interpol', 'nl'));
    const found = await findPersonalData(nodeDecompression, { files: told, known });
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set(told.map(({ path }) => path)));
    // And the print has a title that a reader of ours sees.
    const print = files.find(({ path }) => path === 'data/forms/pattern-counts.nl.pdf');
    const path = join(folder, 'counts.pdf');
    writeFileSync(path, print?.bytes ?? new Uint8Array());
    const title = /Title:\s+(.*)/.exec(runPdfTool('pdfinfo', path))?.[1] ?? '';
    expect(await findPersonalData(nodeDecompression, { files, known: [title] })).toContainEqual(
      expect.objectContaining({ path: 'data/forms/pattern-counts.nl.pdf', kind: 'known-value' }),
    );
    expect(runPdfTool('pdftotext', path, '-')).not.toContain('2026-118');
  });
});
