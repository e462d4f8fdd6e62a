import type { BareScript } from './bare-script.ts';
import type { BenchFinding } from './finding.ts';
import type { BenchMarket } from './practice-process.ts';
import { describeMs, medianOf } from './statistics.ts';
import type { BenchStation, TimedCapture } from './station.ts';

const ROUNDS = 4;
const PAGES_A_ROUND = 4;

/** How long the person waits on an ordinary ad: 6,000 px, 12 pictures, a warm browser. */
export async function measureOneAd(market: BenchMarket, station: BenchStation, bare: BareScript): Promise<readonly BenchFinding[]> {
  const captures: TimedCapture[] = [];
  const bareMs: number[] = [];
  await bare.save(market.bench);
  for (let round = 0; round < ROUNDS; round++) {
    // The first of each round starts the browser and is not counted.
    const [, ...warm] = await station.capture(
      Array.from({ length: PAGES_A_ROUND + 1 }, () => market.bench),
      1,
    );
    captures.push(...warm);
    for (let page = 0; page < PAGES_A_ROUND; page++) bareMs.push(await bare.save(market.bench));
  }
  const states = new Set(captures.map(({ result }) => result.state));
  if (states.size !== 1 || !states.has('sealed')) throw new Error(`Captures ended as ${[...states].join(', ')}: nothing was measured`);
  const firstPictureMs = captures.map(({ record }) => sinceClick(record, record.observation.times.seenAt));
  const phaseAMs = captures.map(({ record }) => sinceClick(record, record.observation.times.seenCompleteAt));
  const sealedMs = captures.map(({ clickToSealedMs }) => clickToSealedMs);
  const ratio = medianOf(sealedMs) / medianOf(bareMs);
  return [
    {
      question: 'first picture after the click',
      measured: describeMs(firstPictureMs),
      bound: 'at most 300 ms',
      holds: medianOf(firstPictureMs) <= 300,
    },
    { question: 'phase A, as seen', measured: describeMs(phaseAMs), bound: 'at most 1,000 ms', holds: medianOf(phaseAMs) <= 1_000 },
    {
      question: 'click to sealed beside the bare script',
      measured: `${ratio.toFixed(2)} x: ${describeMs(sealedMs)} to ${describeMs(bareMs)}`,
      bound: 'at most 1.5 x',
      holds: ratio <= 1.5,
    },
  ];
}

/** Milliseconds from the first step on the open page to `time`. */
function sinceClick({ observation }: TimedCapture['record'], time: string | undefined): number {
  const clicked = observation.steps.find(({ stage }) => stage === 'as-seen')?.startedAt;
  return clicked === undefined || time === undefined ? Number.NaN : Date.parse(time) - Date.parse(clicked);
}
