import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { BenchFinding } from './finding.ts';
import { DRAWINGS, longPageSchema, type Drawing } from './long-page-result.ts';
import type { BenchMarket } from './practice-process.ts';

const MAX_MEGABYTES = 600;

/** A page of 40,000 px, drawn by the processor and by the graphics path, read back row by row. */
export async function measureLongPage(market: BenchMarket): Promise<readonly BenchFinding[]> {
  const findings: BenchFinding[] = [];
  for (const drawing of DRAWINGS) findings.push(...(await measureDrawing(market, drawing)));
  return findings;
}

async function measureDrawing(market: BenchMarket, drawing: Drawing): Promise<readonly BenchFinding[]> {
  const child = fork(join(import.meta.dirname, 'long-page-child.ts'), [market.ruler, drawing], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('The measuring process ended without a result')));
  const [message] = await Promise.race([once(child, 'message'), gone]);
  child.disconnect();
  const { rows, wholeRows, naiveRows, headers, peakMegabytes, clickToSealedMs } = longPageSchema.and(z.unknown()).parse(message);
  return [
    {
      question: `40,000 px page, ${drawing}`,
      measured: `${wholeRows} of ${rows} ruler rows in place, sticky header ${headers} time(s), sealed after ${Math.round(clickToSealedMs)} ms; one full-page shot keeps ${naiveRows}`,
      bound: 'every row, the header once',
      holds: wholeRows === rows && headers === 1,
    },
    {
      question: `memory of our process on it, ${drawing}`,
      measured: `${peakMegabytes} MB at its highest`,
      bound: `under ${MAX_MEGABYTES} MB`,
      holds: peakMegabytes < MAX_MEGABYTES,
    },
  ];
}
