import type { BareScript } from './bare-script.ts';
import type { BenchFinding } from './finding.ts';
import type { BenchMarket } from './practice-process.ts';
import type { BenchStation } from './station.ts';

const CONCURRENCY = 2;

/** A list of ads, two at a time: what an investigator gets through. Opening the pages counts on both sides. */
export async function measureManyAds(market: BenchMarket, station: BenchStation, bare: BareScript): Promise<readonly BenchFinding[]> {
  const capturesMs = await timeOf(async () => {
    const captures = await station.capture(market.many, CONCURRENCY);
    const sealed = captures.filter(({ result }) => result.state === 'sealed').length;
    if (sealed !== market.many.length) throw new Error(`${sealed} of ${market.many.length} ads were sealed: nothing was measured`);
  });
  const bareMs = await timeOf(async () => {
    const left = [...market.many];
    const work = async (): Promise<void> => {
      for (let url = left.shift(); url !== undefined; url = left.shift()) await bare.save(url);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  });
  const perMinute = (ms: number): string => ((market.many.length * 60_000) / ms).toFixed(1);
  return [
    {
      question: `${market.many.length} ads, ${CONCURRENCY} at a time`,
      measured: `${perMinute(capturesMs)} a minute, the bare script ${perMinute(bareMs)}; ${(capturesMs / bareMs).toFixed(2)} x its time`,
      bound: 'to be known',
      holds: true,
    },
  ];
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
