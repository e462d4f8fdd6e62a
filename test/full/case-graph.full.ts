import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import type { FormInput } from '../../src/core/forms/form-input.ts';
import { formatExhibitNumber } from '../../src/core/ids.ts';
import type { ReportExhibit } from '../../src/core/package/report-input.ts';
import { createGraphMaker } from '../../src/reporting/graph/create-graph-maker.ts';
import { checkGraph } from '../support/graph/check-graph.ts';
import { type GraphDocument, ofType } from '../support/graph/graph-document.ts';
import { findMissingMaterial } from '../support/shared-material.ts';
import { Pugmark } from '../support/pugmark.ts';
import { readZipEntry } from '../support/read-zip.ts';
import { event, makeReportCase } from '../support/report-case.ts';
import { tempFolder } from '../support/temp-folder.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('the graph of captures of the practice market passes every shape of CASE and UCO', async ({ skip, annotate }) => {
  const missing = findMissingMaterial('data', 'case-uco');
  if (missing !== undefined) skip(missing);
  const { stdout } = await new Pugmark(tempFolder()).runApart(['demo', '--out', 'demo', '--json']);
  const { path } = (JSON.parse(stdout) as { package: { path: string } }).package;
  const text = (await readZipEntry(path, `${basename(path, '.zip')}/data/graph/case-uco.jsonld`)).toString('utf8');
  const graph = JSON.parse(text) as GraphDocument;
  expect(await checkGraph(graph)).toEqual([]);
  const captures = ofType(graph, 'observable:WebPage').length;
  expect(captures).toBeGreaterThanOrEqual(6);
  await annotate(`${captures} captures, ${graph['core:object'].length} objects, ${text.length} characters`);
}, 600_000);

const EXHIBITS = 3_000;
const FILES = 20;

/** Exhibits of 20 files each, with a record that is made when it is asked for and that nobody else holds. */
async function makeManyExhibits(): Promise<FormInput> {
  const one = await makeReportCase({ exhibits: 1 });
  const [pattern] = one.exhibits;
  const [file] = pattern?.artifacts ?? [];
  if (pattern === undefined || file === undefined) throw new Error('one exhibit was asked for');
  const record = await pattern.readRecord();
  const exhibits = Array.from({ length: EXHIBITS }, (_, index): ReportExhibit => {
    const exhibit = formatExhibitNumber(index + 1);
    const requestedUrl = `https://ads${index % 100}.example/parrot/${index}`;
    const address = { requestedUrl, documentUrl: requestedUrl, shownUrl: requestedUrl, inPage: [], path: [] };
    return {
      ...pattern,
      exhibit,
      artifacts: Array.from({ length: FILES }, (_none, number) => ({ ...file, path: `data/exhibits/${exhibit}/media-${number}.png` })),
      readRecord: () => Promise.resolve(structuredClone({ ...record, exhibit, observation: { ...record.observation, address } })),
    };
  });
  const timeline = exhibits.map(({ exhibit, digest }, seq) => event(seq, { type: 'capture.sealed', exhibit, digest }));
  return { ...one, exhibits, timeline, answers: {} };
}

test(`the graph of ${EXHIBITS} exhibits is written in the memory of a few`, async ({ annotate }) => {
  const input = await makeManyExhibits();
  const signal = new AbortController().signal;
  const heaps: number[] = [];
  let sizeBytes = 0;
  const started = performance.now();
  const measure = ({ done }: { readonly done: number }): void => {
    if (done % 500 !== 0) return;
    collectGarbage();
    heaps.push(process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
  };
  for await (const made of createGraphMaker().makeFiles(input, { scratchFolder: tempFolder(), signal, onProgress: measure })) {
    if ('stream' in made) for await (const piece of made.stream) sizeBytes += piece.length;
  }
  const tookMs = performance.now() - started;
  const grown = Math.max(...heaps) - (heaps[0] ?? 0);
  expect(heaps).toHaveLength(EXHIBITS / 500);
  expect(sizeBytes).toBeGreaterThan(50_000_000);
  // Names of objects that may come up again, and what the investigation lists: some hundred bytes for each exhibit.
  expect(grown).toBeLessThan(sizeBytes / 10);
  await annotate(
    `${mb(sizeBytes)} written in ${(tookMs / 1_000).toFixed(1)} s; memory grew by ${mb(grown)} from exhibit 500 to ${EXHIBITS}`,
  );
}, 600_000);

function mb(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
