import type { BareScript } from './bare-script.ts';
import type { BenchFinding } from './finding.ts';
import type { BenchMarket } from './practice-process.ts';
import type { BenchStation, TimedCapture } from './station.ts';

const CONCURRENCY = 2;

/** A list of ads, two at a time: what an investigator gets through. Opening the pages counts on both sides. */
export async function measureManyAds(market: BenchMarket, station: BenchStation, bare: BareScript): Promise<readonly BenchFinding[]> {
  let states = '';
  const capturesMs = await timeOf(async () => {
    const captures = await station.capture(market.many, CONCURRENCY);
    states = countStates(captures);
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
      measured: `${perMinute(capturesMs)} a minute, the bare script ${perMinute(bareMs)}; ${(capturesMs / bareMs).toFixed(2)} x its time; ${states}`,
      bound: 'to be known',
      holds: true,
    },
  ];
}

/** E.g. `59 sealed, 1 partial (step-failed: PDF ...)`. Throws when one gave nothing: then there is nothing to compare. */
function countStates(captures: readonly TimedCapture[]): string {
  const partial = captures.filter(({ result }) => result.state === 'partial');
  const sealed = captures.filter(({ result }) => result.state === 'sealed');
  const other = captures.find((capture) => !partial.includes(capture) && !sealed.includes(capture));
  if (other !== undefined)
    throw new Error(`${other.result.requestedUrl} ended as ${other.result.state}: ${other.result.error?.message ?? ''}`);
  const reasons = partial.flatMap(({ result }) => result.reasons ?? []).map(({ code, detail }) => `${code}: ${detail}`);
  return `${sealed.length} sealed, ${partial.length} partial${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`;
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
