import { PugmarkError } from '../core/errors.ts';
import { keyLinkPath, keyPath, keyRevocationPath } from '../core/package/layout.ts';
import type { GeneratedFile } from '../core/package/package-log.ts';
import type { VaultKey, VaultReader } from '../core/ports.ts';

/** Keys that are in use in this vault, of one kind. */
export interface ChosenKeys {
  readonly identity: VaultKey;
  readonly seal: VaultKey;
  readonly log: VaultKey;
}

/** Throws `vault-corrupt` when one is missing. */
export function chooseKeys(vault: VaultReader, practice: boolean): ChosenKeys {
  const all = vault.listKeys().filter((key) => key.practice === practice);
  const current = (purpose: VaultKey['purpose']): VaultKey => {
    const key = all.find((one) => one.purpose === purpose && one.state === 'current');
    if (key === undefined) throw new PugmarkError('vault-corrupt', `The vault has no ${purpose} key; restore a backup`);
    return key;
  };
  return { identity: current('identity'), seal: current('seal'), log: current('log') };
}

/** Of one kind, practice or evidence, also of rotated and revoked keys: earlier checkpoints are signed by them, earlier seals rest on them. */
export function keyFiles(vault: VaultReader, practice: boolean): readonly GeneratedFile[] {
  const certificates = vault.listKeys().filter((key) => key.practice === practice);
  const statements = vault.listKeyStatements().filter((one) => one.practice === practice);
  return [
    ...certificates.map(certificateFile),
    ...statements.map(({ kind, key, statement }) => ({
      path: kind === 'link' ? keyLinkPath(key) : keyRevocationPath(key),
      bytes: statement,
    })),
  ];
}

/** What the seal of a package without a custody log is checked with, and nothing else: no key of an operator, who would be named in it. */
export function sealKeyFiles({ identity, seal }: ChosenKeys): readonly GeneratedFile[] {
  return [identity, seal].map(certificateFile);
}

function certificateFile({ id, certificate }: VaultKey): GeneratedFile {
  return { path: keyPath(id), bytes: certificate };
}
