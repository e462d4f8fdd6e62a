import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { CaptureChoices } from '../../app/capture-record-parts.ts';
import type { ExportedPackage } from '../../app/export-run.ts';
import { viewArtifacts } from '../../app/exhibit-service.ts';
import type { CheckReport } from '../../core/model/check.ts';
import type { ExhibitResult } from '../../core/model/capture-result.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../core/model/limits.ts';
import { isPassed, type Verdict } from '../../core/package/verdict.ts';
import type { CaseStore, VaultStore } from '../../core/ports.ts';
import { buildPublicKeyPem } from '../../core/signing/public-key.ts';
import type { AdFeature, PracticeMarket } from '../../practice/practice-market.ts';
import { writeArtifactFiles } from '../artifact-files.ts';
import { usageError, type Cli } from '../cli.ts';
import { composeBrowsers, composeVaults } from '../../engine/composition.ts';
import { EXIT } from '../exit-codes.ts';
import { parseFolder } from '../options.ts';
import { buildCountsLine } from '../output/exhibit-lines.ts';
import { formatCount } from '../output/quantities.ts';
import { buildVerdictLines } from '../output/verdict-lines.ts';
import { forTerminal } from '../output/terminal-text.ts';
import { profileFolderOf } from '../../engine/case-profiles.ts';
import type { Program } from '../program.ts';
import { captureIntoCase } from './capture.ts';
import { buildCheckLines, runCheck } from './check.ts';
import { runExport } from './export.ts';
import { runVerify } from './verify.ts';

/** A demonstration is no secret: the passphrase is said at its end. */
const DEMO_PASSPHRASE = 'practice';
const CASE_REFERENCE = 'PRACTICE-1';
const SESSION_NAME = 'grenier';

/** One ad for each thing that makes a page hard to keep. */
const SHOWN: readonly { readonly feature: AdFeature; readonly what: string }[] = [
  { feature: 'long', what: 'a long page' },
  { feature: 'lazy', what: 'pictures that load when scrolled to' },
  { feature: 'cross-site-frame', what: 'frames of other sites' },
  { feature: 'partly-failing', what: 'a page of which parts fail' },
  { feature: 'shadow-dom', what: 'price and contact in shadow roots' },
];

export function addDemoCommand(program: Program, cli: Cli): void {
  program
    .command('demo')
    .description('practice market, captures, check, package, verification: everything once, in a new folder')
    .option('--out <dir>', 'a new or empty folder (default: pugmark-demo-N below this one)', parseFolder)
    .action(async ({ out }) => {
      const folder = await chooseFolder(out);
      cli.note(`The demonstration works in ${folder}`);
      const { startPracticeMarket } = await import('../../practice/practice-market.ts');
      const market = await startPracticeMarket();
      try {
        await runDemo(cli, market, folder);
      } finally {
        await market.close();
      }
    });
}

async function chooseFolder(out: string | undefined): Promise<string> {
  if (out === undefined) {
    let number = 1;
    while (existsSync(resolve(`pugmark-demo-${number}`))) number += 1;
    return resolve(`pugmark-demo-${number}`);
  }
  const folder = resolve(out);
  if (existsSync(folder) && (await readdir(folder)).length > 0) throw usageError(`${folder} is not empty: give a new folder with --out`);
  return folder;
}

async function runDemo(cli: Cli, market: PracticeMarket, folder: string): Promise<void> {
  const vaultFolder = join(folder, 'vault');
  await mkdir(folder, { recursive: true });
  const vault = await composeVaults().init({
    folder: vaultFolder,
    passphrase: DEMO_PASSPHRASE,
    serviceNumber: 'PRACTICE-OPERATOR',
    agency: 'Practice',
  });
  let exhibits: readonly ExhibitResult[];
  let picture: string | undefined;
  let made: ExportedPackage | undefined;
  const keyFile = join(folder, 'station-key.pem');
  try {
    vault.newCase({ reference: CASE_REFERENCE, title: 'Ads of the practice market', practice: true });
    const store = vault.openCase(CASE_REFERENCE);
    exhibits = await captureAds(cli, market, vault, store);
    picture = await writePicture(store, exhibits, folder);
    made = await makePackage(cli, vault, exhibits, folder);
    await writeStationKey(vault, keyFile);
  } finally {
    vault.close();
  }
  cli.note('Checking the vault: every digest, log entry, signature and recipe ...');
  const report = await runCheck(cli, vaultFolder, DEMO_PASSPHRASE);
  const verified =
    made === undefined ? undefined : { made, keyFile, verdict: (await runVerify(cli, { path: made.path, trustKeys: [keyFile] })).verdict };
  tellDemo(cli, { folder, vaultFolder, exhibits, report, picture, verified });
}

async function captureAds(cli: Cli, market: PracticeMarket, vault: VaultStore, store: CaseStore): Promise<readonly ExhibitResult[]> {
  cli.note(`Capturing ${SHOWN.map(({ what }) => what).join('; ')} ...`);
  const open = await captureIntoCase(cli, {
    vault,
    store,
    addresses: SHOWN.map(({ feature }) => ({ url: market.adWith(feature).url, from: feature })),
    choices: buildChoices(undefined),
    concurrency: 2,
  });
  if (cli.interrupts.signal.aborted || open.stoppedBy !== undefined) return endEarly(open);

  cli.note('Logging in as the practice visitor, then capturing an ad that only visitors with an account see ...');
  const { PRACTICE_LOGIN } = await import('../../practice/practice-market.ts');
  const profileFolder = profileFolderOf(vault.folder, store.summary.id, SESSION_NAME);
  const browsers = await composeBrowsers(vault.folder);
  await browsers.fillForm({
    url: market.url('grenier', PRACTICE_LOGIN.path),
    fields: {
      [`[name="${PRACTICE_LOGIN.userField}"]`]: PRACTICE_LOGIN.userName,
      [`[name="${PRACTICE_LOGIN.passwordField}"]`]: PRACTICE_LOGIN.password,
    },
    button: '#login',
    profileFolder,
    practiceOnly: true,
  });
  const behindLogin = await captureIntoCase(cli, {
    vault,
    store,
    addresses: [{ url: market.adWith('login').url, from: 'login' }],
    choices: buildChoices(profileFolder),
    concurrency: 1,
  });
  if (behindLogin.stoppedBy !== undefined) return endEarly(behindLogin);
  return [...open.exhibits, ...behindLogin.exhibits];
}

