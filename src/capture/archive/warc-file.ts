import { open, type FileHandle } from 'node:fs/promises';
import { hexOf, sha256DigestOf, type Hashing, type RunningHash, type Sha256Digest } from '../../core/digest/digest.ts';
import type { GzipMember } from './warc-record.ts';

/** Where a record stands in the file. */
export interface WrittenMember {
  readonly offset: number;
  readonly length: number;
  /** Of the member's bytes as they stand in the file. */
  readonly sha256: Sha256Digest;
}

/** Appends gzip members to a file, hashing what is written. */
export class WarcFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #hashing: Hashing;
  readonly #hash: RunningHash;
  #sizeBytes = 0;

  private constructor(path: string, file: FileHandle, hashing: Hashing) {
    this.path = path;
    this.#file = file;
    this.#hashing = hashing;
    this.#hash = hashing.startSha256();
  }

  /** Creates the file; it must not exist. */
  static async create(path: string, hashing: Hashing): Promise<WarcFile> {
    return new WarcFile(path, await open(path, 'wx', 0o600), hashing);
  }

  async append(member: GzipMember): Promise<WrittenMember> {
    const offset = this.#sizeBytes;
    if (member instanceof Uint8Array) {
      await this.#write(member);
      return { offset, length: member.byteLength, sha256: sha256DigestOf(this.#hashing.sha256(member)) };
    }
    const hash = this.#hashing.startSha256();
    for await (const piece of member) {
      hash.update(piece);
      await this.#write(piece);
    }
    return { offset, length: this.#sizeBytes - offset, sha256: sha256DigestOf(hash.digest()) };
  }

  /** Closes the file. Call once. */
  async finish(): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
    await this.#file.close();
    return { sizeBytes: this.#sizeBytes, sha256: hexOf(sha256DigestOf(this.#hash.digest())) };
  }

  /** Closes the file after a failure. */
  async abandon(): Promise<void> {
    await this.#file.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.byteLength;
    for (let at = 0; at < bytes.byteLength;) at += (await this.#file.write(bytes, at)).bytesWritten;
  }
}
