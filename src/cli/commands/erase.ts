import { findFoundExhibit } from '../../app/exhibit-service.ts';
import type { Cli } from '../cli.ts';
import { formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { writeVault } from '../vault-access.ts';

export function addEraseCommand(program: Program, cli: Cli): void {
  program
    .command('erase')
    .description(
      'lawful erasure of one exhibit, or of a whole case; it cannot be undone, and the custody log keeps that it was done and why',
    )
    .argument('[exhibit]', 'number of the exhibit, e.g. E-0001; without it the whole case')
    .requiredOption('--case <ref>', 'reference of the case')
    .requiredOption('--reason <text>', 'why; kept with the entry in the log')
    .option('--ground <text>', 'by which law, order or rule; kept like the reason')
    .action((number, { case: reference, reason, ground }) =>
      writeVault(cli, (vault) => {
        const reader = vault.readCase(reference);
        let exhibit: string | undefined;
        try {
          exhibit = number === undefined ? undefined : findFoundExhibit(reader, number).summary.exhibit;
        } finally {
          reader.close();
        }
        const { exhibits, objects, purged } = vault.erase({
          case: reference,
          reason,
          ...(ground === undefined ? {} : { ground }),
          ...(exhibit === undefined ? {} : { exhibit }),
        });
        if (!purged)
          cli.warn('Another program reads the vault: remains leave its databases when it is next opened for writing and nobody reads it');
        cli.result({ format: 'erasure/v1', case: reference, whole: exhibit === undefined, exhibits, objects, purged }, [
          exhibit === undefined
            ? `Erased case ${forTerminal(reference)}: ${formatCount(exhibits.length, 'exhibit')}, ${formatCount(objects, 'file')}`
            : `Erased ${exhibit} of case ${forTerminal(reference)}: ${formatCount(objects, 'file')}`,
          'Backups, packages and copies that were made before still hold it: erase there too.',
        ]);
      }),
    );
}
