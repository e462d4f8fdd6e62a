import { PugmarkError } from '../core/errors.ts';
import { usageError, type Cli } from './cli.ts';

/**
 * The vault's passphrase: PUGMARK_PASSPHRASE, or asked for on a terminal without showing it.
 * Throws `passphrase-missing` when there is neither, `cancelled`.
 */
export async function readPassphrase(cli: Cli, options: { readonly isNew: boolean } = { isNew: false }): Promise<string> {
  const given = cli.streams.env['PUGMARK_PASSPHRASE'];
  if (given !== undefined && given !== '') return given;
  assertTerminal(cli, 'The vault is locked by a passphrase: set PUGMARK_PASSPHRASE, or run this on a terminal to be asked');
  if (options.isNew) return await askTwice(cli, 'vault');
  const passphrase = await askHidden(cli, 'Passphrase of the vault: ');
  if (passphrase === '') throw new PugmarkError('passphrase-missing', 'No passphrase was given');
  return passphrase;
}

/** The passphrase that the vault is to have: PUGMARK_NEW_PASSPHRASE, or asked for twice. Throws as {@link readPassphrase}. */
export async function readNewPassphrase(cli: Cli): Promise<string> {
  const given = cli.streams.env['PUGMARK_NEW_PASSPHRASE'] ?? '';
  if (given !== '') return given;
  assertTerminal(cli, 'The vault needs a new passphrase: set PUGMARK_NEW_PASSPHRASE, or run this on a terminal to be asked');
  return await askTwice(cli, 'vault');
}

/** PUGMARK_RECOVERY_CODE, or asked for. Throws as {@link readPassphrase}. */
export async function readRecoveryCode(cli: Cli): Promise<string> {
  const given = cli.streams.env['PUGMARK_RECOVERY_CODE'] ?? '';
  if (given !== '') return given;
  assertTerminal(cli, 'The recovery code is needed: set PUGMARK_RECOVERY_CODE, or run this on a terminal to be asked');
  return await askHidden(cli, 'Recovery code: ');
}

/**
 * The passphrase of an encrypted package: PUGMARK_PACKAGE_PASSPHRASE, or asked for on a terminal without showing it; twice when it is new.
 * Throws `passphrase-missing` when there is neither, `cancelled`; `usage` when the two differ.
 */
export async function readPackagePassphrase(cli: Cli, options: { readonly isNew: boolean } = { isNew: false }): Promise<string> {
  const given = givenPackagePassphrase(cli);
  if (given !== undefined) return given;
  assertTerminal(cli, 'The package is locked by a passphrase: set PUGMARK_PACKAGE_PASSPHRASE, or run this on a terminal to be asked');
  if (options.isNew) return await askTwice(cli, 'package');
  const passphrase = await askHidden(cli, 'Passphrase of the package: ');
  if (passphrase === '') throw new PugmarkError('passphrase-missing', 'No passphrase was given');
  return passphrase;
}

/** A secret of something that is not ours, from a variable or asked for. Throws as {@link readPassphrase}. */
export async function readSecret(cli: Cli, variable: string, what: string): Promise<string> {
  const given = cli.streams.env[variable] ?? '';
  if (given !== '') return given;
  assertTerminal(cli, `${what} is needed: set ${variable}, or run this on a terminal to be asked`);
  return await askHidden(cli, `${what}: `);
}

export function givenPackagePassphrase(cli: Cli): string | undefined {
  const given = cli.streams.env['PUGMARK_PACKAGE_PASSPHRASE'];
  return given === undefined || given === '' ? undefined : given;
}

async function askTwice(cli: Cli, what: 'vault' | 'package'): Promise<string> {
  const passphrase = await askHidden(cli, `New passphrase for the ${what}: `);
  if ((await askHidden(cli, 'The same again: ')) !== passphrase) throw usageError('The two passphrases differ: nothing was made');
  if (passphrase === '') throw new PugmarkError('passphrase-missing', 'No passphrase was given');
  return passphrase;
}

function assertTerminal(cli: Cli, otherwise: string): void {
  if (cli.streams.stdin.isTTY !== true || cli.streams.stderr.isTTY !== true) throw new PugmarkError('passphrase-missing', otherwise);
}

/** Reads one line from the terminal with its echo off. */
function askHidden(cli: Cli, question: string): Promise<string> {
  const { stdin, stderr } = cli.streams;
  stderr.write(question);
  stdin.setRawMode?.(true);
  stdin.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const finish = (act: () => void): void => {
      stdin.off('data', onData);
      stdin.setRawMode?.(false);
      stdin.pause();
      stderr.write('\n');
      act();
    };
    const onData = (chunk: Buffer | string): void => {
      for (const character of chunk.toString()) {
        if (character === '\r' || character === '\n' || character === '\u0004') return finish(() => resolve(typed));
        if (character === '\u0003') return finish(() => reject(new PugmarkError('cancelled', 'Cancelled')));
        if (character === '\u007f' || character === '\b') typed = Array.from(typed).slice(0, -1).join('');
        else typed += character;
      }
    };
    stdin.on('data', onData);
  });
}
