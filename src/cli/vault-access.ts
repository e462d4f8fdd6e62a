import type { VaultReader, VaultStore } from '../core/ports.ts';
import type { Cli } from './cli.ts';
import { composeVaults } from '../engine/composition.ts';
import { formatCount } from './output/quantities.ts';
import { readPassphrase } from './passphrase.ts';

/** Runs `act` on the vault as anyone may read it who can read its folder, and has the passphrase where it is encrypted. */
export async function readVault<T>(cli: Cli, act: (vault: VaultReader) => T | Promise<T>): Promise<T> {
  const vault = await composeVaults().read({ folder: cli.vaultFolder(), ...(await passphraseForReading(cli, cli.vaultFolder())) });
  try {
    return await act(vault);
  } finally {
    vault.close();
  }
}

/** The passphrase at hand; of an encrypted vault, which cannot be read without, it is asked for. Throws `passphrase-missing`, `vault-missing`. */
export async function passphraseForReading(cli: Cli, folder: string): Promise<{ readonly passphrase?: string }> {
  const given = cli.streams.env['PUGMARK_PASSPHRASE'] ?? '';
  if (given !== '') return { passphrase: given };
  return composeVaults().describe(folder).encrypted ? { passphrase: await readPassphrase(cli) } : {};
}

/** Runs `act` on the vault open for writing, after telling what its opening found. */
export async function writeVault<T>(cli: Cli, act: (vault: VaultStore) => T | Promise<T>): Promise<T> {
  const vault = await composeVaults().open({ folder: cli.vaultFolder(), passphrase: await readPassphrase(cli) });
  try {
    tellOpening(cli, vault);
    return await act(vault);
  } finally {
    vault.close();
  }
}

function tellOpening(cli: Cli, { opening }: VaultStore): void {
  const { interrupted, exports, restored, moved } = opening;
  if (interrupted.length > 0) {
    const exhibits = interrupted.map(({ exhibit }) => exhibit).join(', ');
    cli.warn(`${formatCount(interrupted.length, 'capture')} had been cut short and now stand as interrupted: ${exhibits}`);
  }
  for (const { package: id, end } of exports) {
    cli.warn(`The export of package ${id} had been cut short and now stands as ${end === 'package.sealed' ? 'sealed' : 'failed'}`);
  }
  if (restored) cli.warn('This vault is an older or another copy than this station knew; its custody logs go on in new segments');
  if (moved) cli.note('The vault is in a new place, or new to this station; its log says so');
}
