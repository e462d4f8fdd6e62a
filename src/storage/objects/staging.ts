import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256DigestOf, sha512DigestOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import { artifactSchema, type Artifact, type ArtifactRole, type ArtifactSpec } from '../../core/model/artifact.ts';
import type { ByteSource, Cryptography, Staging } from '../../core/ports.ts';
import type { OnStep } from '../commit-steps.ts';
import { FILE_MODE, FOLDER_MODE, syncFolder } from '../files/durable-files.ts';
import type { ContentKey } from '../keys/content-keys.ts';
import { translateStorageError, withStorageErrors, withStorageErrorsAsync } from '../storage-error.ts';
import { readAt, readFileRange } from './file-ranges.ts';
import { SealedObjectReader, SealedObjectWriter } from './sealed-object.ts';

/** Hashing and writing go on in pieces of this size, so that one large picture does not hold up everything else. */
const PIECE_BYTES = 1024 * 1024;

/** An artifact in `incoming/`, with what its object will be. */
export interface StagedArtifact {
  readonly artifact: Artifact;
  readonly path: string;
  readonly objectSha256: Sha256Digest;
  readonly storedBytes: number;
  readonly keyId?: Uuid;
}

interface Synced {
  readonly error?: PugmarkError;
}

/**
 * `incoming/<attempt>/` of one attempt: artifacts are hashed while written, and on their way to the disk at once; the seal
 * waits for them. What has a key is encrypted before the first byte is written.
 */
export class AttemptStaging implements Staging {
  readonly folder: string;
  readonly scratchFolder: string;
  private readonly artifactsFolder: string;
  private readonly cryptography: Cryptography;
  private readonly keyFor: (role: ArtifactRole) => ContentKey | undefined;
  private readonly onStep: OnStep | undefined;
  private readonly names = new Set<string>();
  private readonly written: StagedArtifact[] = [];
  private readonly syncs: Promise<Synced>[] = [];
  private isRemoved = false;

  constructor(options: {
    readonly folder: string;
    readonly cryptography: Cryptography;
    /** The key under which artifacts of a role are written; undefined: in plain. */
    readonly keyFor: (role: ArtifactRole) => ContentKey | undefined;
    readonly onStep: OnStep | undefined;
  }) {
    this.folder = options.folder;
    this.scratchFolder = join(options.folder, 'scratch');
    this.artifactsFolder = join(options.folder, 'artifacts');
    this.cryptography = options.cryptography;
    this.keyFor = options.keyFor;
    this.onStep = options.onStep;
  }

  /** Makes the folders. Throws `disk-full`, `io-failed`. */
  make(): void {
    withStorageErrors(this.folder, () => {
      for (const folder of [this.folder, this.scratchFolder, this.artifactsFolder]) mkdirSync(folder, { mode: FOLDER_MODE });
      syncFolder(join(this.folder, '..'));
    });
    this.onStep?.('staging-made');
  }

  get artifacts(): readonly Artifact[] {
    return this.written.map(({ artifact }) => artifact);
  }

  get staged(): readonly StagedArtifact[] {
    return this.written;
  }

  async write(spec: ArtifactSpec, source: ByteSource): Promise<Artifact> {
    const { role, name, mediaType } = parseSpec(spec);
    if (this.isRemoved) throw new PugmarkError('record-invalid', `Artifact ${name} comes after the end of its attempt`);
    if (this.names.has(name)) throw new PugmarkError('record-invalid', `The name ${name} is taken in this exhibit`);
    this.names.add(name);
    const path = join(this.artifactsFolder, name);
    const key = this.keyFor(role);
    try {
      const hashes = await withStorageErrorsAsync(name, () => this.writeFile(path, source, key));
      const artifact: Artifact = { role, name, mediaType, sizeBytes: hashes.plainBytes, sha256: hashes.sha256, sha512: hashes.sha512 };
      this.written.push({
        artifact,
        path,
        objectSha256: hashes.objectSha256,
        storedBytes: hashes.storedBytes,
        ...(key === undefined ? {} : { keyId: key.id }),
      });
      this.onStep?.('artifact-staged');
      return artifact;
    } catch (error) {
      await rm(path, { force: true });
      this.names.delete(name);
      throw error;
    }
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    const staged = this.written.find(({ artifact }) => artifact.name === name);
    if (staged === undefined) throw new PugmarkError('artifact-unknown', `No artifact ${name} was written`);
    const key = staged.keyId === undefined ? undefined : this.keyFor(staged.artifact.role);
    if (key === undefined) {
      yield* readFileRange(staged.path, 0, staged.storedBytes);
      return;
    }
    const handle = await withStorageErrorsAsync(name, () => open(staged.path, 'r'));
    try {
      const read = async (offset: number, length: number): Promise<Uint8Array> => await readAt(handle, offset, length);
      const reader = await SealedObjectReader.open(this.cryptography, { read, storedBytes: staged.storedBytes }, key);
      yield* reader.readAll();
    } finally {
      await handle.close();
    }
  }

