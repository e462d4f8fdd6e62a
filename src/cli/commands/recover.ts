import { readFile } from 'node:fs/promises';
import { PugmarkError } from '../../core/errors.ts';
import type { VaultRecovery } from '../../core/ports.ts';
import { readRecoveryIdentity } from '../../core/recovery-problems.ts';
import { composeVaults } from '../../engine/composition.ts';
import { usageError, type Cli } from '../cli.ts';
import { parseFolder } from '../options.ts';
import { forTerminal } from '../output/terminal-text.ts';
import { readNewPassphrase, readPassphrase, readRecoveryCode } from '../passphrase.ts';
import type { Program } from '../program.ts';

const MAX_IDENTITY_BYTES = 100_000;

/** `passphrase` and `recover`: the vault key under another passphrase. */
export function addRecoverCommands(program: Program, cli: Cli): void {
  program
    .command('passphrase')
    .description('change the passphrase of the vault; its log says so')
    .option('--operator <service-no>', 'who acts, in a vault with several operators')
    .action(async ({ operator }) => {
      const passphrase = await readPassphrase(cli);
      await change(cli, { passphrase }, operator);
    });
  program
    .command('recover')
    .description('give the vault a new passphrase by its recovery code or the recovery key of the agency; its log says so')
    .option('--code', 'by the code that was shown when the vault was made (PUGMARK_RECOVERY_CODE, or asked for)')
    .option('--identity <file>', 'by a file with the age identity (AGE-SECRET-KEY-1...) of the recovery key', parseFolder)
    .option('--operator <service-no>', 'who acts, in a vault with several operators')
    .action(async ({ code = false, identity, operator }) => {
      if (code === (identity !== undefined)) throw usageError('Say by what the vault is recovered: --code or --identity FILE');
      await change(
        cli,
        identity === undefined ? { code: await readRecoveryCode(cli) } : { identity: await readIdentity(identity) },
        operator,
      );
    });
}

async function change(cli: Cli, by: { readonly passphrase: string } | VaultRecovery, operator: string | undefined): Promise<void> {
  const folder = cli.vaultFolder();
  const newPassphrase = await readNewPassphrase(cli);
  await composeVaults().changePassphrase({ folder, by, newPassphrase, ...(operator === undefined ? {} : { operator }) });
  cli.result({ format: 'vault-passphrase/v1', folder }, [
    `${forTerminal(folder)} has its new passphrase.`,
    'Copies that were made before, backups too, still open with the old one.',
  ]);
}

/** The first identity in the file, as `age-keygen` writes it. */
async function readIdentity(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new PugmarkError('input-unreadable', `The identity ${file} cannot be read`, { cause });
  });
  return readRecoveryIdentity(text.slice(0, MAX_IDENTITY_BYTES), file);
}
