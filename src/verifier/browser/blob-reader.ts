import { PugmarkError } from '../../core/errors.ts';
import type { ByteReader } from '../../core/package/package-source.ts';

/** A file that was given to the page, read where it lies. Throws `input-unreadable` when it is gone or was changed since. */
export function readBlob(blob: Blob, name: string): ByteReader {
  return {
    sizeBytes: blob.size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > blob.size)
        throw new PugmarkError('input-unreadable', `${name} ends at ${blob.size}: there are no ${length} bytes at ${offset}`);
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (cause) {
        throw new PugmarkError('input-unreadable', `${name} cannot be read: it was moved or changed since it was chosen`, { cause });
      }
    },
  };
}
