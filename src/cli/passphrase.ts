import { PugmarkError } from '../core/errors.ts';
import { usageError, type Cli } from './cli.ts';

/**
 * The vault's passphrase: PUGMARK_PASSPHRASE, or asked for on a terminal without showing it.
 * Throws `passphrase-missing` when there is neither, `cancelled`.
 */
export async function readPassphrase(cli: Cli, options: { readonly isNew: boolean } = { isNew: false }): Promise<string> {
  const given = cli.streams.env['PUGMARK_PASSPHRASE'];
  if (given !== undefined && given !== '') return given;
  if (cli.streams.stdin.isTTY !== true || cli.streams.stderr.isTTY !== true) {
    throw new PugmarkError(
      'passphrase-missing',
      'The vault is locked by a passphrase: set PUGMARK_PASSPHRASE, or run this on a terminal to be asked',
    );
  }
  const passphrase = await askHidden(cli, options.isNew ? 'New passphrase for the vault: ' : 'Passphrase of the vault: ');
  if (options.isNew && (await askHidden(cli, 'The same again: ')) !== passphrase)
    throw usageError('The two passphrases differ: nothing was made');
  if (passphrase === '') throw new PugmarkError('passphrase-missing', 'No passphrase was given');
  return passphrase;
}

/**
 * The passphrase of an encrypted package: PUGMARK_PACKAGE_PASSPHRASE, or asked for on a terminal without showing it; twice when it is new.
 * Throws `passphrase-missing` when there is neither, `cancelled`; `usage` when the two differ.
 */
export async function readPackagePassphrase(cli: Cli, options: { readonly isNew: boolean } = { isNew: false }): Promise<string> {
  const given = givenPackagePassphrase(cli);
  if (given !== undefined) return given;
  if (cli.streams.stdin.isTTY !== true || cli.streams.stderr.isTTY !== true)
    throw new PugmarkError(
      'passphrase-missing',
      'The package is locked by a passphrase: set PUGMARK_PACKAGE_PASSPHRASE, or run this on a terminal to be asked',
    );
  const passphrase = await askHidden(cli, options.isNew ? 'New passphrase for the package: ' : 'Passphrase of the package: ');
  if (options.isNew && (await askHidden(cli, 'The same again: ')) !== passphrase)
    throw usageError('The two passphrases differ: nothing was made');
  if (passphrase === '') throw new PugmarkError('passphrase-missing', 'No passphrase was given');
  return passphrase;
}

export function givenPackagePassphrase(cli: Cli): string | undefined {
  const given = cli.streams.env['PUGMARK_PACKAGE_PASSPHRASE'];
  return given === undefined || given === '' ? undefined : given;
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
