import { existsSync, readFileSync } from 'node:fs';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { RecoveryKind, VaultRecovery, Vaults } from '../../core/ports.ts';
import { parseRecoveryCode } from '../../core/recovery-code.ts';
import { recoveryError } from '../../core/recovery-problems.ts';
import { replaceFile } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { DEFAULT_SCRYPT_WORK_FACTOR, openVaultKeyByIdentity, vaultKeyWork } from '../keys/vault-key-file.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { assertVaultThere, openVaultStore } from './open-vault.ts';
import { readVaultKey } from './unlock.ts';

/** Name of the setting whose changes tell in the vault log who could open the vault, and how. */
const SETTING = 'vault-passphrase';

/**
 * Puts the vault key under another passphrase. The file is replaced first and the log told after: a log that tells of a change which a crash
 * kept from happening would be worse than one that lacks it. Throws as `Vaults.changePassphrase`.
 */
export async function changePassphrase(environment: VaultEnvironment, input: Parameters<Vaults['changePassphrase']>[0]): Promise<void> {
  const { folder, by, newPassphrase, operator } = input;
  if (newPassphrase === '') throw new PugmarkError('usage', 'The new passphrase is empty; choose one');
  assertVaultThere(folder);
  const work = environment.vaultKeyWork ?? vaultKeyWork;
  let vaultKey: Uint8Array | undefined;
  const vault = await openVaultStore(environment, {
    folder,
    vaultKey: async () => (vaultKey ??= await openVaultKey(environment, folder, by)),
    ...(operator === undefined ? {} : { operator }),
  });
  try {
    if (vaultKey === undefined) throw new PugmarkError('program-fault', 'The vault was opened without its key');
    const bytes = await work.wrap(vaultKey, newPassphrase, environment.scryptWorkFactor ?? DEFAULT_SCRYPT_WORK_FACTOR);
    const path = vaultPaths.vaultKey(folder);
    withStorageErrors(path, () => replaceFile(path, bytes, environment.cryptography.random.uuid()));
    vault.changeSetting(SETTING, { changedBy: nameOf(by) });
  } finally {
    vault.close();
  }
}

function nameOf(by: { readonly passphrase: string } | VaultRecovery): string {
  if ('passphrase' in by) return 'passphrase';
  return 'code' in by ? 'recovery-code' : 'recovery-key';
}

async function openVaultKey(
  environment: VaultEnvironment,
  folder: string,
  by: { readonly passphrase: string } | VaultRecovery,
): Promise<Uint8Array> {
  if ('passphrase' in by) return await readVaultKey(environment, folder, by.passphrase);
  if ('identity' in by) {
    const file = readRecovery(folder, 'key');
    return await toldAsRecovery('key', () => openVaultKeyByIdentity(file, by.identity));
  }
  const code = parseRecoveryCode(environment.cryptography.hashing, by.code);
  const file = readRecovery(folder, 'code');
  return await toldAsRecovery('code', () => (environment.vaultKeyWork ?? vaultKeyWork).unwrap(file, code));
}

/** What opens a vault by its recovery fails in words of the recovery. */
async function toldAsRecovery(kind: RecoveryKind, open: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await open();
  } catch (error) {
    if (isPugmarkError(error, 'passphrase-wrong')) {
      const said = kind === 'code' ? 'That is a recovery code, and not the one of this vault' : error.message;
      throw recoveryError('passphrase-wrong', `${kind}-wrong`, said, error);
    }
    if (isPugmarkError(error, 'vault-corrupt'))
      throw recoveryError('vault-corrupt', 'damaged', `The recovery ${kind} of the vault is damaged; restore it from a backup`, error);
    throw error;
  }
}

/** By what the vault in this folder can be recovered. */
export function listRecoveries(folder: string): readonly RecoveryKind[] {
  return (['code', 'key'] as const).filter((kind) => existsSync(RECOVERY_PATHS[kind](folder)));
}

const RECOVERY_PATHS = { code: vaultPaths.codeKey, key: vaultPaths.recoveryKey } as const;

function readRecovery(folder: string, kind: RecoveryKind): Uint8Array {
  const path = RECOVERY_PATHS[kind](folder);
  return withStorageErrors(path, () => {
    if (!existsSync(path))
      throw recoveryError('usage', `none-${kind}`, `The vault was made without a recovery ${kind}: there is no ${path}`);
    return readFileSync(path);
  });
}
