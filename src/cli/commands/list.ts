import type { Cli } from '../cli.ts';
import { buildCountsLine, buildListLines } from '../output/exhibit-lines.ts';
import type { Program } from '../program.ts';
import { readVault } from '../vault-access.ts';

export function addListCommand(program: Program, cli: Cli): void {
  program
    .command('list')
    .description('the exhibits of a case')
    .requiredOption('--case <ref>', 'reference of the case')
    .action(({ case: reference }) =>
      readVault(cli, (vault) => {
        const reader = vault.readCase(reference);
        const exhibits = reader.listExhibits();
        cli.result({ format: 'exhibit-list/v1', case: reader.summary.reference, practice: reader.summary.practice, exhibits }, [
          ...buildListLines(cli.paint, exhibits),
          buildCountsLine(exhibits),
        ]);
      }),
    );
}
