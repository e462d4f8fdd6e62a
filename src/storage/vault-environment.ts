import type { Clock } from '../core/clock.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import { hexOf } from '../core/digest/digest.ts';
import type { Decompression } from '../core/package/package-source.ts';
import type { Cryptography, ImageCodec } from '../core/ports.ts';
import type { OnStep } from './commit-steps.ts';
import type { VaultKeyWork } from './keys/vault-key-file.ts';

/** Everything that a vault takes from outside. */
export interface VaultEnvironment {
  readonly clock: Clock;
  readonly cryptography: Cryptography;
  /** For stitch recipes in `check`; without it they are named as not checked. */
  readonly images?: ImageCodec;
  /** For the contents of packages from others in the search; without it they are not read. */
  readonly decompression?: Decompression;
  /** Folder for sizes and roots, outside any vault. */
  readonly stateFolder: string;
  /** `digest`: over the sources of the running tool. */
  readonly tool: { readonly name: 'pugmark'; readonly version: string; readonly digest: Sha256Digest };
  /** Name of this machine, for the message about a lock. */
  readonly hostName: string;
  /** How long a writer waits for another one; default 5,000 ms. */
  readonly lockTimeoutMs?: number;
  /** log2 of scrypt's N for the passphrase; default 18, as age itself. */
  readonly scryptWorkFactor?: number;
  /** Work of scrypt; default in the thread that asks. */
  readonly vaultKeyWork?: VaultKeyWork;
  /** Called right after each named step of the commit protocol. */
  readonly onStep?: OnStep;
}

/** `pugmark/<version>+<first 12 hex digits of the digest>`, as custody entries name the tool. */
export function toolNameOf(tool: VaultEnvironment['tool']): string {
  return `${tool.name}/${tool.version}+${hexOf(tool.digest).slice(0, 12)}`;
}
