import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureResultSchema, type ExhibitResult } from '../../src/core/model/capture-result.ts';
import { HOSTILE_NAMES, startPracticeMarket, type PracticeMarket } from '../../src/practice/practice-market.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

type Ends = ExhibitResult['state'];

const TOTAL_S = 40;
/** Starting, closing and writing on a busy machine; a capture that hangs takes far longer. */
const PATIENCE_MS = 240_000;

/** Pages that show nothing: the attempt is sealed as failed, with the closed code that says why. */
const WITHOUT_DOCUMENT: Readonly<Partial<Record<string, string>>> = {
  'late-document': 'navigation-timeout',
  'reset-document': 'connection-failed',
  'redirect-loop': 'redirect-loop',
  'no-content': 'no-document',
  'basic-auth': 'navigation-failed',
};

/** Pages of which something must be missing, and what the record must give as a reason. */
const ALWAYS_PARTIAL: Readonly<Partial<Record<string, string>>> = {
  'endless-body': 'time-limit',
  'cut-document': 'document-incomplete',
  'endless-scroll': 'height-limit',
};

/** Pages that may end the renderer: then no document could be kept. */
const MAY_CRASH = new Set(['memory-bomb', 'deep-dom', 'deep-dom-script', 'growing-dom', 'busy-loop']);

let market: PracticeMarket;
let pugmark: Pugmark;

beforeAll(async () => {
  market = await startPracticeMarket();
  pugmark = await new Pugmark(keptTempFolder()).init();
});
afterAll(() => market.close());

async function capture(url: string): Promise<ExhibitResult> {
  const { code, stdout, stderr } = await pugmark.runApart(['capture', '--case', 'P-1', '--timeout', String(TOTAL_S), '--json', url]);
  expect({ code, stderr }).toEqual({ code: expect.toSatisfy((one) => one === 0 || one === 1), stderr: expect.any(String) });
  const [exhibit] = captureResultSchema.parse(JSON.parse(stdout)).exhibits;
  if (exhibit === undefined) throw new Error(`No exhibit of ${url}: ${stderr}`);
  return exhibit;
}

const reasonsOf = ({ reasons = [] }: ExhibitResult): readonly string[] => reasons.map(({ code }) => code);

/** What is wrong with how the capture of a hostile page ended; empty when it is as it has to be. */
function findFaults(name: string, exhibit: ExhibitResult): readonly string[] {
  const { state, error, artifacts, tookMs = Number.POSITIVE_INFINITY } = exhibit;
  const reasons = reasonsOf(exhibit);
  const failure = WITHOUT_DOCUMENT[name];
  const reason = ALWAYS_PARTIAL[name];
  const allowed: readonly Ends[] =
    failure !== undefined
      ? ['failed']
      : reason !== undefined
        ? ['partial']
        : ['sealed', 'partial', ...(MAY_CRASH.has(name) ? ['failed' as const] : [])];
  return [
    ...(allowed.includes(state) ? [] : [`ended as ${state}, not as ${allowed.join(' or ')}`]),
    ...(failure === undefined || error?.code === failure ? [] : [`failed with ${error?.code}, not ${failure}`]),
    ...(reason === undefined || reasons.includes(reason) ? [] : [`says ${reasons.join(', ')}, not ${reason}`]),
    ...(reasons.length > 0 === (state !== 'sealed') ? [] : [`is ${state} with ${reasons.length} reasons`]),
    ...(artifacts.some(({ role }) => role === 'record') ? [] : ['has no record']),
    ...(tookMs < PATIENCE_MS ? [] : [`took ${tookMs} ms`]),
  ];
}

describe('hostile pages through the command line', () => {
  it('has an ordinary page to compare with: sealed whole', { timeout: PATIENCE_MS }, async () => {
    const exhibit = await capture(market.adWith('plain').url);
    expect({ state: exhibit.state, status: exhibit.httpStatus }).toEqual({ state: 'sealed', status: 200 });
  });

  for (const name of HOSTILE_NAMES) {
    it(`${name}: ends, accounted for`, { timeout: PATIENCE_MS }, async ({ annotate }) => {
      const exhibit = await capture(market.hostileUrl(name));
      await annotate([exhibit.state, ...new Set(reasonsOf(exhibit))].join(', '));
      expect(findFaults(name, exhibit)).toEqual([]);
    });
  }

  it('leaves a vault in which everything adds up', { timeout: PATIENCE_MS }, async () => {
    const { code, document } = await pugmark.json<{ findings: unknown[]; checked: { exhibits: number } }>(['check']);
    expect({ code, findings: document.findings }).toEqual({ code: 0, findings: [] });
    expect(document.checked.exhibits).toBe(HOSTILE_NAMES.length + 1);
  });
});
