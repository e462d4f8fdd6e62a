import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BenchFinding } from './finding.ts';
import { reportWorkSchema, type ReportWork } from './report-result.ts';

const EXHIBITS = 3_000;
/** The last third of the volumes may take so much more than the first: lists grow by a line for each exhibit, records must not. */
const MAX_RATIO = 1.3;
const MAX_MEGABYTES = 700;

/** A report of thousands of exhibits, printed: it ends, and memory is that of one volume. */
export async function measureReport(say: (line: string) => void): Promise<readonly BenchFinding[]> {
  const work = await runReport(EXHIBITS);
  const { exhibits, volumes, pages, sizeBytes, largestPdfBytes, largestPageBytes, placed, workMs, printMs, firstMegabytes, lastMegabytes } =
    work;
  say(
    `  ${exhibits} exhibits: ${volumes} volumes, ${pages} pages, ${megabytes(sizeBytes)} MB in all; largest PDF ${megabytes(largestPdfBytes)} MB, largest HTML ${megabytes(largestPageBytes)} MB`,
  );
  return [
    {
      question: `report of ${exhibits} exhibits`,
      measured: `${Math.round(workMs / 1_000)} s, of which printing ${Math.round(printMs / 1_000)} s; ${placed} exhibits with their page in the summary`,
      bound: 'it ends, with a page for every exhibit',
      holds: placed === exhibits,
    },
    {
      question: 'memory of our process on it',
      measured: `${firstMegabytes} MB at its highest in the first third of the volumes, ${lastMegabytes} MB in the last`,
      bound: `at most ${MAX_RATIO} x, under ${MAX_MEGABYTES} MB`,
      holds: lastMegabytes <= firstMegabytes * MAX_RATIO && Math.max(firstMegabytes, lastMegabytes) < MAX_MEGABYTES,
    },
  ];
}

async function runReport(exhibits: number): Promise<ReportWork> {
  const child = fork(join(import.meta.dirname, 'report-child.ts'), [String(exhibits)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // As the command line starts (bin/pugmark).
    execArgv: ['--max-semi-space-size=4'],
  });
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('The measuring process ended without a result')));
  const [message]: unknown[] = await Promise.race([once(child, 'message'), gone]);
  child.disconnect();
  return reportWorkSchema.parse(message);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
