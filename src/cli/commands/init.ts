import { storeTimeSettings } from '../../app/time/edit-authorities.ts';
import { makeRecoveryCode } from '../../core/recovery-code.ts';
import { nodeCryptography } from '../../platform/cryptography.ts';
import { usageError, type Cli } from '../cli.ts';
import { composeVaults, readOsAccount } from '../../engine/composition.ts';
import { DEFAULT_TIME_SETTINGS } from '../../engine/default-time-settings.ts';
import { readPassphrase } from '../passphrase.ts';
import type { Program } from '../program.ts';
import { forTerminal } from '../output/terminal-text.ts';

const NEEDS_RECOVERY =
  'An encrypted vault is lost with its passphrase: name who can recover it with --recovery age1..., make a code to be printed with --recovery-code, ' +
  'or refuse both with --no-recovery';

export function addInitCommand(program: Program, cli: Cli): void {
  program
    .command('init')
    .description('make a vault and its keys')
    .requiredOption('--operator <service-no>', 'your service number; it stands in the custody log, your name does not')
    .requiredOption('--agency <name>', 'the agency that keeps the vault')
    .option('--encrypt', 'encrypt everything: without the passphrase the vault shows nothing of what it holds')
    .option('--recovery <recipient>', 'age recipient (age1...) that can recover the vault when its passphrase is lost')
    .option('--no-timestamps', 'name no time-stamping authorities and time sources: nobody is asked for the time')
    .option('--recovery-code', 'make a code to be printed that can recover the vault; it is shown once')
    .option('--no-recovery', 'no recovery: who loses the passphrase of an encrypted vault loses all that is in it')
    .action(async ({ operator, agency, encrypt = false, recovery, recoveryCode: wantsCode = false, timestamps }) => {
      const folder = cli.vaultFolder();
      if (recovery === false && wantsCode) throw usageError('--no-recovery and --recovery-code contradict each other');
      if (encrypt && recovery === undefined && !wantsCode) throw usageError(NEEDS_RECOVERY);
      const code = wantsCode ? makeRecoveryCode(nodeCryptography.hashing, nodeCryptography.random) : undefined;
      const passphrase = await readPassphrase(cli, { isNew: true });
      const osAccount = readOsAccount();
      const vault = await composeVaults().init({
        folder,
        passphrase,
        serviceNumber: operator,
        agency,
        ...(osAccount === undefined ? {} : { osAccount }),
        ...(encrypt ? { encrypt } : {}),
        ...(typeof recovery === 'string' ? { recovery } : {}),
        ...(code === undefined ? {} : { recoveryCode: code }),
      });
      try {
        if (timestamps) storeTimeSettings(vault, DEFAULT_TIME_SETTINGS);
        const keys = vault.listKeys().map(({ id, purpose, practice }) => ({ id, purpose, practice }));
        const station = keys.find(({ purpose, practice }) => purpose === 'identity' && !practice);
        const { serviceNumber } = vault.operator;
        const recoverable = code === undefined ? {} : { recoveryCode: code };
        cli.result(
          { format: 'vault-init/v1', vault: vault.id, folder, operator: serviceNumber, encrypted: encrypt, keys, ...recoverable },
          [
            `${encrypt ? 'Encrypted vault' : 'Vault'} made in ${forTerminal(folder)}`,
            `Operator ${forTerminal(serviceNumber)}, station key ${station?.id ?? 'unknown'}`,
            ...adviseOnKeys({ encrypt, recovery: typeof recovery === 'string', code }),
            'Next: pugmark case new REFERENCE --title TITLE',
          ],
        );
      } finally {
        vault.close();
      }
    });
}

/** What a person has to keep, and what is lost without. */
function adviseOnKeys({
  encrypt,
  recovery,
  code,
}: {
  readonly encrypt: boolean;
  readonly recovery: boolean;
  readonly code: string | undefined;
}): readonly string[] {
  const lost = encrypt ? 'without it nothing in the vault can be read again' : 'without it nothing can be captured here again';
  if (code !== undefined) {
    return [
      'Recovery code, shown this once:',
      `    ${code}`,
      'Write it down and keep it apart from this machine: whoever has it and the vault can open it (pugmark recover --code).',
    ];
  }
  if (recovery) return [`Keep the passphrase: ${lost}, unless by the recovery key (pugmark recover --identity FILE).`];
  return [`Keep the passphrase: ${lost}, and no one can restore it.`];
}
