import type { CheckReport } from '../../core/model/check.ts';
import type { Cli } from '../cli.ts';
import { composeVaults } from '../../engine/composition.ts';
import { EXIT } from '../exit-codes.ts';
import { VaultProgressDisplay } from '../output/vault-progress.ts';
import { formatBytes, formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { passphraseForReading } from '../vault-access.ts';

export function addCheckCommand(program: Program, cli: Cli): void {
  program
    .command('check')
    .description('recompute every digest, log, signature and recipe of the vault')
    .action(async () => {
      const folder = cli.vaultFolder();
      const { passphrase } = await passphraseForReading(cli, folder);
      const report = await runCheck(cli, folder, passphrase);
      cli.result(report, buildCheckLines(cli, report));
      if (report.findings.length > 0) cli.exitCode = EXIT.failed;
    });
}

/** Checks a vault and shows how far it is. Throws `cancelled` and as `Vaults.check`. */
export async function runCheck(cli: Cli, folder: string, passphrase: string | undefined): Promise<CheckReport> {
  const display = new VaultProgressDisplay(cli, 'checking');
  try {
    return await composeVaults().check({
      folder,
      ...(passphrase === undefined || passphrase === '' ? {} : { passphrase }),
      onProgress: (progress) => display.show(progress),
      signal: cli.interrupts.signal,
    });
  } finally {
    display.clear();
  }
}

/** The report as lines. */
export function buildCheckLines(cli: Cli, report: CheckReport): readonly string[] {
  const { cases, exhibits, artifacts, bytes, logEntries, checkpoints, tokens, keys, recipes } = report.checked;
  return [
    `Checked ${formatCount(cases, 'case')}, ${formatCount(exhibits, 'exhibit')}, ${formatCount(artifacts, 'artifact')} (${formatBytes(bytes)}), ` +
      `${formatCount(logEntries, 'log entry', 'log entries')}, ${formatCount(checkpoints, 'checkpoint')}, ${formatCount(tokens, 'time stamp')}, ${formatCount(keys, 'key')}, ${formatCount(recipes, 'recipe')}`,
    ...report.findings.map(
      ({ code, subject, message }) => `${cli.paint.as('bad', code)}  ${forTerminal(subject)}: ${forTerminal(message)}`,
    ),
    ...report.notes.map(
      ({ code, subject, message }) => `${cli.paint.as('faint', `note: ${code}`)}  ${forTerminal(subject)}: ${forTerminal(message)}`,
    ),
    buildVerdict(cli, report),
  ];
}

/** The last line: what the findings together mean. */
function buildVerdict(cli: Cli, { findings, notes }: CheckReport): string {
  if (findings.length === 0) {
    const isOlder = notes.some(({ code }) => code === 'older-copy');
    return cli.paint.as('good', isOlder ? 'Everything that is here adds up. Another copy holds more.' : 'Everything adds up.');
  }
  // Rolled back, or a fork: what is here may well be whole in itself.
  const isOther = findings.every(({ code }) => code === 'anchor-differs' || code === 'anchor-damaged');
  const meaning = isOther
    ? 'what is here adds up in itself, but is not what this station knew of the vault.'
    : 'this vault is not what was sealed.';
  return cli.paint.as('bad', `${formatCount(findings.length, 'finding')}: ${meaning}`);
}
