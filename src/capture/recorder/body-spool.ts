import { closeSync, createReadStream, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hashing, RunningHash } from '../../core/digest/digest.ts';
import { hexOf, sha256DigestOf } from '../../core/digest/digest.ts';
import type { SpooledBody } from '../../core/model/exchange.ts';

export interface SpoolLimits {
  readonly bodyBytes: number;
  readonly totalBytes: number;
}

/** What became of a body: its file, and what of it was left out. */
export interface Spooled {
  readonly body: SpooledBody;
  /** Why bytes are missing at the end; undefined when none are. */
  readonly cut: 'body-limit' | 'total-limit' | undefined;
}

/** Takes a body piece by piece, in order. */
export interface SpoolStream {
  readonly sizeBytes: number;
  append(bytes: Uint8Array): void;
  /** Closes the file. Undefined when it could not be written. May be called once. */
  finish(): Spooled | undefined;
  /** What was written so far, as a body of its own; the stream goes on. */
  copy(): Promise<Spooled | undefined>;
  /** Drops what was written. */
  discard(): void;
}

/**
 * Bodies of a recording as files named by their SHA-256, so that equal bodies are kept once.
 * Never holds more than one body in memory, and never more than the limits on disk.
 * A disk that refuses is told through `onFailure` once; the recording goes on without those bodies.
 */
export class BodySpool {
  readonly #folder: string;
  readonly #limits: SpoolLimits;
  readonly #hashing: Hashing;
  readonly #onFailure: (cause: unknown) => void;
  readonly #kept = new Map<string, SpooledBody>();
  readonly #writing = new Map<string, Promise<boolean>>();
  #storedBytes = 0;
  #streams = 0;
  /** What lies here of other documents, which do not count. */
  #ofOthersBytes = 0;

  constructor(options: {
    readonly folder: string;
    readonly limits: SpoolLimits;
    readonly hashing: Hashing;
    readonly onFailure: (cause: unknown) => void;
  }) {
    this.#folder = options.folder;
    this.#limits = options.limits;
    this.#hashing = options.hashing;
    this.#onFailure = options.onFailure;
    mkdirSync(options.folder, { recursive: true });
  }

  /** Bytes of all distinct bodies kept so far. */
  get storedBytes(): number {
    return this.#storedBytes;
  }

  /** Another document begins: what is kept of others takes no room from it, up to as much as one may have itself. */
  allowBeside(ofOthersBytes: number): void {
    this.#ofOthersBytes = Math.min(ofOthersBytes, this.#limits.totalBytes);
  }

  /** Removes all bodies but these. One that is still on its way here is not among them yet and stays. */
  retain(isKept: (sha256: SpooledBody['sha256']) => boolean): void {
    for (const { sha256, path, sizeBytes } of this.#kept.values()) {
      if (isKept(sha256)) continue;
      this.#kept.delete(sha256);
      this.#storedBytes -= sizeBytes;
      try {
        rmSync(path, { force: true });
      } catch (cause) {
        this.#onFailure(cause);
      }
    }
  }

