import { open } from 'node:fs/promises';
import type { SpooledBody } from '../../core/model/exchange.ts';
import { isSecretBody } from './secret-fields.ts';

/** A body is searched in pieces of this size, so that an upload of any length takes no more memory. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** How far each piece reaches into the one before it: longer than any name that is looked for, escaped and with what stands around it. */
const OVERLAP_BYTES = 64 * 1024;

/** True when a request body holds a field that is named like a credential, wherever in it. Rejects when it cannot be read. */
export async function holdsSecret(body: SpooledBody): Promise<boolean> {
  const file = await open(body.path, 'r');
  try {
    const piece = Buffer.alloc(Math.min(body.sizeBytes, PIECE_BYTES));
    for (let at = 0; at < body.sizeBytes; at += PIECE_BYTES - OVERLAP_BYTES) {
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      if (isSecretBody(piece.subarray(0, bytesRead))) return true;
      if (at + bytesRead >= body.sizeBytes) break;
    }
    return false;
  } finally {
    await file.close();
  }
}
