import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../src/capture/browser/find-browser.ts';
import { thisMachine } from '../src/capture/browser/this-machine.ts';
import { createChromiumReportPrinter } from '../src/capture/printing/chromium-report-printer.ts';
import { formatExhibitNumber } from '../src/core/ids.ts';
import type { ReportExhibit, ReportInput } from '../src/core/package/report-input.ts';
import type { ReportPrinter } from '../src/core/ports.ts';
import { createSharpImageCodec } from '../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../src/platform/cryptography.ts';
import { createReportMaker } from '../src/reporting/create-report-maker.ts';
import { findDestinations } from '../src/reporting/write/find-destinations.ts';
import { event, makeReportCase } from '../test/support/report-case.ts';
import type { ReportWork } from './report-result.ts';

// A process of its own: its memory is that of one report.
process.send?.(await measure(Number(process.argv[2])));

async function measure(count: number): Promise<ReportWork> {
  const input = await makeLargeCase(count);
  const folder = await mkdtemp(join(tmpdir(), 'pugmark-bench-report-'));
  const scratchFolder = join(folder, 'scratch');
  await mkdir(scratchFolder);
  const chromium = createChromiumReportPrinter({ findExecutable: () => findBrowser(thisMachine()).path, temporaryFolder: folder });
  let printMs = 0;
  const printer: ReportPrinter = {
    async print(order) {
      const startedMs = performance.now();
      return await chromium.print(order).finally(() => (printMs += performance.now() - startedMs));
    },
  };
  const maker = createReportMaker({ images: createSharpImageCodec(nodeHashing), printer });
  const memory = watchMemory();
  const startedMs = performance.now();
  const sizes: { readonly path: string; readonly sizeBytes: number }[] = [];
  let [pages, placed] = [0, 0];
  const highest: number[] = [];
  try {
    for await (const { path, bytes } of maker.makeReports(input, { scratchFolder, signal: new AbortController().signal })) {
      sizes.push({ path, sizeBytes: bytes.length });
      if (!path.endsWith('.pdf')) continue;
      const found = findDestinations(bytes);
      pages += found?.pageCount ?? 0;
      placed += found?.pages.size ?? 0;
      highest.push(memory());
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  const volumes = highest.length - 1;
  const third = Math.max(1, Math.floor(volumes / 3));
  const largest = (ending: string): number =>
    Math.max(...sizes.filter(({ path }) => path.endsWith(ending)).map(({ sizeBytes }) => sizeBytes));
  return {
    exhibits: count,
    volumes,
    pages,
    sizeBytes: sizes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    largestPdfBytes: largest('.pdf'),
    largestPageBytes: largest('.html'),
    placed,
    workMs: performance.now() - startedMs,
    printMs,
    firstMegabytes: Math.max(...highest.slice(0, third)),
    lastMegabytes: Math.max(...highest.slice(-third)),
  };
}

/** Sparse exhibits, each with a record and a picture of its own that come into being when they are read. */
async function makeLargeCase(count: number): Promise<ReportInput> {
  const input = await makeReportCase({ pageHeightPx: 600 });
  const [one] = input.exhibits;
  if (one === undefined) throw new Error('no exhibit');
  const exhibits = Array.from({ length: count }, (_, index): ReportExhibit => {
    const exhibit = formatExhibitNumber(index + 1);
    return {
      ...one,
      exhibit,
      artifacts: one.artifacts.map((artifact) => ({ ...artifact, path: artifact.path.replace('E-0001', exhibit) })),
      async readRecord() {
        const record = structuredClone(await one.readRecord());
        return { ...record, exhibit };
      },
    };
  });
  return {
    ...input,
    exhibits,
    timeline: exhibits.flatMap(({ exhibit, digest }, index) => [
      event(index * 2 + 1, { type: 'capture.started', exhibit }, { address: `https://ads.example/parrot/${index}` }),
      event(index * 2 + 2, { type: 'capture.sealed', exhibit, digest }),
    ]),
    seal: { ...input.seal, scope: { ...input.seal.scope, exhibits: exhibits.map(({ exhibit, digest }) => ({ exhibit, digest })) } },
  };
}

/** The highest since it was asked last, seen every few milliseconds, in MB. */
function watchMemory(): () => number {
  let highest = 0;
  const look = (): void => void (highest = Math.max(highest, process.memoryUsage.rss()));
  setInterval(look, 20).unref();
  return () => {
    look();
    const seen = highest;
    highest = 0;
    return Math.round(seen / 2 ** 20);
  };
}
