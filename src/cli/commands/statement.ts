import { Argument } from '@commander-js/extra-typings';
import { findFoundExhibit } from '../../app/exhibit-service.ts';
import { CODE_LISTS } from '../../core/statements/code-lists.ts';
import { findExhibitsOf } from '../../core/statements/statement-exhibits.ts';
import type { Cli } from '../cli.ts';
import { buildStatementLines } from '../output/statement-lines.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault, writeVault } from '../vault-access.ts';

/** What was said of a case, and how it is taken back. */
export function addStatementCommand(program: Program, cli: Cli): void {
  const command = program.command('statement').description('what was said of a case');
  command
    .command('list')
    .description('statements of a case, also replaced and withdrawn ones')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--exhibit <number>', 'those that go with one exhibit')
    .action(({ case: reference, exhibit }) =>
      readVault(cli, (vault) => {
        const reader = vault.readCase(reference);
        const all = reader.listStatements();
        const wanted = exhibit === undefined ? undefined : findFoundExhibit(reader, exhibit).summary.exhibit;
        const statements = wanted === undefined ? all : all.filter(({ statement }) => findExhibitsOf(statement, all).includes(wanted));
        const { reference: name, practice } = reader.summary;
        cli.result(
          { format: 'statement-list/v1', case: name, practice, statements },
          statements.length === 0
            ? ['No statements: pugmark describe KIND ... --case REF']
            : statements.flatMap((one) => buildStatementLines(one)),
        );
      }),
    );
  command
    .command('withdraw')
    .description('takes a statement back: it stays in the log, with the reason')
    .argument('<id>', 'id of the statement')
    .requiredOption('--case <ref>', 'reference of the case')
    .requiredOption('--reason <text>', 'why; the custody log commits to the text')
    .action((statement, { case: reference, reason }) =>
      writeVault(cli, async (vault) => {
        const { withdrawStatement } = await import('../../app/statements.ts');
        const store = vault.openCase(reference);
        withdrawStatement(store, { statement, reason });
        const statements = store.listStatements().filter((one) => one.statement.id === statement);
        const { reference: name, practice } = store.summary;
        cli.result(
          { format: 'statement-list/v1', case: name, practice, statements },
          statements.flatMap((one) => buildStatementLines(one)),
        );
      }),
    );
  command
    .command('codes')
    .description('code lists of statements, with their sources and dates')
    .addArgument(new Argument('<list>').choices(['terms', 'purposes', 'sources', 'units', 'countries'] as const))
    .action((name) => {
      const list = CODE_LISTS[name];
      cli.result({ format: 'code-list/v1', ...list }, [
        ...list.codes.map(({ code, label, units = [], isOld }) =>
          forTerminal([code.padEnd(4), label?.en, units.join('/'), isOld === true ? '(older data only)' : ''].filter(Boolean).join('  ')),
        ),
        forTerminal(`${list.source} As of ${list.asOf}.`),
      ]);
    });
}
