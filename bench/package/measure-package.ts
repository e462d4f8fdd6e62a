import { execFile } from 'node:child_process';
import { rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchFinding } from '../finding.ts';
import type { BenchMarket } from '../practice-process.ts';
import { describeMs, medianOf } from '../statistics.ts';
import { makePackageVault, type PackageVault } from './package-case.ts';
import { runPackageWork, type TimedWork } from './package-work.ts';

const MEGABYTE = 1_000_000;
const MAX_MEGABYTES = 300;
const MAX_EXPORT_RATIO = 2;
const MAX_VERIFY_RATIO = 1.5;
/** Pages with a full picture each. */
const PAGES = 7;
/** The largest case, which takes minutes, is made when asked for (`PUGMARK_BENCH_LARGE=1`) and the disk has room for it. */
const SIZES: readonly { readonly megabytes: number; readonly rounds: number; readonly isLarge?: true }[] = [
  { megabytes: 100, rounds: 5 },
  { megabytes: 1_000, rounds: 3 },
  { megabytes: 4_000, rounds: 2, isLarge: true },
];

/** What it takes to make and to check a package, beside openssl on the same bytes, and how much memory. */
export async function measurePackages(market: BenchMarket, say: (line: string) => void): Promise<readonly BenchFinding[]> {
  const vault = await makePackageVault([market.bench, ...market.many.slice(0, PAGES - 1)]);
  try {
    const cases: { readonly megabytes: number; readonly rounds: number }[] = [];
    for (const { megabytes, rounds, isLarge } of SIZES) {
      if (isLarge === true && !(process.env['PUGMARK_BENCH_LARGE'] === '1' && (await hasRoom(vault.folder, megabytes)))) continue;
      const { exhibits, kinds } = await vault.fill(`M${megabytes}`, megabytes * MEGABYTE);
      say(`  Case of ${megabytes} MB: ${exhibits} exhibits; ${kinds}`);
      cases.push({ megabytes, rounds });
    }
    vault.release();
    const findings: BenchFinding[] = [];
    for (const { megabytes, rounds } of cases) findings.push(...(await measureCase(vault, megabytes, rounds)));
    return findings;
  } finally {
    await vault.remove();
  }
}

interface Rounds {
  readonly openssl: OpensslTime[];
  readonly exported: TimedWork[];
  readonly verified: TimedWork[];
  readonly withPictures: TimedWork[];
}

async function measureCase(vault: PackageVault, megabytes: number, rounds: number): Promise<readonly BenchFinding[]> {
  const measured: Rounds = { openssl: [], exported: [], verified: [], withPictures: [] };
  for (let round = 0; round < rounds; round += 1) {
    const made = await runPackageWork('export', vault.folder, `M${megabytes}`, join(dirname(vault.folder), `out-${megabytes}-${round}`));
    const path = made.path ?? '';
    measured.exported.push(made);
    measured.openssl.push(await timeOpenssl(path));
    measured.verified.push(await runPackageWork('verify', path, 'without pictures'));
    measured.withPictures.push(await runPackageWork('verify', path, 'pictures'));
    await rm(path);
  }
  return [
    buildTimeFinding(`export of ${megabytes} MB`, measured.exported, measured.openssl, MAX_EXPORT_RATIO),
    buildTimeFinding(
      `verification of ${megabytes} MB, pictures not put together again`,
      measured.verified,
      measured.openssl,
      MAX_VERIFY_RATIO,
    ),
    buildTimeFinding(`verification of ${megabytes} MB`, measured.withPictures, measured.openssl, MAX_VERIFY_RATIO),
    buildMemoryFinding(`memory of an export of ${megabytes} MB`, measured.exported),
    buildMemoryFinding(`memory of a verification of ${megabytes} MB`, measured.withPictures),
  ];
}

interface OpensslTime {
  readonly wholeMs: number;
  readonly processorMs: number;
}

/** Both digests of the package, one after the other, the file in memory. */
async function timeOpenssl(path: string): Promise<OpensslTime> {
  const startedMs = performance.now();
  const script = 'openssl dgst -sha256 "$1" && openssl dgst -sha512 "$1" && times';
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script, 'sh', path]);
  const wholeMs = performance.now() - startedMs;
  // The last line of `times`: user and system time of what the shell started, as 0m1.25s.
  const spent = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const processorMs = spent.reduce((sum, [, minutes, seconds]) => sum + (60 * Number(minutes) + Number(seconds)) * 1_000, 0);
  if (spent.length !== 2 || processorMs === 0) throw new Error(`The shell did not say what openssl took: ${stdout}`);
  return { wholeMs, processorMs };
}

function buildTimeFinding(question: string, works: readonly TimedWork[], openssls: readonly OpensslTime[], maxRatio: number): BenchFinding {
  const opensslMs = openssls.map(({ wholeMs }) => wholeMs);
  const openssl = medianOf(opensslMs);
  const ratio = medianOf(works.map(({ workMs }) => workMs)) / openssl;
  const wholeRatio = medianOf(works.map(({ wholeMs }) => wholeMs)) / openssl;
  const fixedMs = works.map(({ wholeMs, workMs }) => wholeMs - workMs);
  const processorMs = medianOf(works.map((work) => work.processorMs));
  const opensslProcessorMs = medianOf(openssls.map((one) => one.processorMs));
  return {
    question,
    measured:
      `${ratio.toFixed(2)} x: ${describeMs(works.map(({ workMs }) => workMs))} to ${describeMs(opensslMs)} of openssl; ` +
      `whole process ${wholeRatio.toFixed(2)} x, of which start and vault ${Math.round(medianOf(fixedMs))} ms; ` +
      `processor ${(processorMs / opensslProcessorMs).toFixed(2)} x: ${Math.round(processorMs)} ms to ${Math.round(opensslProcessorMs)} ms`,
    bound: `at most ${maxRatio} x`,
    holds: ratio <= maxRatio,
  };
}

function buildMemoryFinding(question: string, works: readonly TimedWork[]): BenchFinding {
  const peakMegabytes = Math.max(...works.map((work) => work.peakMegabytes));
  const openingMegabytes = Math.max(0, ...works.map((work) => work.openingMegabytes ?? 0));
  const opening = openingMegabytes === 0 ? '' : `; opening the vault, before it, ${openingMegabytes} MB`;
  return {
    question,
    measured: `${peakMegabytes} MB at its highest${opening}`,
    bound: `under ${MAX_MEGABYTES} MB`,
    holds: peakMegabytes < MAX_MEGABYTES,
  };
}

/** For the package, and as much again for whoever else writes. Objects that cases share are stored once for each case. */
async function hasRoom(folder: string, megabytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize > 3 * megabytes * MEGABYTE;
}
