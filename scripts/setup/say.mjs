/** Exit code of everything that this machine does not give (see docs/cli.md). */
export const EXIT_ENVIRONMENT = 4;

/** A missing piece of the machine that a person has to bring. The message is one line: what, and what to do. */
export class SetupError extends Error {}

/**
 * Progress and advice of the set-up; on standard error, since standard output belongs to the command.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a main function: a SetupError becomes one line and exit code 4.
 * @param {() => Promise<number>} main
 */
export async function exitWith(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`pugmark: ${error.message}`);
    process.exitCode = EXIT_ENVIRONMENT;
  }
}
