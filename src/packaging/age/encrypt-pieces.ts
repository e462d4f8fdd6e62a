import { Encrypter } from 'age-encryption';
import { PugmarkError } from '../../core/errors.ts';
import { assertPackagePassphrase, type PackageEncryption } from '../../core/package/encryption/encryption.ts';

/**
 * The bytes of an age file over `pieces`, as they come: what is held is a piece or two of 64 KiB. A piece may use its memory again when
 * the next one is asked for. Throws as `buildEncrypter`, and what `pieces` throws.
 */
export async function* encryptPieces(pieces: AsyncIterable<Uint8Array>, encryption: PackageEncryption): AsyncGenerator<Uint8Array> {
  const encrypter = buildEncrypter(encryption);
  const reader = (await encrypter.encrypt(streamOf(pieces))).getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    // Whoever stops early ends what makes the pieces too.
    await reader.cancel();
  }
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const from = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = await from.next();
        // The stream asks for a piece before it has used up the one before.
        if (step.done === true) controller.close();
        else controller.enqueue(step.value.slice());
      },
      async cancel() {
        await from.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Throws `usage` when there is no recipient, one is no age recipient, or the passphrase is too short. */
export function buildEncrypter(encryption: PackageEncryption): Encrypter {
  const encrypter = new Encrypter();
  if (encryption.kind === 'passphrase') {
    assertPackagePassphrase(encryption.passphrase);
    if (encryption.workFactor !== undefined) encrypter.setScryptWorkFactor(encryption.workFactor);
    encrypter.setPassphrase(encryption.passphrase);
    return encrypter;
  }
  if (encryption.recipients.length === 0) throw new PugmarkError('usage', 'A package is encrypted to one recipient at least');
  for (const recipient of new Set(encryption.recipients)) {
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new PugmarkError('usage', `${JSON.stringify(recipient.slice(0, 80))} is no age recipient (age1...)`, { cause });
    }
  }
  return encrypter;
}
