import { sha256DigestSchema, type Sha256Digest } from '../core/digest/digest.ts';
import { toUtf8 } from '../core/digest/encoding.ts';
import { parseIdentities, type PackageKeys } from '../core/package/encryption/encryption.ts';
import { parseTrustKey } from '../core/package/trust-key.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import type { JudgedInput } from '../rpc/contract.ts';
import { assertAbsolute } from './absolute-path.ts';
import type { EngineContext } from './engine-context.ts';
import type { HeldPackage } from './held-packages.ts';
import { readLaterTokens } from './later-tokens.ts';

type Given = Omit<JudgedInput<'package.verify'>, 'name'>;

/**
 * A package that a person gives, with what they give to check and open it. When something of it is refused, nothing of an upload is left. Throws
 * `usage`, `key-invalid`, `input-unreadable`.
 */
export async function takeGivenPackage(context: Pick<EngineContext, 'uploads'>, given: Given): Promise<HeldPackage> {
  const { file } = given;
  const upload = 'path' in file ? { path: assertAbsolute(file.path), release: () => Promise.resolve() } : context.uploads.take(file.upload);
  const release = (): Promise<void> => upload.release();
  try {
    const trusted = (given.trustKeys ?? []).map((text) => parseTrusted(text));
    const keys = readPackageKeys(given);
    return { path: upload.path, trusted, keys, tokens: await readLaterTokens(context, given.tokens ?? []), release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** What a person gave to open an encrypted package with. Throws `key-invalid`. */
function readPackageKeys({ identities = [], passphrase }: Pick<Given, 'identities' | 'passphrase'>): PackageKeys {
  return {
    identities: identities.flatMap((text) => parseIdentities(text)),
    ...(passphrase === undefined || passphrase === '' ? {} : { passphrase }),
  };
}

/** A fingerprint, or a public key as text. Throws `key-invalid`. */
export function parseTrusted(text: string): Sha256Digest {
  const fingerprint = sha256DigestSchema.safeParse(text.trim());
  return fingerprint.success ? fingerprint.data : parseTrustKey(nodeCryptography, toUtf8(text));
}
