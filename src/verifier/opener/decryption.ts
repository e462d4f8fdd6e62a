import { PugmarkError, type ErrorCode } from '../../core/errors.ts';
import type { PackageKeys } from '../../core/package/encryption/encryption.ts';
import { endRole, startRole } from '../browser/roles.ts';
import type { DecryptAnswer, DecryptOrder } from '../worker/decrypt-role.ts';

const PIECE_BYTES = 4 * 1024 * 1024;

/** Where the plain package goes. */
export interface PlainSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keeps what was written. */
  close(): Promise<void>;
  /** Keeps nothing. */
  abort(): Promise<void>;
}

/** Decrypts a file into `sink`, one piece after the other. Throws what the worker tells, and the reason of `signal`; nothing is kept then. */
export async function decryptInto(
  sink: PlainSink,
  file: File,
  keys: PackageKeys,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (doneBytes: number, totalBytes: number) => void },
): Promise<void> {
  const worker = startRole('decrypt');
  try {
    const opened = await ask(worker, { kind: 'open', file, keys }, signal);
    if (opened.kind !== 'opened') throw new PugmarkError('program-fault', 'The worker says something else than that it opened the file');
    for (let offset = 0; offset < opened.sizeBytes; offset += PIECE_BYTES) {
      const length = Math.min(PIECE_BYTES, opened.sizeBytes - offset);
      const piece = await ask(worker, { kind: 'read', offset, length }, signal);
      if (piece.kind !== 'piece') throw new PugmarkError('program-fault', 'The worker gave no piece');
      await sink.write(piece.bytes);
      onProgress(offset + length, opened.sizeBytes);
    }
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    endRole(worker);
  }
}

function ask(worker: Worker, order: DecryptOrder, signal: AbortSignal): Promise<DecryptAnswer> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new PugmarkError('cancelled', 'It was cancelled'));
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    const take = ({ data }: MessageEvent<DecryptAnswer>): void => {
      signal.removeEventListener('abort', stop);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and workers are one script
      if (data.kind === 'failed') reject(new PugmarkError(data.code as ErrorCode, data.message));
      else resolve(data);
    };
    worker.addEventListener('message', take, { once: true });
    worker.addEventListener('error', (event) => reject(new PugmarkError('program-fault', event.message)), { once: true });
    worker.postMessage(order, []);
  });
}
