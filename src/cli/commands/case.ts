import type { CaseReader } from '../../core/ports.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { Cli } from '../cli.ts';
import { formatTime } from '../output/exhibit-lines.ts';
import { formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault, writeVault } from '../vault-access.ts';

export function addCaseCommand(program: Program, cli: Cli): void {
  const command = program.command('case').description('make, list and show cases');

  command
    .command('new')
    .description('open a case')
    .argument('<ref>', "the agency's own reference")
    .requiredOption('--title <title>', 'what the case is about')
    .option('--basis <text>', 'legal basis')
    .option('--practice', 'a practice case: captures the practice market only and is never evidence')
    .action((reference, { title, basis, practice = false }) =>
      writeVault(cli, (vault) => {
        const made = vault.newCase({ reference, title, practice, ...(basis === undefined ? {} : { basis }) });
        cli.result({ format: 'case/v1', ...made, exhibits: {} }, [
          `Opened ${kindOf(made)} ${forTerminal(made.reference)}: ${forTerminal(made.title)}`,
        ]);
      }),
    );

  command
    .command('list')
    .description('all cases of the vault')
    .action(() =>
      readVault(cli, (vault) => {
        const cases = vault.listCases().map((summary) => {
          const reader = vault.readCase(summary.id);
          return { ...summary, exhibits: reader.countByState() };
        });
        cli.result(
          { format: 'case-list/v1', cases },
          cases.length === 0 ? ['No cases yet: pugmark case new REFERENCE --title TITLE'] : cases.map((one) => buildCaseLine(one)),
        );
      }),
    );

  command
    .command('show')
    .description('one case')
    .argument('<ref>', 'reference of the case')
    .action((reference) => readVault(cli, (vault) => showCase(cli, vault.readCase(reference))));
}

/** What a case is and how its log stands. */
function showCase(cli: Cli, reader: CaseReader): void {
  const { summary } = reader;
  const exhibits = reader.countByState();
  const checkpoint = reader.latestCheckpoint();
  const head = checkpoint === undefined ? {} : { checkpoint: { size: checkpoint.size, root: checkpoint.root, origin: checkpoint.origin } };
  cli.result({ format: 'case/v1', ...summary, station: reader.station, exhibits, ...head }, [
    `${cli.paint.as('strong', forTerminal(summary.reference))}  ${forTerminal(summary.title)}`,
    `${kindOf(summary)}, ${summary.state}, opened ${formatTime(summary.openedAt)}`,
    ...(summary.basis === undefined ? [] : [`basis: ${forTerminal(summary.basis)}`]),
    formatExhibits(exhibits),
    ...(checkpoint === undefined ? [] : [`custody log: ${formatCount(checkpoint.size, 'entry', 'entries')}, root ${checkpoint.root}`]),
  ]);
}

function buildCaseLine(summary: CaseSummary & { readonly exhibits: Readonly<Record<string, number>> }): string {
  const facts = [kindOf(summary), summary.state, formatTime(summary.openedAt), formatExhibits(summary.exhibits)];
  return `${forTerminal(summary.reference)}  ${forTerminal(summary.title)}  (${facts.join(', ')})`;
}

function kindOf({ practice }: CaseSummary): string {
  return practice ? 'practice case' : 'case';
}

function formatExhibits(counts: Readonly<Record<string, number>>): string {
  const states = Object.entries(counts).filter(([, count]) => count > 0);
  if (states.length === 0) return 'no exhibits';
  const total = states.reduce((sum, [, count]) => sum + count, 0);
  return `${formatCount(total, 'exhibit')}: ${states.map(([state, count]) => `${count} ${state}`).join(', ')}`;
}
