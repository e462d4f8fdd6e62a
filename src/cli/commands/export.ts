import { resolve } from 'node:path';
import { REDUCED_BYTES } from '../../app/export-preview.ts';
import { assertChoices, exportPackage } from '../../app/export-service.ts';
import type { ExportedPackage, ExportRequest } from '../../app/export-run.ts';
import { parseExhibitList } from '../../app/export-selection.ts';
import { chooseRecipients } from '../../app/package-recipients.ts';
import { PugmarkError } from '../../core/errors.ts';
import { assertPackagePassphrase, type PackageEncryption } from '../../core/package/encryption/encryption.ts';
import type { PackageResult } from '../../core/package/package-result.ts';
import { PROFILES, type Profile } from '../../core/package/profiles.ts';
import { PACKAGE_LANGUAGES, type PackageLanguage } from '../../core/package/report-input.ts';
import type { VaultStore } from '../../core/ports.ts';
import { openAgencySeal } from '../agency-seal.ts';
import { usageError, type Cli } from '../cli.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { parseExportChoices } from '../export-choices.ts';
import { composeExportGround } from '../../engine/composition.ts';
import { parseFolder, parseProxy } from '../options.ts';
import { listExport } from '../output/export-list.ts';
import { formatBytes, formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import { VaultProgressDisplay } from '../output/vault-progress.ts';
import { givenPackagePassphrase, readPackagePassphrase } from '../passphrase.ts';
import type { Program } from '../program.ts';
import { withTimes } from '../time-keeping.ts';
import { writeVault } from '../vault-access.ts';
import { collect } from './verify.ts';

export function addExportCommand(program: Program, cli: Cli): void {
  program
    .command('export')
    .description('a sealed package of a case that anyone can check')
    .requiredOption('--case <ref>', 'reference of the case')
    .requiredOption('--profile <name>', `for whom: ${PROFILES.join(', ')}`)
    .option('--out <dir>', 'folder in which the package will stand; nothing is overwritten', parseFolder)
    .option('--exhibits <list>', 'E-0001,E-0003-E-0007; default: all of the case')
    .option('--lang <language>', `language of the report: ${PACKAGE_LANGUAGES.join(', ')}`, 'en')
    .option('--recipient <text>', 'whom it is made for; stands in the seal')
    .option('--purpose <text>', 'what it is made for; stands in the seal')
    .option('--no-report', 'without the report as PDF, which needs a browser')
    .option('--no-html', 'the report as PDF alone, and not as HTML too')
    .option('--handling <codes>', 'proposed for the package: H1,H2 or H1,H3:TEXT; the text is the rest of the word')
    .option('--answers <file>', 'JSON file with what only a person can say for the forms of the profile')
    .option('--with-operator', 'with the files about operator and station, where the profile leaves it to choice')
    .option('--without-operator', 'without them')
    .option('--with-secrets', 'archive only: with values of cookies and log-in headers; needs --reason')
    .option('--reason <text>', 'why --with-secrets; is entered in the custody log')
    .option('--release <exhibit/file>', 'disclosure only: a file that goes in untouched, as E-0001/text.txt; repeatable', collect)
    .option('--addresses', 'disclosure only: with the addresses that were asked for')
    .option('--reduced-limit <bytes>', `europol only: the most that the reduced set may have; default ${REDUCED_BYTES}`)
    .option('--list', 'says what would go in, what stays out, and why; writes nothing')
    .option(
      '--to <recipient>',
      'encrypts the package to an age recipient (age1...) or to one of the register, by name; repeatable',
      collect,
    )
    .option('--agency-seal <key>', 'an X.509 key of the agency signs the seal too: a PKCS#12 file, or pkcs11:... on a card')
    .option('--proxy <url>', 'for time stamps over the seal: http://host:port or socks5://host:port; nothing goes past it', parseProxy)
    .option('--with-passphrase', 'encrypts it by a passphrase: PUGMARK_PACKAGE_PASSPHRASE, or asked for')
    .action(async (options) => {
      const chosen = parseExportChoices(options);
      assertOneLock(cli, options);
      const profile = parseProfile(options.profile);
      const language = parsePackageLanguage(options.lang);
      const exhibits = options.exhibits === undefined ? undefined : parseExhibitList(options.exhibits);
      const recipient = parseShortText('--recipient', options.recipient, 500);
      const purpose = parseShortText('--purpose', options.purpose, 2_000);
      if (options.list === true) {
        const isEncrypted = options.to !== undefined || options.withPassphrase === true;
        await listExport(cli, options.case, { ...chosen, profile, exhibits, report: options.report, isEncrypted });
        return;
      }
      const { out } = options;
      if (out === undefined) throw usageError('Say with --out in which folder the package will stand');
      assertChoices({ ...chosen, profile });
      const passphrase = options.withPassphrase === true ? await readNewPassphrase(cli) : undefined;
      const agencySeal = options.agencySeal === undefined ? undefined : await openAgencySeal(cli, options.agencySeal);
      await writeVault(cli, async (vault) => {
        const encryption = chooseEncryption(vault, options.to, passphrase);
        const made = await runExport(cli, vault, {
          reference: options.case,
          report: options.report,
          ...chosen,
          profile,
          language,
          ...(exhibits === undefined ? {} : { exhibits }),
          ...(recipient === undefined ? {} : { recipient }),
          ...(purpose === undefined ? {} : { purpose }),
          ...(encryption === undefined ? {} : { encryption }),
          ...(agencySeal === undefined ? {} : { agencySeal }),
          ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
          folder: out,
        });
        const document: PackageResult = { format: 'package-result/v1', case: options.case, ...made };
        cli.result(document, buildPackageLines(cli, made));
        endWithoutReduced(cli, made.reduced);
      });
    });
}

/** What is chosen on the command line; `folder` as it was given. */
export interface ExportChoices extends Pick<
  ExportRequest,
  | 'profile'
  | 'language'
  | 'html'
  | 'exhibits'
  | 'recipient'
  | 'purpose'
  | 'handling'
  | 'answers'
  | 'choices'
  | 'secretsReason'
  | 'reducedBytes'
  | 'release'
  | 'addresses'
  | 'encryption'
  | 'agencySeal'
  | 'folder'
> {
  readonly reference: string;
  /** With a report as PDF. */
  readonly report: boolean;
  /** Where requests for time stamps over the seal go through. */
  readonly proxy?: string;
}

/** Exports a case and shows how far it is. Throws as `exportPackage`, `case-unknown`, `browser-missing`. */
export async function runExport(cli: Cli, vault: VaultStore, choices: ExportChoices): Promise<ExportedPackage> {
  const { reference, report, proxy, ...request } = choices;
  const store = vault.openCase(reference);
  const ground = await composeExportGround(vault.folder, report);
  const display = new VaultProgressDisplay(cli, 'exporting');
  try {
    return await withTimes(vault, { proxy }, async (times) =>
      exportPackage(ground, {
        ...request,
        vault,
        store,
        tokens: times.deskOf(store),
        folder: resolve(request.folder),
        signal: cli.interrupts.signal,
        onProgress: (progress) => display.show(progress),
      }),
    );
  } finally {
    display.clear();
  }
}

/** A finished package as lines. */
export function buildPackageLines(cli: Cli, made: ExportedPackage): readonly string[] {
  const { scope } = made;
  const counts = `${formatCount(made.exhibits.length, 'exhibit')}; the case has ${formatCount(scope.attemptsInCase, 'attempt')}, ${scope.failedInCase} of them without a page`;
  return [
    `${forTerminal(made.path)}  ${formatBytes(made.sizeBytes)}`,
    ...(made.practice ? [cli.paint.as('bad', 'PRACTICE, not evidence')] : []),
    `Package ${made.package}, profile ${made.profile}: ${counts}; ${formatCount(scope.withheldEntries, 'log entry', 'log entries')} withheld`,
    `Seal ${made.seal}`,
    ...(made.fileSha256 === undefined
      ? [`Check it: pugmark verify ${forTerminal(made.path)}`]
      : [
          `File ${made.fileSha256}`,
          'Encrypted. Tell its recipient the digest of the file another way than the file itself goes, and ask for a receipt.',
        ]),
    ...buildReducedLines(cli, made.reduced),
  ];
}

function buildReducedLines(cli: Cli, reduced: ExportedPackage['reduced']): readonly string[] {
  if (reduced === undefined) return [];
  if ('failed' in reduced) return [cli.paint.as('bad', 'No reduced set was made; the package above is whole')];
  const { sealed, smaller, leftOut } = reduced.pictures;
  return [
    `Reduced set ${forTerminal(reduced.path)}  ${formatBytes(reduced.sizeBytes)} of at most ${formatBytes(reduced.limitBytes)}`,
    `Its pictures: ${sealed} as sealed, ${smaller} made smaller and no evidence, ${leftOut} left out; left-out.txt in it says why`,
    `Its seal ${reduced.seal}`,
    ...(reduced.fileSha256 === undefined ? [] : [`Its file ${reduced.fileSha256}`]),
  ];
}

/** Whoever waits for the set that fits one message must hear that there is none: the command ends as what failed would have ended it. */
function endWithoutReduced(cli: Cli, reduced: ExportedPackage['reduced']): void {
  if (reduced === undefined || !('failed' in reduced)) return;
  cli.warn(`The reduced set was not made: ${reduced.message}`);
  cli.exitCode = exitCodeOf(reduced.failed);
}

/** Two ways to lock a package exclude each other in the age format; and nobody may believe that one locks who only set a variable. */
function assertOneLock(
  cli: Cli,
  { to, withPassphrase }: { readonly to?: readonly string[] | undefined; readonly withPassphrase?: true | undefined },
): void {
  if (to !== undefined && withPassphrase === true)
    throw usageError('A package is encrypted to recipients or by a passphrase, not both: leave out one');
  if (to === undefined && withPassphrase !== true && givenPackagePassphrase(cli) !== undefined)
    throw usageError('PUGMARK_PACKAGE_PASSPHRASE is set, and the package would not be encrypted: say --with-passphrase, or unset it');
}

async function readNewPassphrase(cli: Cli): Promise<string> {
  const passphrase = await readPackagePassphrase(cli, { isNew: true });
  assertPackagePassphrase(passphrase);
  return passphrase;
}

function chooseEncryption(
  vault: VaultStore,
  to: readonly string[] | undefined,
  passphrase: string | undefined,
): PackageEncryption | undefined {
  if (to !== undefined) return chooseRecipients(() => vault.listRecipients(), to);
  return passphrase === undefined ? undefined : { kind: 'passphrase', passphrase };
}

function parseProfile(text: string): Profile {
  const profile = PROFILES.find((known) => known === text);
  if (profile === undefined)
    throw new PugmarkError('profile-unknown', `There is no profile ${JSON.stringify(text)}: use one of ${PROFILES.join(', ')}`);
  return profile;
}

function parsePackageLanguage(text: string): PackageLanguage {
  const language = PACKAGE_LANGUAGES.find((known) => known === text);
  if (language === undefined) throw usageError(`There is no report in ${JSON.stringify(text)}: use one of ${PACKAGE_LANGUAGES.join(', ')}`);
  return language;
}

function parseShortText(option: string, text: string | undefined, longest: number): string | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '' || text.length > longest || !text.isWellFormed())
    throw usageError(`${option} takes a text of at most ${longest} characters`);
  return text;
}
