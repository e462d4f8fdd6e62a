import { join } from 'node:path';
import type { Artifact } from '../../src/core/model/artifact.ts';
import type { RecordedExchange } from '../../src/core/model/exchange.ts';
import { createSecretKeeper, type SecretKeeper } from '../../src/capture/archive/secret-keeper.ts';
import { writeArchive, type ArchiveInput } from '../../src/capture/archive/write-archive.ts';
import { nodeHashing, nodeRandom } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { readArchive, type ReadArchive } from './read-archive.ts';
import { StagingFolder } from './staging-folder.ts';
import { tempFolder } from './temp-folder.ts';

export interface WrittenArchive {
  readonly artifacts: readonly Artifact[];
  readonly staging: StagingFolder;
  readonly secrets: SecretKeeper;
  /** As the independent reader sees it. */
  readonly read: ReadArchive;
}

/** Writes exchanges to an archive and reads it back with the independent reader. */
export async function writeTestArchive(exchanges: readonly RecordedExchange[], input: Partial<ArchiveInput> = {}): Promise<WrittenArchive> {
  const staging = new StagingFolder(tempFolder());
  const ports = { random: input.random ?? nodeRandom, hashing: nodeHashing };
  const secrets = input.secrets ?? createSecretKeeper({ exchanges, ...ports });
  const artifacts = await writeArchive({ exchanges, secrets, staging, software: 'pugmark/test', clock: systemClock, ...ports, ...input });
  return { artifacts, staging, secrets, read: await readArchive(join(staging.folder, 'archive.wacz')) };
}
