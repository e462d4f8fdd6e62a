import type { BenchFinding } from './finding.ts';
import type { BenchMarket } from './practice-process.ts';
import { startStation, type BenchStation } from './station.ts';
import { describeMs, medianOf } from './statistics.ts';

const ROUNDS = 4;
const PAGES_A_ROUND = 4;
const BOUND = 1.3;

/** What an encrypted vault costs: the same captures into one and into one in plain, in turns. */
export async function measureEncryption(market: BenchMarket): Promise<readonly BenchFinding[]> {
  const plain = await startStation(undefined, false);
  const encrypted = await startStation(undefined, true);
  try {
    const plainMs: number[] = [];
    const encryptedMs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Whoever is first in a round is second in the next.
      const order = [
        { station: plain, times: plainMs },
        { station: encrypted, times: encryptedMs },
      ];
      for (const { station, times } of round % 2 === 0 ? order : order.toReversed())
        times.push(...(await captureRound(station, market.bench)));
    }
    const ratio = medianOf(encryptedMs) / medianOf(plainMs);
    return [
      {
        question: 'click to sealed, into an encrypted vault beside one in plain',
        measured: `${ratio.toFixed(2)} x: ${describeMs(encryptedMs)} to ${describeMs(plainMs)}`,
        bound: `at most ${BOUND} x`,
        holds: ratio <= BOUND,
      },
    ];
  } finally {
    await plain.close();
    await encrypted.close();
  }
}

/** The first of a round starts the browser and is not counted. */
async function captureRound(station: BenchStation, url: string): Promise<readonly number[]> {
  const [, ...warm] = await station.capture(
    Array.from({ length: PAGES_A_ROUND + 1 }, () => url),
    1,
  );
  const other = warm.find(({ result }) => result.state !== 'sealed');
  if (other !== undefined) throw new Error(`A capture ended as ${other.result.state}: nothing was measured`);
  return warm.map(({ clickToSealedMs }) => clickToSealedMs);
}
