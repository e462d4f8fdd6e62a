import { compareExhibits } from '../../app/compare-exhibits.ts';
import { buildResultTime } from '../../app/exhibit-result.ts';
import { readExhibit } from '../../app/exhibit-service.ts';
import type { CaseReader } from '../../core/ports.ts';
import { type Cli, usageError } from '../cli.ts';
import { buildComparisonLines } from '../output/comparison-lines.ts';
import { buildCountsLine, buildListLines, buildReceivedLines, buildShowLines } from '../output/exhibit-lines.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault } from '../vault-access.ts';

export function addShowCommand(program: Program, cli: Cli): void {
  program
    .command('show')
    .description('a case with its exhibits, or one exhibit with its artifacts and what is missing')
    .argument('<ref>', 'reference of the case')
    .argument('[exhibit]', 'number of an exhibit, e.g. E-0001')
    .option('--with <exhibit>', 'compare it field by field with another capture of the case')
    .action((reference, exhibit, { with: other }) =>
      readVault(cli, async (vault) => {
        const reader = vault.readCase(reference);
        if (other !== undefined) await showComparison(cli, reader, exhibit, other);
        else if (exhibit === undefined) showExhibits(cli, reader);
        else await showExhibit(cli, reader, exhibit);
      }),
    );
}

function showExhibits(cli: Cli, reader: CaseReader): void {
  const { summary } = reader;
  const exhibits = reader.listExhibits();
  cli.result({ format: 'exhibit-list/v1', case: summary.reference, practice: summary.practice, exhibits }, [
    `${cli.paint.as('strong', forTerminal(summary.reference))}  ${forTerminal(summary.title)}${summary.practice ? '  PRACTICE, not evidence' : ''}`,
    ...buildListLines(cli.paint, exhibits),
    buildCountsLine(exhibits),
  ]);
}

async function showExhibit(cli: Cli, reader: CaseReader, exhibit: string): Promise<void> {
  const { result, record, found, received } = await readExhibit(reader, exhibit);
  if (received !== undefined) {
    const { summary, artifacts, sealedAt } = found;
    // Nothing was asked for: there is no address to show.
    const { requestedUrl: _none, ...facts } = summary;
    const time = buildResultTime(reader.findTime({ exhibit: summary.exhibit }));
    cli.result(
      {
        format: 'exhibit/v1',
        case: reader.summary.reference,
        ...facts,
        ...(sealedAt === undefined ? {} : { sealedAt }),
        artifacts: artifacts.map(({ role, name, mediaType, sizeBytes, sha256 }) => ({ role, name, mediaType, sizeBytes, sha256 })),
        time,
        ...received,
      },
      buildReceivedLines(cli.paint, reader.summary.reference, found, received, time),
    );
    return;
  }
  if (found.summary.erased === true) {
    const { requestedUrl: _erased, ...facts } = found.summary;
    cli.result({ format: 'exhibit/v1', case: reader.summary.reference, ...facts, artifacts: [] }, [
      ...buildListLines(cli.paint, [found.summary]),
      'Erased: its number, its times and its entries in the custody log are kept, its contents are not.',
    ]);
    return;
  }
  if (result === undefined) {
    cli.result({ format: 'exhibit/v1', case: reader.summary.reference, ...found.summary }, [
      ...buildListLines(cli.paint, [found.summary]),
      'Under way, or cut short: the next command that writes to the vault accounts for it.',
    ]);
    return;
  }
  cli.result({ format: 'exhibit/v1', ...result, ...(record === undefined ? {} : { record }) }, buildShowLines(cli.paint, result, record));
}

async function showComparison(cli: Cli, reader: CaseReader, exhibit: string | undefined, other: string): Promise<void> {
  if (exhibit === undefined) throw usageError('--with compares one exhibit with another: say both numbers');
  const compared = await compareExhibits(reader, exhibit, other);
  cli.result(
    { format: 'exhibit-comparison/v1', case: reader.summary.reference, ...compared },
    buildComparisonLines(cli.paint, reader.summary.reference, compared),
  );
}
