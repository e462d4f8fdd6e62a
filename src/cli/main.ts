import { CommanderError } from '@commander-js/extra-typings';
import { PugmarkError } from '../core/errors.ts';
import { Cli, usageError, type CliStreams } from './cli.ts';
import { readToolIdentity } from '../engine/composition.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { Interrupts } from './interrupts.ts';
import { buildProgram } from './program.ts';

/** Something that was left open must not keep a finished command alive. */
const LINGER_MS = 3_000;

/**
 * Runs one command line (without `node` and the script) as this process and resolves with its exit code. Never rejects.
 */
export async function main(words: readonly string[]): Promise<number> {
  const interrupts = new Interrupts({
    onFirst: () => process.stderr.write('\nStopping what is under way; once more to quit at once.\n'),
    exit: (code) => process.exit(code),
  });
  interrupts.listen(process);
  // A reader that has seen enough (`pugmark list | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.environment));
  const exitCode = await runCommandLine(words, process, interrupts);
  setTimeout(() => process.exit(), LINGER_MS).unref();
  return exitCode;
}

/** The same on given streams, with nothing done to the process around it. Never rejects. */
export async function runCommandLine(words: readonly string[], streams: CliStreams, interrupts: Interrupts): Promise<number> {
  const cli = new Cli(streams, interrupts);
  // So that an error in the command line itself is told the way it was asked for.
  cli.setOptions({ json: words.includes('--json') });
  const program = buildProgram(cli, readToolIdentity().version);
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    endWithError(cli, error, findCommand(program, words));
  }
  return cli.exitCode;
}

interface NamedCommand {
  readonly commands: readonly NamedCommand[];
  name(): string;
}

/** The command that the words name, as far as they do: `pugmark key rotate`. Its help says more than that of the whole program. */
function findCommand(program: NamedCommand, words: readonly string[]): string {
  const path = [program];
  for (const word of words.filter((one) => !one.startsWith('-'))) {
    const next = path.at(-1)?.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    path.push(next);
  }
  return path.map((command) => command.name()).join(' ');
}

function endWithError(cli: Cli, error: unknown, command: string): void {
  if (error instanceof CommanderError) {
    // Help and version were asked for and are written.
    if (error.exitCode === 0) return;
    const message = error.message
      .replace(/^error: /, '')
      .replace(/\s*\n\s*/g, ' ')
      .replace(/[.:]+$/, '');
    const what = error.code === 'commander.help' ? 'no command was given' : message;
    return cli.fail(usageError(`${what}: see "${command} --help"`), EXIT.usage);
  }
  if (error instanceof PugmarkError) return cli.fail(error, exitCodeOf(error.code));
  const text = error instanceof Error ? error.message : String(error);
  cli.fail(new PugmarkError('program-fault', `A fault of the program, please report it: ${text}`), EXIT.failed);
  if (error instanceof Error && (cli.streams.env['PUGMARK_DEBUG'] ?? '') !== '') cli.streams.stderr.write(`${error.stack ?? ''}\n`);
}
