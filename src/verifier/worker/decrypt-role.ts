import { openEncryptedReader } from '../../core/package/encryption/encrypted-reader.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { PackageKeys } from '../../core/package/encryption/encryption.ts';
import type { ByteReader } from '../../core/package/package-source.ts';
import { readBlob } from '../browser/blob-reader.ts';
import { answerWith, listen } from './worker-scope.ts';

export type DecryptOrder =
  | { readonly kind: 'open'; readonly file: File; readonly keys: PackageKeys }
  | { readonly kind: 'read'; readonly offset: number; readonly length: number };
export type DecryptAnswer =
  | { readonly kind: 'opened'; readonly sizeBytes: number }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const answer = (message: DecryptAnswer): void => answerWith(message);

/** Decrypts a package piece by piece, as the page asks for them: trying a passphrase alone takes a second and 256 MB. */
export function runDecryptRole(): void {
  let reader: ByteReader | undefined;
  listen<DecryptOrder>(async (order) => {
    try {
      if (order.kind === 'open') {
        reader = await openEncryptedReader(readBlob(order.file, order.file.name), order.file.name, order.keys);
        answer({ kind: 'opened', sizeBytes: reader.sizeBytes });
      } else if (reader !== undefined) {
        answer({ kind: 'piece', bytes: new Uint8Array(await reader.read(order.offset, order.length)) });
      }
    } catch (error) {
      const { code, message } = error instanceof PugmarkError ? error : { code: 'program-fault', message: String(error) };
      answer({ kind: 'failed', code, message });
    }
  });
}
