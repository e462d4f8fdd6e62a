import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findDefaultVaultFolder, findStateFolder, type UserEnvironment } from '../../src/platform/user-folders.ts';
import { SetupError } from '../setup/say.mjs';

export interface StartOptions {
  /** Absolute paths. */
  readonly vaultFolder: string;
  readonly stateFolder: string;
  readonly window: boolean;
}

export const START_HELP = `npm start -- [--vault FOLDER] [--no-window]

  --vault FOLDER  the vault to open; default: PUGMARK_VAULT, then the folder that every account has for it
  --no-window     opens no window: prints the address that opens the app, once, in a browser of this machine`;

/** Words after `npm start --`, and the environment, as the command line has them. `help` is asked for. Throws SetupError. */
export function parseStartOptions(words: readonly string[], user: UserEnvironment, workingFolder: string): StartOptions | 'help' {
  const { values } = parseWords(words);
  if (values.help === true) return 'help';
  if (values.vault === '') throw new SetupError('--vault names no folder');
  return {
    vaultFolder: values.vault === undefined ? findDefaultVaultFolder(user) : resolve(workingFolder, values.vault),
    stateFolder: findStateFolder(user),
    window: values['no-window'] !== true,
  };
}

function parseWords(words: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(words);
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n${START_HELP}`);
  }
}

function parse(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    options: { vault: { type: 'string' }, 'no-window': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
}
