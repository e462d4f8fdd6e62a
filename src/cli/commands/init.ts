import type { Cli } from '../cli.ts';
import { storeTimeSettings } from '../../app/time/edit-authorities.ts';
import { composeVaults, readOsAccount } from '../../engine/composition.ts';
import { DEFAULT_TIME_SETTINGS } from '../../engine/default-time-settings.ts';
import { readPassphrase } from '../passphrase.ts';
import type { Program } from '../program.ts';
import { forTerminal } from '../output/terminal-text.ts';

export function addInitCommand(program: Program, cli: Cli): void {
  program
    .command('init')
    .description('make a vault and its keys')
    .requiredOption('--operator <service-no>', 'your service number; it stands in the custody log, your name does not')
    .requiredOption('--agency <name>', 'the agency that keeps the vault')
    .option('--recovery <recipient>', 'age recipient (age1...) that can recover the vault when its passphrase is lost')
    .option('--no-timestamps', 'name no time-stamping authorities and time sources: nobody is asked for the time')
    .action(async ({ operator, agency, recovery, timestamps }) => {
      const folder = cli.vaultFolder();
      const passphrase = await readPassphrase(cli, { isNew: true });
      const osAccount = readOsAccount();
      const vault = await composeVaults().init({
        folder,
        passphrase,
        serviceNumber: operator,
        agency,
        ...(osAccount === undefined ? {} : { osAccount }),
        ...(recovery === undefined ? {} : { recovery }),
      });
      try {
        if (timestamps) storeTimeSettings(vault, DEFAULT_TIME_SETTINGS);
        const keys = vault.listKeys().map(({ id, purpose, practice }) => ({ id, purpose, practice }));
        const station = keys.find(({ purpose, practice }) => purpose === 'identity' && !practice);
        cli.result({ format: 'vault-init/v1', vault: vault.id, folder, operator: vault.operator.serviceNumber, keys }, [
          `Vault made in ${forTerminal(folder)}`,
          `Operator ${forTerminal(vault.operator.serviceNumber)}, station key ${station?.id ?? 'unknown'}`,
          'Keep the passphrase: without it nothing can be captured here again, and no one can restore it.',
          'Next: pugmark case new REFERENCE --title TITLE',
        ]);
      } finally {
        vault.close();
      }
    });
}
