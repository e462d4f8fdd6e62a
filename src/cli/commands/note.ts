import { findFoundExhibit } from '../../app/exhibit-service.ts';
import { addNote } from '../../app/notes.ts';
import type { CaseNote } from '../../core/model/case-note.ts';
import type { Cli } from '../cli.ts';
import { formatTime } from '../output/exhibit-lines.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { readVault, writeVault } from '../vault-access.ts';

export function addNoteCommand(program: Program, cli: Cli): void {
  const note = program.command('note').description('notes on a case or an exhibit; the custody log commits to their texts');
  note
    .command('add')
    .description('writes a note; it is never changed')
    .argument('<text>', 'at most 20,000 characters')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--exhibit <number>', 'about this exhibit; default: the case')
    .action((text, { case: reference, exhibit }) =>
      writeVault(cli, (vault) => {
        const made = addNote(vault.openCase(reference), { text, ...(exhibit === undefined ? {} : { exhibit }) });
        cli.result({ format: 'note/v1', case: reference, ...made }, buildLines(made));
      }),
    );
  note
    .command('list')
    .description('notes of a case, oldest first')
    .requiredOption('--case <ref>', 'reference of the case')
    .option('--exhibit <number>', 'about this exhibit')
    .action(({ case: reference, exhibit }) =>
      readVault(cli, (vault) => {
        const reader = vault.readCase(reference);
        const notes = reader.listNotes(exhibit === undefined ? undefined : findFoundExhibit(reader, exhibit).summary.exhibit);
        cli.result({ format: 'note-list/v1', case: reference, notes }, notes.length === 0 ? ['No notes'] : notes.flatMap(buildLines));
      }),
    );
}

function buildLines({ time, author, exhibit, text }: CaseNote): readonly string[] {
  return [
    `${formatTime(time)}  ${forTerminal(author, 40)}  ${exhibit ?? 'the case'}`,
    ...text.split('\n').map((line) => `        ${forTerminal(line, 2_000)}`),
  ];
}