  /** Takes back an artifact, as when a seal is tried again with another record. */
  discard(name: string): void {
    const index = this.written.findIndex(({ artifact }) => artifact.name === name);
    const [staged] = index < 0 ? [] : this.written.splice(index, 1);
    if (staged === undefined) return;
    this.names.delete(name);
    withStorageErrors(name, () => rmSync(staged.path, { force: true }));
  }

  /** Waits until everything written is on the disk. Throws `disk-full`, `io-failed`. */
  async sync(): Promise<void> {
    for (const { error } of await Promise.all(this.syncs)) if (error !== undefined) throw error;
  }

  /** Waits until no file of the attempt is open any more; Windows removes no open file. Never throws. */
  async finishSyncs(): Promise<void> {
    await Promise.all(this.syncs);
  }

  /** Removes the folder. Nothing can be written any more. Throws `io-failed`. */
  removeNow(): void {
    this.isRemoved = true;
    withStorageErrors(this.folder, () => {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
      if (existsSync(join(this.folder, '..'))) syncFolder(join(this.folder, '..'));
    });
  }

  private async writeFile(
    path: string,
    source: ByteSource,
    key: ContentKey | undefined,
  ): Promise<{
    plainBytes: number;
    storedBytes: number;
    sha256: Artifact['sha256'];
    sha512: Artifact['sha512'];
    objectSha256: Sha256Digest;
  }> {
    const { hashing } = this.cryptography;
    const sha256 = hashing.startSha256();
    const sha512 = hashing.startSha512();
    const sealer = key === undefined ? undefined : new SealedObjectWriter(this.cryptography, key);
    const storedHash = sealer === undefined ? undefined : hashing.startSha256();
    let plainBytes = 0;
    let storedBytes = 0;
    const handle = await open(path, 'wx', FILE_MODE);
    const store = async (bytes: Uint8Array): Promise<void> => {
      storedHash?.update(bytes);
      await writeAll(handle, bytes, storedBytes);
      storedBytes += bytes.length;
    };
    try {
      if (sealer !== undefined) await store(sealer.start());
      for await (const piece of piecesOf(source)) {
        sha256.update(piece);
        sha512.update(piece);
        plainBytes += piece.length;
        await store(sealer === undefined ? piece : sealer.update(piece));
      }
      if (sealer !== undefined) await store(sealer.finish());
    } catch (error) {
      await handle.close();
      throw error;
    }
    // To the disk now, beside the rest of the capture: the seal only waits for what is left.
    this.syncs.push(syncAndClose(handle, path));
    const plainDigest = sha256DigestOf(sha256.digest());
    return {
      plainBytes,
      storedBytes,
      sha256: plainDigest,
      sha512: sha512DigestOf(sha512.digest()),
      objectSha256: storedHash === undefined ? plainDigest : sha256DigestOf(storedHash.digest()),
    };
  }
}

async function syncAndClose(handle: FileHandle, path: string): Promise<Synced> {
  try {
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    return {};
  } catch (error) {
    return { error: translateStorageError(error, path) };
  }
}

async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) {
    for (let offset = 0; offset < source.length; offset += PIECE_BYTES) yield source.subarray(offset, offset + PIECE_BYTES);
    return;
  }
  for await (const chunk of source)
    for (let offset = 0; offset < chunk.length; offset += PIECE_BYTES) yield chunk.subarray(offset, offset + PIECE_BYTES);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset, position + offset);
    offset += bytesWritten;
  }
}

function parseSpec(spec: ArtifactSpec): ArtifactSpec {
  const result = artifactSchema.pick({ role: true, name: true, mediaType: true }).safeParse(spec);
  if (result.success) return result.data;
  throw new PugmarkError('record-invalid', `Artifact ${JSON.stringify(spec.name)}: ${result.error.issues[0]?.message ?? 'invalid'}`);
}
