import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { Uuid } from '../../core/ids.ts';
import { FILE_MODE } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { ExhibitKeys } from '../keys/exhibit-keys.ts';
import { AttemptStaging } from '../objects/staging.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';

/** `incoming/<id>/` of an attempt or a receipt, made. Throws `disk-full`, `io-failed`. */
export function makeStaging(parts: {
  readonly environment: VaultEnvironment;
  readonly vaultFolder: string;
  readonly case: Uuid;
  readonly id: Uuid;
  readonly keys: Pick<ExhibitKeys, 'keyFor'>;
}): AttemptStaging {
  const { environment } = parts;
  const staging = new AttemptStaging({
    folder: vaultPaths.staging(parts.vaultFolder, parts.id),
    cryptography: environment.cryptography,
    onStep: environment.onStep,
    keyFor: (role) => parts.keys.keyFor(role),
  });
  try {
    staging.make();
    // Read by a recovery to find the case; a torn one only means that nothing of a case was placed.
    const file = buildCanonicalJson({ format: 'attempt/v1', case: parts.case, attempt: parts.id });
    withStorageErrors(staging.folder, () => writeFileSync(join(staging.folder, 'attempt.json'), file, { mode: FILE_MODE }));
  } catch (error) {
    staging.removeNow();
    throw error;
  }
  return staging;
}
