import { Command } from '@commander-js/extra-typings';
import type { Cli } from './cli.ts';
import { addAddCommand } from './commands/add.ts';
import { addBackupCommand } from './commands/backup.ts';
import { addCaptureCommand } from './commands/capture.ts';
import { addCaseCommand } from './commands/case.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEraseCommand } from './commands/erase.ts';
import { addDescribeCommands } from './commands/describe.ts';
import { addExportCommand } from './commands/export.ts';
import { addGetCommand } from './commands/get.ts';
import { addInitCommand } from './commands/init.ts';
import { addKeyCommand } from './commands/key.ts';
import { addListCommand } from './commands/list.ts';
import { addNoteCommand } from './commands/note.ts';
import { addPracticeCommand } from './commands/practice.ts';
import { addRecoverCommands } from './commands/recover.ts';
import { addReceiptCommand } from './commands/receipt.ts';
import { addReceiveCommand } from './commands/receive.ts';
import { addRecipientCommand } from './commands/recipient.ts';
import { addSearchCommand } from './commands/search.ts';
import { addRedactCommand } from './commands/redact.ts';
import { addSessionCommand } from './commands/session.ts';
import { addShowCommand } from './commands/show.ts';
import { addStatementCommand } from './commands/statement.ts';
import { addTimestampCommand } from './commands/timestamp.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { parseFolder } from './options.ts';

export type Program = ReturnType<typeof buildBareProgram>;

/** The whole command line. `version` stands in `--version`. */
export function buildProgram(cli: Cli, version: string): Program {
  const program = buildBareProgram(cli, version);
  for (const addCommand of [
    addInitCommand,
    addCaseCommand,
    addSessionCommand,
    addCaptureCommand,
    addAddCommand,
    addListCommand,
    addShowCommand,
    addGetCommand,
    addSearchCommand,
    addNoteCommand,
    addDescribeCommands,
    addStatementCommand,
    addRedactCommand,
    addTimestampCommand,
    addExportCommand,
    addVerifyCommand,
    addReceiveCommand,
    addReceiptCommand,
    addRecipientCommand,
    addCheckCommand,
    addBackupCommand,
    addRecoverCommands,
    addEraseCommand,
    addKeyCommand,
    addPracticeCommand,
    addDemoCommand,
  ]) {
    addCommand(program, cli);
  }
  return program;
}

function buildBareProgram(cli: Cli, version: string) {
  const program = new Command('pugmark')
    .description('Preserves online wildlife-trade ads as evidence whose integrity, order and completeness anyone can check.')
    .version(version)
    .option('--vault <dir>', "the vault's folder (or PUGMARK_VAULT; default: in your data folder)", parseFolder)
    .option('--json', 'one JSON document on standard output and nothing else there')
    .option('--quiet', 'nothing but results asked for, warnings and errors')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.writeHelp(text),
      // Said once, by whoever maps the error to an exit code.
      writeErr: () => undefined,
    });
  return program.hook('preAction', () => cli.setOptions(program.opts()));
}