function endEarly({ exhibits, stoppedBy }: Awaited<ReturnType<typeof captureIntoCase>>): readonly ExhibitResult[] {
  if (stoppedBy !== undefined) throw stoppedBy;
  return exhibits;
}

function buildChoices(profileFolder: string | undefined): CaptureChoices {
  const browser = { headless: true, acceptInvalidTls: false };
  if (profileFolder === undefined) return { browser, limits: DEFAULT_CAPTURE_LIMITS, print: true };
  return { browser: { ...browser, profileFolder }, session: SESSION_NAME, limits: DEFAULT_CAPTURE_LIMITS, print: true };
}

async function makePackage(
  cli: Cli,
  vault: VaultStore,
  exhibits: readonly ExhibitResult[],
  folder: string,
): Promise<ExportedPackage | undefined> {
  if (cli.interrupts.signal.aborted || !exhibits.some(({ digest }) => digest !== undefined)) return undefined;
  cli.note('Making a package with a report, sealed ...');
  return await runExport(cli, vault, {
    reference: CASE_REFERENCE,
    report: true,
    profile: 'prosecutor',
    language: 'en',
    recipient: 'whoever tries Pugmark',
    purpose: 'demonstration',
    folder,
  });
}

/** What a checker gets from a station in another way than in the package. */
async function writeStationKey(vault: VaultStore, path: string): Promise<void> {
  const identity = vault.listKeys().find(({ purpose, practice, state }) => purpose === 'identity' && practice && state === 'current');
  if (identity !== undefined) await writeFile(path, buildPublicKeyPem(identity.publicKey));
}

/** Something to look at without a further command: the tallest whole page. */
async function writePicture(store: CaseStore, exhibits: readonly ExhibitResult[], folder: string): Promise<string | undefined> {
  const [first] = exhibits.filter(({ artifacts }) => artifacts.some(({ role }) => role === 'screenshot-full'));
  if (first === undefined) return undefined;
  const artifacts = viewArtifacts(store, { exhibit: first.exhibit, role: 'screenshot-full', reason: 'demonstration' });
  const [file] = await writeArtifactFiles(store, artifacts.slice(0, 1), join(folder, `${first.exhibit}-page.png`));
  return file?.path;
}

function tellDemo(
  cli: Cli,
  demo: {
    readonly folder: string;
    readonly vaultFolder: string;
    readonly exhibits: readonly ExhibitResult[];
    readonly report: CheckReport;
    readonly picture: string | undefined;
    readonly verified: { readonly made: ExportedPackage; readonly keyFile: string; readonly verdict: Verdict } | undefined;
  },
): void {
  const { folder, vaultFolder, exhibits, report, picture, verified } = demo;
  const whole = exhibits.length === SHOWN.length + 1 && exhibits.every(({ state }) => state === 'sealed' || state === 'partial');
  if (cli.interrupts.signal.aborted) cli.exitCode = EXIT.cancelled;
  else if (!whole || report.findings.length > 0 || verified === undefined || !isPassed(verified.verdict, ['authorship', 'custody']))
    cli.exitCode = EXIT.failed;
  const here = fromHere(vaultFolder);
  const first = exhibits[0]?.exhibit ?? 'E-0001';
  cli.result(
    {
      format: 'demo/v1',
      folder,
      vault: vaultFolder,
      case: CASE_REFERENCE,
      exhibits,
      check: report,
      ...(picture === undefined ? {} : { picture }),
      ...(verified === undefined ? {} : { package: verified.made, verdict: verified.verdict }),
    },
    [
      '',
      `${buildCountsLine(exhibits)}, from ${formatCount(exhibits.length, 'ad')} of the practice market: practice, not evidence.`,
      ...buildCheckLines(cli, report),
      '',
      ...(verified === undefined ? [] : buildVerifiedLines(cli, verified)),
      ...(picture === undefined ? [] : [`A whole page as one picture:  ${forTerminal(picture)}`]),
      `What was kept, and what is missing:`,
      `  bin/pugmark list --vault ${here} --case ${CASE_REFERENCE}`,
      `  bin/pugmark show --vault ${here} ${CASE_REFERENCE} ${first}`,
      `  PUGMARK_PASSPHRASE=${DEMO_PASSPHRASE} bin/pugmark get --vault ${here} ${CASE_REFERENCE} ${first} pdf --out page.pdf`,
    ],
  );
}

function buildVerifiedLines(
  cli: Cli,
  { made, keyFile, verdict }: { readonly made: ExportedPackage; readonly keyFile: string; readonly verdict: Verdict },
): readonly string[] {
  return [
    ...buildVerdictLines(cli.paint, verdict, { path: made.path, required: [] }),
    '',
    `The package, with its report in data/ and the commands for other tools in data/README.txt:`,
    `  bin/pugmark verify ${fromHere(made.path)} --trust-key ${fromHere(keyFile)}`,
    '',
  ];
}

function fromHere(path: string): string {
  return forTerminal(relative(process.cwd(), path) || path);
}
