import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `openssl pkeyutl -verify -rawin` says of an Ed25519 signature: a verifier that is not ours. */
export function isVerifiedByOpenssl(publicKeyPem: string, message: Uint8Array, signature: Uint8Array): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-openssl-'));
  try {
    writeFileSync(join(folder, 'key.pem'), publicKeyPem);
    writeFileSync(join(folder, 'message'), message);
    writeFileSync(join(folder, 'signature'), signature);
    const arguments_ = ['pkeyutl', '-verify', '-pubin', '-inkey', 'key.pem', '-rawin', '-in', 'message', '-sigfile', 'signature'];
    const result = spawnSync('openssl', arguments_, { cwd: folder, encoding: 'utf8' });
    if (result.error !== undefined) throw result.error;
    return result.status === 0 && result.stdout.includes('Signature Verified Successfully');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
