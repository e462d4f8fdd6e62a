import { InvalidArgumentError } from '@commander-js/extra-typings';
import { setHold } from '../../app/hold.ts';
import { openNewCase, readRetention, reviewRetention } from '../../app/retention.ts';
import { readHold } from '../../core/custody/hold.ts';
import { CASE_REGIMES, retentionSchema, type CaseRegime, type Retention } from '../../core/model/retention.ts';
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
    .option('--regime <regime>', `the law on data of persons that holds for it: ${CASE_REGIMES.join(' or ')}`, parseRegime)
    .option('--review-by <day>', 'day on which it has to be decided whether it is kept any longer, e.g. 2027-03-01', parseDay)
    .option('--practice', 'a practice case: captures the practice market only and is never evidence')
    .action((reference, { title, basis, regime, reviewBy, practice = false }) =>
      writeVault(cli, (vault) => {
        const made = openNewCase(vault, {
          reference,
          title,
          practice,
          ...(basis === undefined ? {} : { basis }),
          ...retentionOf(regime, reviewBy),
        });
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
    .command('review')
    .description('say anew how long a case is kept and under which law; what is left out is no longer said')
    .argument('<ref>', 'reference of the case')
    .requiredOption('--reason <text>', 'why; kept with the entry in the log')
    .option('--regime <regime>', `the law on data of persons that holds for it: ${CASE_REGIMES.join(' or ')}`, parseRegime)
    .option('--review-by <day>', 'day on which it has to be decided whether it is kept any longer, e.g. 2027-03-01', parseDay)
    .action((reference, { reason, regime, reviewBy }) =>
      writeVault(cli, (vault) => {
        const store = vault.openCase(reference);
        reviewRetention(store, { reason, ...retentionOf(regime, reviewBy) });
        showCase(cli, store);
      }),
    );

  command
    .command('hold')
    .description('on hold, nothing of a case is erased, neither the case nor an exhibit, until the hold is lifted')
    .argument('<ref>', 'reference of the case')
    .requiredOption('--reason <text>', 'why; kept with the entry in the log')
    .option('--lift', 'lifts the hold')
    .action((reference, { reason, lift = false }) =>
      writeVault(cli, (vault) => {
        const store = vault.openCase(reference);
        setHold(store, { held: !lift, reason });
        showCase(cli, store);
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
  const retention = readRetention(reader);
  const hold = readHold(reader);
  const head = checkpoint === undefined ? {} : { checkpoint: { size: checkpoint.size, root: checkpoint.root, origin: checkpoint.origin } };
  cli.result(
    {
      format: 'case/v1',
      ...summary,
      station: reader.station,
      exhibits,
      ...(retention === undefined ? {} : { retention }),
      ...(hold === undefined ? {} : { hold }),
      ...head,
    },
    [
      `${cli.paint.as('strong', forTerminal(summary.reference))}  ${forTerminal(summary.title)}`,
      `${kindOf(summary)}, ${summary.state}, opened ${formatTime(summary.openedAt)}`,
      ...(summary.basis === undefined ? [] : [`basis: ${forTerminal(summary.basis)}`]),
      ...(retention?.regime === undefined ? [] : [`law on data of persons: ${retention.regime}`]),
      ...(retention?.until === undefined ? [] : [`to be reviewed by ${retention.until}`]),
      ...(hold === undefined
        ? []
        : [`on hold since ${formatTime(hold.since)}, by ${forTerminal(hold.by)}: ${forTerminal(hold.reason ?? '', 300)}`]),
      formatExhibits(exhibits),
      ...(checkpoint === undefined ? [] : [`custody log: ${formatCount(checkpoint.size, 'entry', 'entries')}, root ${checkpoint.root}`]),
    ],
  );
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

function retentionOf(regime: CaseRegime | undefined, until: string | undefined): Retention {
  return { ...(regime === undefined ? {} : { regime }), ...(until === undefined ? {} : { until }) };
}

function parseRegime(text: string): CaseRegime {
  const regime = CASE_REGIMES.find((one) => one === text);
  if (regime === undefined) throw new InvalidArgumentError(`Use ${CASE_REGIMES.join(' or ')}.`);
  return regime;
}

function parseDay(text: string): string {
  if (!retentionSchema.shape.until.safeParse(text).success) throw new InvalidArgumentError('Write a day such as 2027-03-01.');
  return text;
}
