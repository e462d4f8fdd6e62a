import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PugmarkError } from '../core/errors.ts';
import { translateStorageError } from '../storage/storage-error.ts';
import type { UploadedFiles } from './engine-context.ts';

/** One file that a person gave; a larger one is better named by its path. */
const MAX_UPLOAD_BYTES = 16 * 1024 ** 3;
const LEFT_AFTER_MS = 24 * 60 * 60 * 1000;
/** All that wait for their call. */
const MAX_WAITING = 200;

/** Files on their way from a window to a call, in a folder of this process alone. */
export class Uploads implements UploadedFiles {
  readonly #folder: string;
  readonly #newId: () => string;
  readonly #maxBytes: number;
  readonly #files = new Map<string, number>();
  #receiving = 0;

  private constructor(folder: string, newId: () => string, maxBytes: number) {
    this.#folder = folder;
    this.#newId = newId;
    this.#maxBytes = maxBytes;
  }

  /** `parent` holds the folders of all processes of this station; what one that was killed has left in it goes after a day. */
  static async make(parent: string, newId: () => string, maxBytes = MAX_UPLOAD_BYTES): Promise<Uploads> {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    for (const name of await readdir(parent)) {
      const left = join(parent, name);
      const { mtimeMs } = await stat(left).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (Date.now() - mtimeMs > LEFT_AFTER_MS) await rm(left, { recursive: true, force: true, maxRetries: 3 });
    }
    return new Uploads(join(parent, newId()), newId, maxBytes);
  }

  /** Throws `usage` when it is too long or too many wait; `disk-full`, `io-failed`. Nothing is left then. */
  async receive(bytes: AsyncIterable<Uint8Array>): Promise<string> {
    if (this.#files.size + this.#receiving >= MAX_WAITING)
      throw new PugmarkError('usage', `${MAX_WAITING} files wait already: use them first`);
    const id = this.#newId();
    const path = this.#pathOf(id);
    this.#receiving += 1;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await pipeline(this.#bounded(bytes), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      this.#files.set(id, (await stat(path)).size);
      return id;
    } catch (error) {
      await rm(path, { force: true });
      throw translateStorageError(error, 'The file that was given');
    } finally {
      this.#receiving -= 1;
    }
  }

  take(id: string): { readonly path: string; readonly sizeBytes: number; release(): Promise<void> } {
    const sizeBytes = this.#files.get(id);
    if (sizeBytes === undefined) throw new PugmarkError('usage', 'The file that was given is not there any more: give it again');
    // Once: a second call with the same id would read a file that goes away.
    this.#files.delete(id);
    const path = this.#pathOf(id);
    return { path, sizeBytes, release: () => rm(path, { force: true }) };
  }

  /** Everything that still waits goes. */
  async close(): Promise<void> {
    this.#files.clear();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async *#bounded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let sizeBytes = 0;
    for await (const piece of bytes) {
      sizeBytes += piece.length;
      if (sizeBytes > this.#maxBytes) throw new PugmarkError('usage', `A file may have ${this.#maxBytes} bytes at most`);
      yield piece;
    }
  }

  #pathOf(id: string): string {
    return join(this.#folder, id);
  }
}
