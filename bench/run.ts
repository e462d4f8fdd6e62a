import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureVerifier } from '../scripts/verifier/build-verifier.ts';
import { findBrowser } from '../src/capture/browser/find-browser.ts';
import { thisMachine } from '../src/capture/browser/this-machine.ts';
import { measureApp } from './app.ts';
import { startBareScript } from './bare-script.ts';
import { measureEncryption } from './encryption.ts';
import { describeFinding, type BenchFinding } from './finding.ts';
import { measureLongPage } from './long-page.ts';
import { measureManyAds } from './many-ads.ts';
import { measureOneAd } from './one-ad.ts';
import { measurePackages } from './package/measure-package.ts';
import { startBenchMarket } from './practice-process.ts';
import { measureReport } from './report.ts';
import { measureSearch } from './search.ts';
import { startStation } from './station.ts';
import { measureViewer } from './viewer.ts';

// Machines differ and are noisy: what counts are ratios of one run. Exits with 1 when something exceeds what was set.
const QUESTIONS = ['encryption', 'one-ad', 'long-page', 'many-ads', 'package', 'viewer', 'search', 'app', 'report'] as const;
const NEEDS_NO_MARKET: readonly string[] = ['search', 'app', 'report'];
const asked = process.argv.slice(2);
const wants = (question: (typeof QUESTIONS)[number]): boolean => asked.length === 0 || asked.includes(question);
if (asked.some((question) => !(QUESTIONS as readonly string[]).includes(question))) {
  process.stderr.write(`usage: npm run bench [-- ${QUESTIONS.join(' | ')}]\n`);
  process.exit(2);
}

/** The scroll pass of a capture waits so long at a stop and at its end (src/capture/steps/scroll-pass.ts). */
const WAITS = { stopMs: 90, quietMs: 150, quietTimeoutMs: 4_000 };

say(`Measured on ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`);
const root = dirname(import.meta.dirname);
// Packages hold a page that is built from the sources.
await ensureVerifier(root);
const findings: BenchFinding[] = [];
if (wants('search')) tell(await measureSearch(say));
if (wants('app')) tell(await measureApp(findBrowser(thisMachine()).path));
if (wants('report')) tell(await measureReport(say));
if (QUESTIONS.some((question) => !NEEDS_NO_MARKET.includes(question) && wants(question))) await measureOnMarket();
process.exitCode = findings.every(({ holds }) => holds) ? 0 : 1;

function tell(more: readonly BenchFinding[]): void {
  findings.push(...more);
  for (const finding of more) say(describeFinding(finding));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What is measured on pages of the practice market, in a browser. */
async function measureOnMarket(): Promise<void> {
  const market = await startBenchMarket();
  const station = await startStation();
  const bare = await startBareScript(findBrowser(thisMachine()).path, WAITS);
  try {
    if (wants('encryption')) tell(await measureEncryption(market));
    if (wants('one-ad')) tell(await measureOneAd(market, station, bare));
    if (wants('long-page')) tell(await measureLongPage(market));
    if (wants('many-ads')) tell(await measureManyAds(market, station, bare));
    if (wants('package')) tell(await measurePackages(market, say));
    if (wants('viewer'))
      tell(await measureViewer(market, findBrowser(thisMachine()).path, join(root, 'out', 'verifier', 'START-HERE.html'), say));
  } finally {
    await bare.close();
    await station.close();
    market.close();
  }
}
