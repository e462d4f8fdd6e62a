import { expect, it } from 'vitest';
import { buildReadMe } from '../../../src/core/package/read-me.ts';
import { makeReportCase } from '../../support/report-case.ts';

it('README.txt lists reports by name and forms by their folder, where there are any', async () => {
  const report = await makeReportCase();
  const files = ['data/summary.en.pdf', 'data/report.en.v01.pdf'];
  const contentsOf = (names: readonly string[]): string =>
    /WHAT IS IN IT\n\n(.*?)\n\n/s.exec(buildReadMe({ report, seal: report.seal, files: names }).replaceAll('\r\n', '\n'))?.[1] ?? '';
  const withForms = contentsOf([...files, 'data/forms/acquisition-record.en.pdf', 'data/forms/acquisition-record.en.json']);
  expect(withForms).toMatch(/^data\/report\.en\.v01\.pdf {5}for reading/m);
  expect(withForms.match(/^data\/forms\/ {16}forms, filled from the record/gm)).toHaveLength(1);
  expect(withForms).not.toContain('acquisition-record');
  expect(contentsOf(files)).not.toContain('data/forms/');
  // Two columns: no name runs into what is said of it.
  expect(withForms.split('\n').filter((line) => !/^(?:\S+(?: \S+)* +| {27})\S/.test(line))).toEqual([]);
});
