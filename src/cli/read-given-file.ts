import { closeSync, openSync, readSync } from 'node:fs';
import { PugmarkError } from '../core/errors.ts';

const PIECE_BYTES = 64 * 1024;

/**
 * All bytes of a small file that somebody named. Its size is not asked for: a device says 0 and never ends, a pipe (`<(...)` of a shell) says nothing.
 * Throws `input-unreadable` when it has more than `maxBytes`, and what the system throws.
 */
export function readGivenFile(path: string, maxBytes: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let sizeBytes = 0; sizeBytes <= maxBytes;) {
      const piece = Buffer.alloc(PIECE_BYTES);
      const read = readSync(descriptor, piece);
      if (read === 0) return Buffer.concat(pieces, sizeBytes);
      pieces.push(piece.subarray(0, read));
      sizeBytes += read;
    }
    throw new PugmarkError('input-unreadable', `It has more than ${maxBytes} bytes`);
  } finally {
    closeSync(descriptor);
  }
}