  /** Keeps a whole body, cut at the limits. Undefined when it could not be written. */
  async keep(bytes: Uint8Array): Promise<Spooled | undefined> {
    const inBody = bytes.subarray(0, Math.min(bytes.byteLength, this.#limits.bodyBytes));
    const cut: Spooled['cut'] = inBody.byteLength < bytes.byteLength ? 'body-limit' : undefined;
    const whole = this.#digest(inBody);
    // What is kept already takes no more room, however little is left.
    const isKept = this.#kept.has(whole) || this.#writing.has(whole);
    const fit = isKept ? { length: inBody.byteLength, cut } : this.#fit(inBody.byteLength, 0);
    const kept = inBody.subarray(0, fit.length);
    const body = this.#describe(fit.cut === undefined ? whole : this.#digest(kept), kept.byteLength);
    if (!(await this.#write(body, kept))) return undefined;
    return { body, cut: fit.cut ?? cut };
  }

  #digest(bytes: Uint8Array): SpooledBody['sha256'] {
    return sha256DigestOf(this.#hashing.sha256(bytes));
  }

  /** Opens a body that comes in pieces. */
  stream(): SpoolStream {
    this.#streams += 1;
    const path = join(this.#folder, `part-${this.#streams}`);
    const hash: RunningHash = this.#hashing.startSha256();
    let file: number | undefined;
    let sizeBytes = 0;
    let cut: Spooled['cut'];
    let failed = false;
    const fail = (cause: unknown): void => {
      failed = true;
      this.#onFailure(cause);
    };
    const close = (): void => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    };
    const place = (from: string, to: string): void => {
      try {
        renameSync(from, to);
      } catch (cause) {
        this.#storedBytes -= sizeBytes;
        rmSync(from, { force: true });
        throw cause;
      }
    };
    const drop = (): void => {
      if (file === undefined) return;
      this.#storedBytes -= sizeBytes;
      close();
      rmSync(path, { force: true });
    };
    return {
      get sizeBytes() {
        return sizeBytes;
      },
      append: (bytes) => {
        if (failed || cut !== undefined) return;
        const fit = this.#fit(bytes.byteLength, sizeBytes);
        cut = fit.cut;
        const piece = bytes.subarray(0, fit.length);
        try {
          // Written at once: pieces that wait in memory for a slow disk would be a way to fill it.
          file ??= openSync(path, 'w', 0o600);
          for (let at = 0; at < piece.byteLength;) at += writeSync(file, piece, at);
          hash.update(piece);
          sizeBytes += piece.byteLength;
          this.#storedBytes += piece.byteLength;
        } catch (cause) {
          fail(cause);
        }
      },
      finish: () => {
        try {
          if (failed) {
            drop();
            return undefined;
          }
          const body = this.#describe(sha256DigestOf(hash.digest()), sizeBytes);
          file ??= openSync(path, 'w', 0o600);
          if (this.#kept.has(body.sha256)) drop();
          else {
            close();
            place(path, body.path);
            this.#kept.set(body.sha256, body);
          }
          return { body, cut };
        } catch (cause) {
          fail(cause);
          return undefined;
        }
      },
      copy: () => (file === undefined ? Promise.resolve(undefined) : this.#copy(path, sizeBytes, cut)),
      discard: () => {
        try {
          drop();
        } catch (cause) {
          fail(cause);
        }
      },
    };
  }

  /** The first bytes of a file that goes on growing, as a body of its own. */
  async #copy(path: string, sizeBytes: number, cut: Spooled['cut']): Promise<Spooled | undefined> {
    if (sizeBytes === 0) return undefined;
    const copy = this.stream();
    try {
      for await (const chunk of createReadStream(path, { end: sizeBytes - 1 })) if (chunk instanceof Uint8Array) copy.append(chunk);
    } catch {
      // Its stream ended meanwhile, and the file has another name: the body itself is there then.
      copy.discard();
      return undefined;
    }
    const spooled = copy.finish();
    return spooled === undefined || cut === undefined ? spooled : { ...spooled, cut };
  }

  #fit(wanted: number, already: number): { readonly length: number; readonly cut: Spooled['cut'] } {
    const inBody = Math.max(0, this.#limits.bodyBytes - already);
    const inTotal = Math.max(0, this.#limits.totalBytes + this.#ofOthersBytes - this.#storedBytes);
    const length = Math.min(wanted, inBody, inTotal);
    if (length === wanted) return { length, cut: undefined };
    return { length, cut: inBody <= inTotal ? 'body-limit' : 'total-limit' };
  }

  #describe(sha256: SpooledBody['sha256'], sizeBytes: number): SpooledBody {
    return this.#kept.get(sha256) ?? { path: join(this.#folder, hexOf(sha256)), sizeBytes, sha256 };
  }

  async #write(body: SpooledBody, bytes: Uint8Array): Promise<boolean> {
    if (this.#kept.has(body.sha256)) return true;
    // Two equal bodies at the same moment: the second waits for the first one's file.
    const running = this.#writing.get(body.sha256) ?? this.#writeFile(body, bytes);
    this.#writing.set(body.sha256, running);
    const written = await running;
    this.#writing.delete(body.sha256);
    return written;
  }

  async #writeFile(body: SpooledBody, bytes: Uint8Array): Promise<boolean> {
    this.#storedBytes += bytes.byteLength;
    try {
      const path = `${body.path}.new`;
      await writeFile(path, bytes, { mode: 0o600 });
      await rename(path, body.path);
      // The same bytes came through a stream meanwhile, and were counted there.
      if (this.#kept.has(body.sha256)) this.#storedBytes -= bytes.byteLength;
      this.#kept.set(body.sha256, body);
      return true;
    } catch (cause) {
      this.#storedBytes -= bytes.byteLength;
      this.#onFailure(cause);
      return false;
    }
  }
}
