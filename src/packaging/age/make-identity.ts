import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { open, rm } from 'node:fs/promises';
import { PugmarkError } from '../../core/errors.ts';

/**
 * A new private key in a file for its owner alone, written as `age-keygen` writes it; returns the public half, `age1...`. Throws `usage` when
 * something is there already, `io-failed`.
 */
export async function makeIdentityFile(path: string, createdAt: string): Promise<string> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`# created: ${createdAt}\n# public key: ${recipient}\n${identity}\n`);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'EEXIST') throw new PugmarkError('usage', `${path} is there already: it was not overwritten`, { cause });
    throw new PugmarkError('io-failed', `${path} cannot be written${code === '' ? '' : ` (${code})`}`, { cause });
  }
  return recipient;
}
