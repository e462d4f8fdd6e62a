import { basename } from 'node:path';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import { MAX_IDENTITY_BYTES, parseIdentities } from '../core/package/encryption/encryption.ts';
import { openPackage, type OpenedPackage } from '../packaging/open-package.ts';
import type { Cli } from './cli.ts';
import { readGivenFile } from './read-given-file.ts';
import { givenPackagePassphrase, readPackagePassphrase } from './passphrase.ts';

/** What is given on the command line to open an encrypted package with: paths of key files. */
export interface KeyChoices {
  readonly identities: readonly string[];
}

/**
 * Opens a package, an encrypted one with the keys of these files or with PUGMARK_PACKAGE_PASSPHRASE; without any of them its passphrase is
 * asked for on a terminal. Throws as `openPackage`, `passphrase-missing`, `cancelled`, `input-unreadable`.
 */
export async function openWithKeys(cli: Cli, path: string, choices: KeyChoices): Promise<OpenedPackage> {
  const passphrase = givenPackagePassphrase(cli);
  const identities = choices.identities.flatMap(readIdentities);
  const isGiven = identities.length > 0 || passphrase !== undefined;
  try {
    return await openPackage(path, basename(path), { identities, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    if (isGiven || !isPugmarkError(error, 'package-locked') || cli.streams.stdin.isTTY !== true) throw error;
    return await openPackage(path, basename(path), { identities: [], passphrase: await readPackagePassphrase(cli) });
  }
}

/** Throws `input-unreadable`. */
function readIdentities(path: string): readonly string[] {
  try {
    return parseIdentities(readGivenFile(path, MAX_IDENTITY_BYTES).toString('utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PugmarkError('input-unreadable', `No key can be read from ${basename(path)}: ${why}`, { cause });
  }
}
