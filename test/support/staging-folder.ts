import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256DigestOf, sha512DigestOf } from '../../src/core/digest/digest.ts';
import type { Artifact, ArtifactSpec } from '../../src/core/model/artifact.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import type { ByteSource, Staging } from '../../src/core/ports.ts';

/** A staging area that is a plain folder, for what needs a capture and no vault. */
export class StagingFolder implements Staging {
  readonly folder: string;
  readonly scratchFolder: string;
  readonly artifacts: Artifact[] = [];
  readonly #names = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
    this.scratchFolder = join(folder, 'scratch');
    mkdirSync(this.scratchFolder, { recursive: true });
  }

  async write(spec: ArtifactSpec, source: ByteSource): Promise<Artifact> {
    if (this.#names.has(spec.name)) throw new PugmarkError('record-invalid', `${spec.name} is taken`);
    this.#names.add(spec.name);
    const chunks: Uint8Array[] = [];
    if (source instanceof Uint8Array) chunks.push(source);
    else for await (const chunk of source) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    await writeFile(join(this.folder, spec.name), bytes);
    const digest = (name: 'sha256' | 'sha512'): Buffer => createHash(name).update(bytes).digest();
    const artifact = {
      ...spec,
      sizeBytes: bytes.length,
      sha256: sha256DigestOf(digest('sha256')),
      sha512: sha512DigestOf(digest('sha512')),
    };
    this.artifacts.push(artifact);
    return artifact;
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    yield await readFile(join(this.folder, name));
  }

  bytes(name: string): Promise<Buffer> {
    return readFile(join(this.folder, name));
  }

  names(role: Artifact['role']): readonly string[] {
    return this.artifacts.filter((artifact) => artifact.role === role).map(({ name }) => name);
  }

  text(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8');
  }
}
