import type { Hashing } from '../digest/digest.ts';
import { isPugmarkError } from '../errors.ts';
import type { SignatureVerifier } from '../ports.ts';
import { openCheckpointNote } from './checkpoint.ts';
import type { KeyEra } from './key-eras.ts';

type Ports = { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier };

/** Keys in force for a checkpoint of this size: those of the last entry that it covers. One beyond the log is judged as the newest. */
export function eraAt(eras: readonly KeyEra[], size: number): KeyEra | undefined {
  return eras[Math.max(size, 1) - 1] ?? eras.at(-1);
}

/** True when this raw Ed25519 key signed the note. */
export function isSigned(ports: Ports, note: string, key: Uint8Array): boolean {
  try {
    openCheckpointNote(ports, note, key);
    return true;
  } catch (error) {
    if (isPugmarkError(error, 'note-invalid')) return false;
    throw error;
  }
}
